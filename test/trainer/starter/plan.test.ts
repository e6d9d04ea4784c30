import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '../../../trainer/random.ts';
import { int } from '../../../trainer/starter/arguments.ts';
import type { Family } from '../../../trainer/starter/family.ts';
import { choiceKey, choicesOf, neighboursOf, planFamily, splitNames } from '../../../trainer/starter/plan.ts';
import { numbers } from '../../../trainer/starter/vocabulary.ts';

const family: Family = {
  name: 'sample',
  signature: 'f(n)',
  params: { a: numbers(1, 2, 3, 4, 5), b: numbers(1, 2, 3, 4), c: numbers(1, 2) },
  ask: [],
  solve: [],
  inputs: [int()],
};

test('the choices are all combinations of options', () => {
  const keys = choicesOf(family).map((choice) => choiceKey(family, choice));
  assert.equal(new Set(keys).size, 5 * 4 * 2);
});

test('a neighbour differs in exactly one parameter', () => {
  const [choice] = choicesOf(family);
  assert.ok(choice);
  const neighbours = neighboursOf(family, choice);
  assert.equal(neighbours.length, 4 + 3 + 1);
  for (const { param, choice: other } of neighbours) {
    const changed: string[] = Object.keys(choice).filter((name) => choice[name] !== other[name]);
    assert.deepEqual(changed, [param]);
  }
});

test('a trained family gives 8 % to validation and 15 % to the held-out problems', () => {
  const planned = planFamily(family, false, createRandom(1));
  const count = (split: string): number => planned.filter((one) => one.split === split).length;
  // Of the first 25: round(25 × 0.08) = 2 and round(25 × 0.15) = 4. Of the 15 others, all.
  assert.deepEqual(splitNames.map(count), [19, 15, 2, 4, 0]);
});

test('no choice is planned twice, and the base model sees every option', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const planned = planFamily(family, false, createRandom(seed));
    const keys = planned.map(({ choice }) => choiceKey(family, choice));
    assert.equal(new Set(keys).size, keys.length);
    const trained = planned
      .filter(({ split }) => split === 'warm-up')
      .flatMap(({ choice }) => Object.values(choice));
    assert.equal(new Set(trained).size, 5 + 4 + 2);
  }
});

test('a new family is held out as a whole', () => {
  const planned = planFamily(family, true, createRandom(1));
  assert.equal(planned.length, 14);
  assert.ok(planned.every(({ split }) => split === 'held-out-new-families'));
});
