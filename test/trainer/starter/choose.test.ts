import assert from 'node:assert/strict';
import test from 'node:test';
import { createRandom } from '../../../trainer/random.ts';
import { chooseTests, type Candidate } from '../../../trainer/starter/choose-tests.ts';
import { chooseWrong } from '../../../trainer/starter/choose-wrong.ts';
import type { WrongDraft } from '../../../trainer/starter/solutions.ts';

/** Inputs that kill nothing and all have the same answer, but for the given ones. */
function candidates(count: number, special: Record<number, Partial<Candidate>>): Candidate[] {
  return Array.from({ length: count }, (_, index) => ({
    size: index,
    expected: '0',
    kills: [false, false],
    ...special[index],
  }));
}

test('an input that alone kills a solution is chosen, wherever it stands', () => {
  const chosen = chooseTests(candidates(40, { 37: { kills: [true, false] }, 21: { kills: [false, true] } }));
  assert.ok(chosen.includes(37) && chosen.includes(21));
});

test('ten tests are enough, but up to twelve are chosen so that every solution dies twice', () => {
  const twice = { kills: [true, true] };
  assert.equal(chooseTests(candidates(40, { 3: twice, 4: twice })).length, 10);
  // Twelve solutions, each killed by two inputs of its own: not all can die twice.
  const kills = (index: number) => ({ kills: Array.from({ length: 12 }, (_, at) => index % 12 === at) });
  const own = Object.fromEntries(Array.from({ length: 24 }, (_, index) => [index, kills(index)]));
  assert.equal(chooseTests(candidates(24, own)).length, 12);
});

test('the first input is always chosen, and rare answers before common ones', () => {
  const twice = { kills: [true, true] };
  const chosen = chooseTests(
    candidates(40, { 3: twice, 4: twice, 30: { expected: '1' }, 39: { expected: '2' } }),
  );
  assert.ok(chosen.includes(0) && chosen.includes(30) && chosen.includes(39));
});

test('fewer inputs than wanted are all chosen, in order', () => {
  assert.deepEqual(chooseTests(candidates(3, {})), [0, 1, 2]);
});

function draft(name: string, over: Partial<WrongDraft> = {}): WrongDraft {
  return { kind: 'off-by-one', note: name, program: name, base: 0, isNeighbour: false, ...over };
}

test('wrong solutions of different kinds and bases come first', () => {
  const drafts = [
    draft('a'),
    draft('b'),
    draft('c', { kind: 'wrong-order', base: 1 }),
    draft('d', { kind: 'wrong-index', base: 2 }),
    draft('e', { kind: 'wrong-logic', base: 3 }),
    draft('f'),
  ];
  for (let seed = 0; seed < 10; seed += 1) {
    const kinds = chooseWrong(drafts, createRandom(seed)).map((wrong) => wrong.kind);
    assert.deepEqual(new Set(kinds), new Set(['off-by-one', 'wrong-order', 'wrong-index', 'wrong-logic']));
  }
});

test('about six of ten are neighbours where both sorts abound', () => {
  const drafts = Array.from({ length: 20 }, (_, index) =>
    draft(`${index}`, { isNeighbour: index % 2 === 0 }),
  );
  const chosen = Array.from({ length: 200 }, (_, seed) => chooseWrong(drafts, createRandom(seed))).flat();
  const share = chosen.filter((wrong) => wrong.isNeighbour).length / chosen.length;
  assert.equal(chosen.length, 800);
  assert.ok(Math.abs(share - 0.6) < 0.06, `${share}`);
});

test('all drafts are taken if there are fewer than four', () => {
  assert.equal(chooseWrong([draft('a'), draft('b')], createRandom(1)).length, 2);
});
