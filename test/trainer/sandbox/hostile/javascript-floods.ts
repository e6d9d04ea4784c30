/** JavaScript programs that try to use up time, memory, stack and output. */
import { callOf } from '../support.ts';
import { soon, type Hostile } from './row.ts';

export const javascriptFloods: readonly Hostile[] = [
  { name: 'loops', program: 'while (true) {}', limits: soon, status: 'timeout' },
  {
    name: 'loops between turns',
    program: 'const f = () => { Promise.resolve().then(f); }; f()',
    limits: soon,
    status: 'timeout',
  },
  { name: 'waits for ever', program: 'setInterval(() => {}, 10)', limits: soon, status: 'timeout' },
  {
    name: 'blocks its thread',
    program: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'reads the pipe of its process',
    program: 'for (;;) Deno.stdin.readSync(new Uint8Array(1000))',
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'matches for ever',
    program: `/(a+)+$/.test('a'.repeat(60) + 'b')`,
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'never ends a promise',
    program: 'async function f() { await new Promise(() => {}) }',
    exercise: callOf(),
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'starts threads',
    program: `for (;;) new Worker('data:text/javascript,for(;;);', { type: 'module' })`,
    limits: { ...soon, memoryBytes: 2 ** 30 },
    status: 'timeout',
  },
  {
    name: 'fills the heap',
    program: 'const a = []; for (;;) a.push(new Array(1000).fill(1.5))',
    status: 'memory',
  },
  {
    name: 'fills buffers',
    program: 'const a = []; for (;;) a.push(new Uint8Array(2 ** 25).fill(1))',
    status: 'memory',
  },
  {
    name: 'fills memories of WebAssembly',
    program:
      'const a = []; for (;;) { const m = new WebAssembly.Memory({ initial: 512 }); new Uint8Array(m.buffer).fill(1); a.push(m) }',
    status: 'memory',
  },
  { name: 'doubles a text', program: `let s = 'a'; for (;;) s += s`, status: 'raised', error: /RangeError/ },
  { name: 'recurses', program: 'function f() { return f() + 1 } f()', status: 'raised', error: /RangeError/ },
  { name: 'floods the console', program: `for (;;) console.log('x'.repeat(100))`, status: 'output' },
  {
    name: 'floods the console with errors',
    program: `for (;;) console.error('x'.repeat(100))`,
    status: 'output',
  },
  {
    name: 'floods the output of its process',
    program: 'const b = new Uint8Array(2 ** 20); for (;;) Deno.stdout.writeSync(b)',
    status: 'output',
  },
  {
    name: 'returns too much',
    program: `function f() { return new Array(1000).fill('x'.repeat(1000)) }`,
    exercise: callOf(),
    status: 'output',
  },
  {
    name: 'returns something endless',
    program: 'function* f() { for (;;) yield 1 }',
    exercise: callOf(),
    status: 'output',
  },
  {
    name: 'returns something too deep',
    program: 'function f() { let a = []; for (let i = 0; i < 1e4; i++) a = [a]; return a }',
    exercise: callOf(),
    status: 'output',
  },
];
