import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '../../../trainer/random.ts';
import { int } from '../../../trainer/starter/arguments.ts';
import type { Choice, Family, Option } from '../../../trainer/starter/family.ts';
import { programOf, statementOf } from '../../../trainer/starter/template.ts';
import { choice, numbers } from '../../../trainer/starter/vocabulary.ts';

const family: Family = {
  name: 'sample',
  signature: 'change(n)',
  params: {
    op: choice('wrong-operator', ['plus $k', '+ $k', { word: 'more' }]),
    k: numbers(3),
    guard: choice('missed-edge-case', ['', ''], ['x', 'if n < 0:\n    return 0']),
  },
  ask: ['Return n $op , $op.word.'],
  solve: [],
  inputs: [int()],
};

function choose(guard: number): Choice {
  const option = (name: string, index: number): Option => {
    const found = family.params[name]?.options[index];
    assert.ok(found);
    return found;
  };
  return { op: option('op', 0), k: option('k', 0), guard: option('guard', guard) };
}

test('options fill holes, their own holes too, and fields are other faces', () => {
  assert.equal(statementOf(family, choose(0), createRandom(1)), 'Return n plus 3, more.');
});

test('a hole before a method is not a field', () => {
  assert.equal(
    programOf(family, choose(0), 'return str($k).$op.upper()'),
    'def change(n):\n    return str(3).+ 3.upper()',
  );
});

test('numbers know the numbers beside them', () => {
  assert.equal(
    programOf(family, choose(0), 'return [$k.before, $k.after]'),
    'def change(n):\n    return [2, 4]',
  );
});

test('a line of one hole vanishes with an empty option and takes all lines of a longer one', () => {
  const body = `$guard
       return n`;
  assert.equal(programOf(family, choose(0), body), 'def change(n):\n    return n');
  assert.equal(
    programOf(family, choose(1), body),
    'def change(n):\n    if n < 0:\n        return 0\n    return n',
  );
});

test('a hole that nothing fills is an error that names family and hole', () => {
  assert.throws(() => programOf(family, choose(0), 'return $other'), {
    code: 'starter.unknown-hole',
    message: /"sample" uses "\$other"/,
  });
});

test('each wording and each of an option’s words is used sooner or later', () => {
  const worded: Family = { ...family, ask: ['One $k.', 'Two $op.word.'] };
  const said = new Set(
    Array.from({ length: 20 }, (_, seed) => statementOf(worded, choose(0), createRandom(seed))),
  );
  assert.deepEqual([...said].sort(), ['One 3.', 'Two more.']);
});
