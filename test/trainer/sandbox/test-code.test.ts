import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Exercise } from '../../../trainer/sandbox/types.ts';
import { openTestSandbox, outcomes, results, testsOf } from './support.ts';

const sandbox = await openTestSandbox();
after(() => sandbox[Symbol.asyncDispose]());

const python = (program: string, testCode: string): Promise<unknown[]> =>
  results(sandbox, 'python', program, testsOf(testCode));
const javascript = (program: string, testCode: string): Promise<unknown[]> =>
  results(sandbox, 'javascript', program, testsOf(testCode));

test('tests in the style of HumanEval and MBPP pass and fail', async () => {
  const tests =
    'METADATA = {}\n\ndef check(candidate):\n    assert candidate([3, 1]) == [1, 3]\n    assert candidate([]) == [], "empty"\n\ncheck(f)\n';
  assert.deepEqual(await python('def f(x): return sorted(x)', tests), [null]);
  assert.deepEqual(await python('def f(x): return x', tests), ['raised: AssertionError (tests line 4)']);
  assert.deepEqual(await python('def f(x): return sorted(x) or None', tests), [
    'raised: AssertionError: empty (tests line 5)',
  ]);
});

test('a test that is not reached makes no pass', async () => {
  const tests = 'assert f(1) == 1\nassert f(2) == 2\n';
  assert.deepEqual(await python('def f(x):\n    return x if x == 1 else 1 / 0', tests), [
    'raised: ZeroDivisionError: division by zero (tests line 2)',
  ]);
  assert.deepEqual(await python('import sys\ndef f(x):\n    return x if x == 1 else sys.exit(0)', tests), [
    'exited: SystemExit: 0 (line 3)',
  ]);
  assert.deepEqual(await python('', tests), [`raised: NameError: name 'f' is not defined (tests line 1)`]);
});

test('Python tests see what the program returns as it is', async () => {
  const program = `import collections, decimal
def f(x): return x
def pair(): return (1, {2}), frozenset([3]), b'x', 2 ** 70, 1.5, None, range(3), collections.deque([1]), decimal.Decimal('1.5')
def numbers():
    n = 0
    while True:
        yield n
        n += 1
def fail(x): raise ValueError('no ' + x)
class Odd(Exception): pass
def odd(): raise Odd('odd')
LIMIT = [1, 2]`;
  const tests = `assert pair() == ((1, {2}), frozenset([3]), b'x', 2 ** 70, 1.5, None, range(3), __import__('collections').deque([1]), __import__('decimal').Decimal('1.5'))
assert type(pair()[0]) is tuple and f(x=(1, [2])) == (1, [2]) and f(float('inf')) > 1 and f('é') == 'é'
items = numbers()
assert [next(items), next(items)] == [0, 1] and next(items) == 2
assert LIMIT == [1, 2]
assert f(int) is int
try:
    fail('way')
    assert False
except ValueError as error:
    assert str(error) == 'no way'
try:
    odd()
    assert False
except Odd:
    pass
assert list(map(f, [1, 2])) == [1, 2] and decimal.Decimal('1') == 1`;
  assert.deepEqual(await python(program, tests), [null]);
});

test('Python tests see what the program changed of their lists, dicts and sets', async () => {
  const program = 'def f(a, b, c):\n    a.sort()\n    b["x"] = 1\n    c.add(3)';
  const tests =
    'a, b, c = [2, 1], {}, {1}\nalias = a\nassert f(a, b, c) is None\nassert alias == [1, 2] and b == {"x": 1} and c == {1, 3}';
  assert.deepEqual(await python(program, tests), [null]);
});

test('Python tests may make objects of the program', async () => {
  const program = `class Stack:
    def __init__(self, *items): self.items = list(items)
    def push(self, x): self.items.append(x); return self
    def pop(self): return self.items.pop()
    def __len__(self): return len(self.items)
    def __eq__(self, other): return self.items == other.items
    def __add__(self, other): return Stack(*self.items, *other.items)
    def __iter__(self): return iter(self.items)
    def __contains__(self, x): return x in self.items
    def __getitem__(self, at): return self.items[at]
    def __str__(self): return f'Stack{self.items}'
class Solution:
    def f(self, x): return x + 1`;
  const tests = `s = Stack(1)
s.push(2)
assert len(s) == 2 and s[0] == 1 and 2 in s and list(s) == [1, 2] and str(s) == 'Stack[1, 2]'
assert s == Stack(1, 2) and s + Stack(3) == Stack(1, 2, 3) and s != Stack()
assert s.pop() == 2 and s.items == [1]
s.items = [5]
assert s.pop() == 5
assert Solution().f(1) == 2`;
  assert.deepEqual(await python(program, tests), [null]);
});

test('unittest runs as test code', async () => {
  const tests = `import unittest
class Tests(unittest.TestCase):
    def test_f(self):
        self.assertEqual(f(1), 2)
        with self.assertRaises(TypeError):
            f('x')
if __name__ == '__main__':
    unittest.main()`;
  assert.deepEqual(await python('def f(x): return x + 1', tests), [null]);
  assert.deepEqual(await python('def f(x): return 2', tests), ['raised: SystemExit: 1']);
});

test('what cannot cross to the program leaves it without a verdict, if it would pass', async () => {
  const tests = 'assert f(lambda x: x + 1, [1]) == [2]';
  const right = 'def f(g, xs): return [g(x) for x in xs]';
  assert.match(String((await python(right, tests))[0]), /^unsupported: the test code passes only inside/);
  assert.match(String((await python('def f(g, xs): return xs', tests))[0]), /^raised: TypeError/);
  const inJavaScript = `require('assert').deepEqual(f((x) => x + 1, [1]), [2])`;
  assert.match(String((await javascript('const f = (g, xs) => xs.map(g)', inJavaScript))[0]), /^unsupported/);
});

test('tests that run once more inside of the program have the whole time again', async () => {
  const limits = { timeMs: 3000 };
  const inPython = `import time
until = time.time() + 1.7
while time.time() < until: pass
assert f(lambda: 1) == 1`;
  const inJavaScript = `const until = Date.now() + 1700; while (Date.now() < until);
require('assert').equal(f(() => 1), 1)`;
  for (const [language, program, testCode] of [
    ['python', 'def f(g): return g()', inPython],
    ['javascript', 'const f = (g) => g()', inJavaScript],
  ] as const) {
    const [outcome] = await outcomes(sandbox, { language, program, exercise: testsOf(testCode), limits });
    assert.equal(outcome?.status, 'unsupported', JSON.stringify(outcome));
  }
});

test('where tests come to no end inside of the program, what they found outside of it stands', async () => {
  const limits = { timeMs: 1000 };
  for (const [language, program, testCode] of [
    ['python', 'def f(g):\n    while True: g()', 'f(lambda: 1)'],
    ['javascript', 'const f = (g) => { for (;;) g() }', 'f(() => 1)'],
  ] as const) {
    const [outcome] = await outcomes(sandbox, { language, program, exercise: testsOf(testCode), limits });
    assert.equal(outcome?.status, 'raised', JSON.stringify(outcome));
  }
});

test('the entry point may hide a builtin', async () => {
  const exercise: Exercise = { kind: 'testCode', testCode: 'assert sum(1, 2) == 3', entryPoint: 'sum' };
  const job = { language: 'python', program: 'def sum(a, b): return a + b', exercise } as const;
  assert.equal((await outcomes(sandbox, job))[0]?.status, 'returned');
});

test('modules that the tests import are there for the program too', async () => {
  assert.deepEqual(await python('def f(x): return math.floor(x)', 'import math\nassert f(1.5) == 1'), [null]);
});

test('JavaScript tests pass and fail', async () => {
  const tests = `const _ = { isEqual: require('node:util').isDeepStrictEqual };
var x0 = f([1, 2]); var v0 = { sum: 3, items: new Map([[1, [undefined, NaN]]]) };
if (!_.isEqual(x0, v0)) { throw 'Error at 1st assert statement. Value = ' + JSON.stringify(x0) }`;
  const program = 'const f = ([a, b]) => ({ sum: a + b, items: new Map([[1, [undefined, NaN]]]) })';
  assert.deepEqual(await javascript(program, tests), [null]);
  assert.deepEqual(await javascript('const f = ([a, b]) => ({ sum: a + b })', tests), [
    `raised: thrown: Error at 1st assert statement. Value = {"sum":3}`,
  ]);
});

test('console.assert fails a test', async () => {
  assert.deepEqual(await javascript('const f = () => 1', 'console.assert(f() === 1)'), [null]);
  assert.deepEqual(await javascript('const f = () => 1', `console.assert(f() === 2, 'two')`), [
    'raised: Error: Assertion failed: two',
  ]);
  const ownAssertion = 'console.assert(false); const f = () => 1';
  assert.deepEqual(await javascript(ownAssertion, 'console.assert(f() === 1)'), [null]);
});

test('asynchronous tests are waited for', async () => {
  const tests = `const assert = require('assert/strict');
(async () => { assert.equal(await f(1), 2); await assert.rejects(() => f('x'), /no/) })()`;
  const program = `const f = async (x) => { await new Promise((go) => setTimeout(go, 20)); if (x === 'x') throw new Error('no'); return x + 1 }`;
  assert.deepEqual(await javascript(program, tests), [null]);
  assert.deepEqual(await javascript(program.replace('+ 1', '+ 2'), tests), [
    'raised: AssertionError: 3 is not equal to 2',
  ]);
});

test('JavaScript tests may make objects of the program', async () => {
  const program = `class Stack { items = []; push(x) { this.items.push(x); return this } get size() { return this.items.length } valueOf() { return this.size } }
function make() { return new Stack().push(7) }`;
  const tests = `const assert = require('assert'); const s = new Stack();
assert.equal(s.push(1).push(2).items[1], 2); assert.ok(s instanceof Stack && s.size === 2 && s > 1 && 'x');
s.items = [9]; assert.deepEqual(s.items, [9]); assert.equal(make().items[0], 7); assert.equal(make().push(1).items.length, 2)`;
  assert.deepEqual(await javascript(program, tests), [null]);
});

test('JavaScript tests get what they are given by its own name, whatever that is', async () => {
  const program = `const f = (x) => ({ constructor: x });
function g() { throw Object.assign(new Error('no'), { name: 'toString' }) }`;
  const tests = `const assert = require('assert'); assert.deepEqual(f(1), { constructor: 1 });
try { g() } catch ({ name, message }) { assert.deepEqual([name, message], ['toString', 'no']) }`;
  assert.deepEqual(await javascript(program, tests), [null]);
});

test('TypeScript tests import what they assert with', async () => {
  const program = 'const f = function (a: number): Array<number> { return [a] }';
  const exercise = testsOf(
    `import * as assert from 'assert'\nlet actual: number[] = f(1);\nassert.deepEqual(actual, [1], 'case 0');`,
  );
  assert.deepEqual(await results(sandbox, 'typescript', program, exercise), [null]);
  assert.deepEqual(await results(sandbox, 'typescript', program.replace('[a]', '[]'), exercise), [
    'raised: AssertionError: case 0',
  ]);
});
