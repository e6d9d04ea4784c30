import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Exercise } from '../../../trainer/sandbox/types.ts';
import { callOf, openTestSandbox, outcomes, results, stdin } from './support.ts';

const sandbox = await openTestSandbox();
after(() => sandbox[Symbol.asyncDispose]());

const calls = (...inputs: Extract<Exercise, { kind: 'calls' }>['inputs']): Exercise => ({
  kind: 'calls',
  entryPoint: 'f',
  inputs,
});
const python = (program: string, exercise: Exercise): Promise<unknown[]> =>
  results(sandbox, 'python', program, exercise);
const javascript = (program: string, exercise: Exercise): Promise<unknown[]> =>
  results(sandbox, 'javascript', program, exercise);
const typescript = (program: string, exercise: Exercise): Promise<unknown[]> =>
  results(sandbox, 'typescript', program, exercise);

test('each call has its own arguments, and what one raises ends only that one', async () => {
  const program = 'def f(x):\n    x.append(1)\n    return 6 // (len(x) - 2)';
  assert.deepEqual(await python(program, calls([[5]], [[5, 5]], [[5]], [[5, 5, 5]])), [
    'raised: ZeroDivisionError: division by zero (line 3)',
    6,
    'raised: ZeroDivisionError: division by zero (line 3)',
    3,
  ]);
});

test('a rejection that nobody waits for ends the call in which it comes, and no other', async () => {
  const program = `const later = () => new Promise((go) => setTimeout(go, 20));
    async function f(x) { if (x === 1) Promise.reject(new Error('lost')); await later(); return x; }`;
  assert.deepEqual(await javascript(program, calls([0], [1], [2], [3])), [0, 'raised: Error: lost', 2, 3]);
});

test('a program is loaded once for all calls', async () => {
  assert.deepEqual(
    await python('n = 0\ndef f():\n    global n\n    n += 1\n    return n', calls([], [], [])),
    [1, 2, 3],
  );
  assert.deepEqual(await javascript('let n = 0; const f = () => ++n', calls([], [], [])), [1, 2, 3]);
});

test('the time of one call is not the time of the next, and the program is loaded again for it', async () => {
  const program = 'n = 0\ndef f(x):\n    global n\n    n += 1\n    while x: pass\n    return n';
  const job = {
    language: 'python',
    program,
    exercise: calls([0], [0], [1], [0], [0]),
    limits: { timeMs: 1000 },
  } as const;
  assert.deepEqual(
    (await outcomes(sandbox, job)).map((outcome) => ('value' in outcome ? outcome.value : outcome.status)),
    [1, 2, 'timeout', 1, 2],
  );
});

test('after three calls out of time the rest is given up', async () => {
  for (const [language, program] of [
    ['python', 'def f():\n    while True: pass'],
    ['javascript', 'function f() { for (;;); }'],
  ] as const) {
    const job = { language, program, exercise: calls([], [], [], [], []), limits: { timeMs: 200 } };
    const cases = await outcomes(sandbox, job);
    assert.deepEqual(
      cases.map(({ status }) => status),
      ['timeout', 'timeout', 'timeout', 'timeout', 'timeout'],
    );
    const errors = cases.map((outcome) => ('error' in outcome ? outcome.error : ''));
    assert.equal(errors.filter((error) => error.startsWith('not run')).length, 2);
  }
});

test('a call that ends the process or prints too much leaves the calls after it as they are', async () => {
  for (const [language, program] of [
    ['python', 'def f(x):\n    if x == 1: exit()\n    if x == 2: print("x" * 200_000)\n    return x'],
    [
      'javascript',
      `function f(x) { if (x === 1) process.exit(); if (x === 2) console.log('x'.repeat(200_000)); return x }`,
    ],
  ] as const) {
    const cases = await outcomes(sandbox, {
      language,
      program,
      exercise: calls([0], [1], [3], [2], [4], [5]),
    });
    assert.deepEqual(
      cases.map((outcome) => ('value' in outcome ? outcome.value : outcome.status)),
      [0, 'exited', 3, 'output', 4, 5],
    );
  }
});

test('a program that does not load gets the same outcome for every call', async () => {
  assert.deepEqual(
    await python('def f(:', calls([], [])),
    Array(2).fill('raised: SyntaxError: invalid syntax (<program>, line 1) (line 1)'),
  );
  assert.deepEqual(
    await javascript('function f( {', calls([], [])),
    Array(2).fill('raised: SyntaxError: Unexpected end of input'),
  );
});

test('a syntax error that is raised while a program runs does not make it run again', async () => {
  const program = `console.log(1); JSON.parse('{')`;
  const [outcome] = await outcomes(sandbox, { language: 'javascript', program, exercise: stdin('') });
  assert.equal(outcome?.status, 'raised');
  assert.equal(outcome.stdout, '1\n');
});

test('a missing module is no verdict', async () => {
  assert.deepEqual(await python('import numpy', calls([])), [
    "unsupported: ModuleNotFoundError: No module named 'numpy' (line 1)",
  ]);
  assert.deepEqual(await python('def f():\n    import numpy', calls([])), [
    "unsupported: ModuleNotFoundError: No module named 'numpy' (line 2)",
  ]);
  assert.deepEqual(
    await python(
      'try:\n    import numpy\nexcept ImportError:\n    numpy = None\ndef f(): return numpy',
      calls([]),
    ),
    [null],
  );
  assert.deepEqual(await javascript(`const _ = require('lodash')`, calls([])), [
    `unsupported: Error: Cannot find module 'lodash'`,
  ]);
  assert.deepEqual(
    await typescript(`import { Heap } from 'heap-js'\nconst f = () => new Heap()`, calls([])),
    [`unsupported: Error: Cannot find module 'heap-js'`],
  );
});

test('the entry point may be a method of the class Solution', async () => {
  assert.deepEqual(await python('class Solution:\n    def f(self, x): return x + 1', callOf(1)), [2]);
  assert.deepEqual(
    await javascript('class Solution { one = 1; f(x) { return x + this.one } }', callOf(1)),
    [2],
  );
});

test('a program without its entry point raises', async () => {
  assert.deepEqual(await python('def g(): pass', callOf()), [
    `raised: NameError: the program defines no 'f'`,
  ]);
  assert.deepEqual(await javascript('let g', callOf()), [
    `raised: ReferenceError: the program defines no function 'f'`,
  ]);
});

test('JavaScript may define its entry point in any way', async () => {
  for (const program of [
    'function f(x) { return x + 1 }',
    'const f = (x) => x + 1',
    'var f = async (x) => x + 1',
    'module.exports = { f: (x) => x + 1 }',
    'module.exports = (x) => x + 1',
    'exports.f = (x) => x + 1',
    'export const f = (x) => x + 1',
    'export default function f(x) { return x + 1 }',
    'const one = await Promise.resolve(1); const f = (x) => x + one',
    '#!/usr/bin/env node\ny = 1; function f(x) { return x + y }',
    `import { strictEqual as same } from 'node:assert'; same(1, 1); function f(x) { return x + 1 }`,
  ]) {
    assert.deepEqual(await javascript(program, callOf(1)), [2], program);
  }
});

test('TypeScript runs without its types', async () => {
  const program = `import type { X } from './nowhere';
import { Unused } from 'nowhere';
enum Step { One = 1 }
interface Box<T> { readonly value: T }
namespace Inner { export const zero: number = 0 }
abstract class Base { constructor(protected readonly by: number) {} }
class Adder extends Base { add<T extends number>(x: T): Box<number> { return { value: x + this.by + Inner.zero } } }
export const f = (x: number): number => new Adder(Step.One).add(x as number)!.value satisfies number;`;
  assert.deepEqual(await typescript(program, callOf(1)), [2]);
});

test('what is printed by a call is told beside what it returns, without what went to stderr in JavaScript', async () => {
  const [inPython] = await outcomes(sandbox, {
    language: 'python',
    program: 'print("load")\ndef f(): print("é"); return 1',
    exercise: callOf(),
  });
  assert.deepEqual(inPython, { status: 'returned', value: 1, stdout: 'load\né\n' });
  const program = `console.log('%s is %d', 'x', 1, [1, 'a']); console.error('no'); const f = () => 1`;
  const [inJavaScript] = await outcomes(sandbox, { language: 'javascript', program, exercise: callOf() });
  assert.deepEqual(inJavaScript, { status: 'returned', value: 1, stdout: `x is 1 [ 1, 'a' ]\n` });
});

test('deep recursion that a program asks for works', async () => {
  const program = `import sys, functools
sys.setrecursionlimit(10 ** 6)
@functools.lru_cache(None)
def g(n): return 0 if n == 0 else g(n - 1) + 1
def h(n): return 0 if n == 0 else h(n - 1) + 1
def f(): return [g(2000), h(50000)]`;
  assert.deepEqual(await python(program, callOf()), [[2000, 50000]]);
});

test('a program gets the same random numbers each time it runs', async () => {
  const program = 'import random, uuid\ndef f(): return [random.random(), uuid.uuid4().hex, hash("x")]';
  const [first] = await python(program, callOf());
  assert.deepEqual(await python(program, callOf()), [first]);
});
