import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balance, classesOf } from '../../../trainer/candidates/balance.ts';
import type { Pair } from '../../../trainer/protocol/data.ts';

/** So many correct and incorrect pairs of a problem. */
function pairsOf(problemId: string, correct: number, incorrect: number): Pair[] {
  return Array.from({ length: correct + incorrect }, (_, index) => ({
    id: `${problemId}-${index}`,
    question: 'q',
    solution: 's',
    correct: index < correct,
    problemId,
  }));
}

const many = [...pairsOf('a', 1, 6), ...pairsOf('b', 1, 1), ...pairsOf('c', 2, 6)];

test('the larger class is thinned to the share, and every problem keeps as many as the others', () => {
  const kept = balance(many, 0.5, 1);
  assert.deepEqual(classesOf(kept), { correct: 4, incorrect: 4 });
  const wrong = kept.filter(({ correct }) => !correct);
  const ofProblem = (id: string): number => wrong.filter(({ problemId }) => problemId === id).length;
  assert.equal(ofProblem('b'), 1);
  assert.deepEqual([ofProblem('a'), ofProblem('c')].sort(), [1, 2]);
});

test('correct pairs are thinned where there are too many of them', () => {
  // 13 incorrect at a quarter correct allow 13 × 0.25 / 0.75 = 4.33; at a tenth 1.44.
  assert.deepEqual(classesOf(balance(many, 0.25, 1)), { correct: 4, incorrect: 12 });
  assert.deepEqual(classesOf(balance(many, 0.1, 1)), { correct: 1, incorrect: 13 });
});

test('a share that there is already thins nothing', () => {
  const pairs = pairsOf('a', 3, 7);
  assert.deepEqual(balance(pairs, 0.3, 1), pairs);
});

test('the order stays, and the seed decides what goes', () => {
  const ids = (seed: number): string[] => balance(many, 0.5, seed).map(({ id }) => id);
  assert.deepEqual(ids(1), ids(1));
  assert.ok([2, 3, 4, 5].some((seed) => ids(seed).join() !== ids(1).join()));
  const all = many.map(({ id }) => id);
  assert.deepEqual(
    ids(1),
    all.filter((id) => ids(1).includes(id)),
  );
});

test('one pair of each class is kept at least', () => {
  assert.deepEqual(classesOf(balance(pairsOf('a', 9, 1), 0.01, 1)), { correct: 1, incorrect: 1 });
});

test('a class with nothing in it cannot be balanced', () => {
  assert.throws(() => balance(pairsOf('a', 3, 0), 0.5, 1), { code: 'candidates.one-class' });
  assert.throws(() => balance(pairsOf('a', 0, 3), 0.5, 1), { code: 'candidates.one-class' });
});
