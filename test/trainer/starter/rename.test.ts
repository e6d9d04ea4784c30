import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '../../../trainer/random.ts';
import { drawRenaming, rename, withoutNames } from '../../../trainer/starter/rename.ts';

const program = 'def f(xs, value):\n    total = 0\n    for x in xs:\n        total += x\n    return total';

test('a renaming changes locals wherever they stand and nothing else', () => {
  assert.equal(
    rename(program, new Map([['total', 'result']])),
    'def f(xs, value):\n    result = 0\n    for x in xs:\n        result += x\n    return result',
  );
});

test('no drawn name is a name that the program has already', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const names = [...drawRenaming(program, createRandom(seed)).values()];
    assert.ok(!names.includes('value') && !names.includes('xs'));
    assert.equal(new Set(names).size, names.length);
  }
});

test('programs that differ in names only are the same without names', () => {
  const other = rename(
    program,
    new Map([
      ['total', 'answer'],
      ['x', 'v'],
    ]),
  );
  assert.notEqual(other, program);
  assert.equal(withoutNames(other), withoutNames(program));
  assert.notEqual(withoutNames(program.replace('+=', '-=')), withoutNames(program));
});
