import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '../../../trainer/random.ts';
import { int } from '../../../trainer/starter/arguments.ts';
import type { Family, Parameter } from '../../../trainer/starter/family.ts';
import {
  choiceKey,
  choicesOf,
  neighboursOf,
  planFamily,
  splitNames,
  trainedSplits,
  type Planned,
} from '../../../trainer/starter/plan.ts';
import { bounds, numbers, texts } from '../../../trainer/starter/vocabulary.ts';

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
  // Of the first 25: round(25 × 0.08) = 2 and round(25 × 0.15) = 4. Of the 15 others, all. Of wider ones, 60.
  assert.deepEqual(splitNames.map(count), [19 + 30, 15 + 30, 2, 4, 0]);
});

test('no choice is planned twice, and the base model sees every option', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const planned = planFamily(family, false, createRandom(seed));
    const keys = planned.map(({ choice }) => choiceKey(family, choice));
    assert.equal(new Set(keys).size, keys.length);
    const trained = planned
      .filter(({ split }) => split === 'warm-up')
      .flatMap(({ choice }) => Object.values(choice));
    const plain = Object.values(family.params).flatMap(({ options }) => options);
    assert.deepEqual(
      plain.filter((option) => !trained.includes(option)),
      [],
    );
  }
});

test('further options are for training alone, and without them the rest of the plan is the same', () => {
  const further = new Set(Object.values(family.params).flatMap((parameter) => parameter.wider));
  const isWider = ({ choice }: Planned) => Object.values(choice).some((option) => further.has(option));
  const planned = planFamily(family, false, createRandom(1));
  const wider = planned.filter(isWider);
  assert.equal(wider.length, 60);
  assert.deepEqual(new Set(wider.map(({ split }) => split)), new Set(trainedSplits));
  const params = Object.entries(family.params).map(([name, parameter]) => [
    name,
    { ...parameter, wider: [] },
  ]);
  const narrow = { ...family, params: Object.fromEntries(params) as Family['params'] };
  assert.deepEqual(
    planFamily(narrow, false, createRandom(1)),
    planned.filter((one) => !isWider(one)),
  );
});

test('numbers go on behind the largest, and lie in the middle of gaps that are wider than others', () => {
  const furtherOf = (...values: number[]) => numbers(...values).wider.map(({ code }) => Number(code));
  assert.deepEqual(furtherOf(2, 3, 4), [5, 6, 7, 8, 9]);
  // Between 5 and 10 lies 5 + ⌊5 / 2⌋.
  assert.deepEqual(furtherOf(4, 5, 10), [7, 11, 12, 13, 14]);
  assert.deepEqual(furtherOf(20, 10, 50), [35, 60, 70, 80, 90]);
});

test('bounds move up by one and by two, and letters are others', () => {
  const codes = ({ wider }: Parameter) => wider.map(({ code }) => code);
  assert.deepEqual(codes(bounds([1, 4], [2, 5])), ['3, 6', '3, 7', '4, 8']);
  assert.deepEqual(
    codes(texts('a', 'b')),
    ['e', 'i', 'o', 'n', 'r', 's', 't', 'l', 'd'].map((c) => `'${c}'`),
  );
  assert.deepEqual(codes(texts('-', '+')), []);
});

test('a new family is held out as a whole', () => {
  const planned = planFamily(family, true, createRandom(1));
  assert.equal(planned.length, 14);
  assert.ok(planned.every(({ split }) => split === 'held-out-new-families'));
});
