import assert from 'node:assert/strict';
import test from 'node:test';
import { describeBug } from '../../../../trainer/starter/bugs/notes.ts';

const cases: readonly (readonly [right: string, wrong: string, note: string])[] = [
  ['return n > 3', 'return n >= 3', 'uses `>=` where the task needs `>`'],
  ['return n > 3', 'return n > 2', 'uses `> 2` where the task needs `> 3`'],
  ['return xs[0]', 'return xs[-1]', 'uses `[-1]` where the task needs `[0]`'],
  ['return xs[0]', 'return xs[1]', 'uses `[1]` where the task needs `[0]`'],
  ['return n + 1', 'return n', 'leaves out `+ 1`'],
  ['return n', 'return n + 1', 'adds `+ 1`, which the task does not ask for'],
  ['return abs(n - 3)', 'return n - 3', 'uses `n - 3` where the task needs `abs(n - 3)`'],
  ['return a + 2 if n else b + 2', 'return a + 3 if n else b + 3', 'uses `+ 3` where the task needs `+ 2`'],
  ['if n:\n    n = 1\nreturn n', 'if n:\n    n = 1\n    return n', 'runs `return n` inside the block above'],
  ['if not n:\n    return 0\nreturn n', 'return n', 'leaves out `if not n: return 0`'],
  ['return sum(1 for x in xs)', 'return sum(2 for x in xs)', 'uses `2` where the task needs `1`'],
  ['a = n\nb = 1\nreturn a', 'b = 1\na = n\nreturn a', 'runs `b = 1` before `a = n`, not after it'],
];

for (const [right, wrong, note] of cases) {
  test(note, () => {
    assert.equal(describeBug(right, wrong), note);
  });
}

test('two different changes are both named', () => {
  assert.equal(
    describeBug('a = n + 1\nreturn a > 3', 'a = n - 1\nreturn a < 3'),
    'uses `-` where the task needs `+`, and uses `<` where the task needs `>`',
  );
});
