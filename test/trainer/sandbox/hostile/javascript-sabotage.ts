/** JavaScript programs that try to break what runs them. */
import { callOf } from '../support.ts';
import { soon, type Hostile } from './row.ts';

export const javascriptSabotage: readonly Hostile[] = [
  { name: 'exits with a code', program: 'process.exit(3)', status: 'exited', error: /3/ },
  {
    name: 'handles everything and exits',
    program: 'try { process.exit(3) } catch {} finally { console.log(1) }',
    status: 'exited',
  },
  {
    name: 'replaces what the language is made of',
    program: `for (const name of ['map', 'push', 'join', 'slice']) Array.prototype[name] = null; String.prototype.slice = null; console.log('x')`,
    status: 'crashed',
  },
  {
    name: 'pollutes every object',
    program: `Object.prototype.status = 'raised'; Object.prototype.error = 'x'; Object.defineProperty(Object.prototype, 'value', { get() { throw 1 } }); function f() { return 1 }`,
    exercise: callOf(),
    status: 'returned',
    value: 1,
  },
  {
    name: 'returns what loops when it is read',
    program: 'function f() { return { get x() { for (;;); } } }',
    exercise: callOf(),
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'returns a proxy that throws',
    program: `function f() { return new Proxy({}, { ownKeys() { throw new Error('no') } }) }`,
    exercise: callOf(),
    status: 'raised',
    error: /no/,
  },
  {
    name: 'returns an object that holds itself',
    program: 'function f() { const a = {}; a.a = a; return a }',
    exercise: callOf(),
    status: 'returned',
    value: { a: { $cycle: 0 } },
  },
  { name: 'throws what has no text', program: 'throw Object.create(null)', status: 'raised' },
  {
    name: 'throws what loops when it is read',
    program: 'throw { toString() { for (;;); } }',
    limits: soon,
    status: 'timeout',
  },
  {
    name: 'fails in a timer',
    program: 'setTimeout(() => { throw new Error("later") }, 1)',
    status: 'raised',
    error: /later/,
  },
  { name: 'ends its process by Deno', program: 'Deno.exit(3)', status: 'exited' },
];
