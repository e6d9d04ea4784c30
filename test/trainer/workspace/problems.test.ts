import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemSchema } from '../../../trainer/protocol/data.ts';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { problemOf, readCalls, testsOf } from '../../../trainer/workspace/problems.ts';

test('half a line, one that says something else, and one that was there before are passed over', () => {
  const line = '{"file":"a.py","name":"f","input":[1, 2.0],"expected":{"a": null}}';
  assert.deepEqual(readCalls(`${line}\n\n{"file":"a.py","name":"f","inp\n{"file":1}\n[]\n${line}\n`), [
    { file: 'a.py', name: 'f', input: [1, 2], expected: { a: null } },
  ]);
});

test('equal calls are one test, and three different ones are enough', () => {
  const calls = [1, 2, 1, 2, 2].map((value) => ({ input: [value], expected: 0 }));
  assert.equal(testsOf(calls), 'few');
  assert.deepEqual(testsOf([...calls, { input: [3], expected: 0 }]), [
    { input: [1], expected: 0 },
    { input: [2], expected: 0 },
    { input: [3], expected: 0 },
  ]);
});

test('a function that returned different things to the same arguments gives no tests', () => {
  const calls = [1, 2, 3, 4].map((value) => ({ input: [value], expected: value }));
  assert.equal(testsOf([...calls, { input: [2], expected: 3 }]), 'varying');
  // Also where there are too few.
  assert.equal(testsOf([1, 2].map((expected) => ({ input: [], expected }))), 'varying');
});

test('of many different calls thirty are tests, evenly over all of them', () => {
  const calls = Array.from({ length: 75 }, (_, index) => ({ input: [index], expected: index }));
  const tests = testsOf(calls);
  assert.ok(typeof tests !== 'string');
  assert.deepEqual(
    tests.map(({ expected }) => expected),
    Array.from({ length: 30 }, (_, index) => Math.floor(2.5 * index)),
  );
});

test('a problem asks what the documentation and the signature say, and its reference is the whole program', async () => {
  using finder = await openFunctionFinder();
  const text = 'def double(x: int) -> int:\n    """Twice x."""\n    return x * FACTOR\n';
  const [found] = finder.find(text, 'python');
  assert.ok(found !== undefined);
  const tests = [1, 2, 3].map((x) => ({ input: [x], expected: 2 * x }));
  const program = `FACTOR = 2\n\n${found.solution}\n`;
  const problem = problemOf({ id: 'workspace/a.py/double', file: 'a.py', found, program, tests });
  assert.deepEqual(problem, {
    id: 'workspace/a.py/double',
    question: 'Twice x.\n\ndef double(x: int) -> int:',
    language: 'python',
    entryPoint: 'double',
    solution: 'FACTOR = 2\n\ndef double(x: int) -> int:\n    return x * FACTOR\n',
    family: 'a.py',
    source: 'workspace',
    tests,
  });
  assert.deepEqual(problemSchema.parse(problem), problem);
  const [undocumented] = finder.find('def f(x):\n    return x\n', 'python');
  assert.ok(undocumented !== undefined);
  assert.equal(problemOf({ id: 'f', file: 'a.py', found: undocumented, program, tests }), null);
});
