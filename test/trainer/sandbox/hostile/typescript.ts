/** TypeScript programs of the same kinds: types change nothing. */
import { testsOf } from '../support.ts';
import { soon, type Hostile } from './row.ts';

const exercise = testsOf(`import assert from 'assert';
assert.strictEqual(f(1), 3);`);

export const typescript = (secretFile: string): readonly Hostile[] => [
  { name: 'loops', program: 'const n: number = 1; while (n) {}', limits: soon, status: 'timeout' },
  { name: 'exits before the tests', program: 'process.exit(0 as number)', exercise, status: 'exited' },
  {
    name: 'reads a file',
    program: `import { readFileSync } from 'node:fs'; const text: string = readFileSync(${JSON.stringify(secretFile)}, 'utf8'); console.log(text)`,
    status: 'raised',
    error: /NotCapable/,
  },
  {
    name: 'hides code in types',
    program: `type A = { [K in 'x']: typeof K }; enum E { A = (() => { throw new Error('run') })() as never }`,
    status: 'raised',
    error: /run/,
  },
  {
    name: 'imports from the network',
    program: `export * from 'https://example.com/x.ts'`,
    status: 'raised',
    error: /Requires import access/,
  },
  {
    name: 'fills the heap',
    program: 'const a: number[][] = []; for (;;) a.push(new Array<number>(1000).fill(1.5))',
    status: 'memory',
  },
];
