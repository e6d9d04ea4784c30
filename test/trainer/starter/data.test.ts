import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { pairSchema, problemSchema } from '../../../trainer/protocol/data.ts';
import { allTokens, solutionTokens, tokenBaseline } from '../../../trainer/starter/baseline.ts';
import { families, newFamilies } from '../../../trainer/starter/families/index.ts';
import { bugKinds } from '../../../trainer/starter/family.ts';
import { plannedProblems } from '../../../trainer/starter/generate.ts';
import { loadStarter, starterDirectory, starterSeed } from '../../../trainer/starter/load.ts';
import { splitNames, trainedSplits } from '../../../trainer/starter/plan.ts';
import { withoutNames } from '../../../trainer/starter/rename.ts';
import { allForms } from '../../../trainer/starter/solutions.ts';

const set = await loadStarter();
const rows = splitNames.flatMap((split) => set[split].rows);
const ofTrainedFamilies = ['warm-up', 'validation', 'held-out-same-families'] as const;
const shown = trainedSplits.flatMap((split) => set[split].rows);
const shownPairs = trainedSplits.flatMap((split) => set[split].pairs);

test('every split is as large as it must be', () => {
  const least = {
    'warm-up': 2000,
    train: 1000,
    validation: 250,
    'held-out-same-families': 350,
    'held-out-new-families': 350,
  };
  for (const split of splitNames) assert.ok(set[split].problems.length >= least[split], split);
  assert.equal(new Set(rows.map((row) => row.problem.family)).size, families.length);
});

test('no problem and no statement stands on two sides', () => {
  assert.equal(new Set(rows.map((row) => row.problem.id)).size, rows.length);
  assert.equal(new Set(rows.map((row) => row.problem.question)).size, rows.length);
});

test('the problems are those that the families plan now, each with the reference that they write now', () => {
  const stored = new Map(rows.map(({ problem }) => [problem.id, problem]));
  for (const family of families) {
    for (const { id, choice, split } of plannedProblems(family, starterSeed)) {
      const problem = stored.get(id);
      // A plan whose answer is always the same makes no problem.
      if (problem === undefined) continue;
      assert.equal(problem.solution, allForms(family, choice)[0]?.program, problem.id);
      assert.ok(set[split].problems.includes(problem), `${problem.id} in ${split}`);
      stored.delete(problem.id);
    }
  }
  assert.deepEqual([...stored.keys()], []);
});

test('new families stand in their own split only, and all others in every split that measures them', () => {
  const familiesOf = (split: (typeof splitNames)[number]) =>
    new Set(set[split].problems.map(({ family }) => family));
  assert.deepEqual(familiesOf('held-out-new-families'), newFamilies);
  for (const split of ofTrainedFamilies) {
    assert.equal(familiesOf(split).size, families.length - newFamilies.size, split);
    assert.deepEqual(
      [...familiesOf(split)].filter((family) => newFamilies.has(family)),
      [],
    );
  }
  // A family with few choices has none left for it.
  assert.ok([...familiesOf('train')].every((family) => familiesOf('warm-up').has(family)));
  assert.ok(familiesOf('train').size > 120);
});

test('problems and pairs are what the protocol calls problems and pairs', () => {
  for (const split of splitNames) {
    for (const problem of set[split].problems) problemSchema.parse(problem);
    for (const pair of set[split].pairs) pairSchema.parse(pair);
  }
});

test('every problem has at least 8 tests with at least two answers', () => {
  for (const { problem } of rows) {
    assert.ok(problem.tests.length >= 8, problem.id);
    assert.ok(new Set(problem.tests.map((one) => JSON.stringify(one.expected))).size >= 2, problem.id);
  }
});

test('correct solutions pass all tests, wrong ones at most 80 %, or miss no more than an edge case', () => {
  for (const { problem, solutions } of rows) {
    for (const { correct, passRate, note, kind } of solutions) {
      const most = correct ? 1 : kind === 'missed-edge-case' ? 0.95 : 0.8;
      assert.ok(passRate <= most && (!correct || passRate === 1), problem.id);
      assert.equal(note === undefined, correct);
      assert.equal(kind === 'reference' || kind === 'variant', correct);
    }
  }
});

test('every problem has two to four wrong solutions and at least two correct ones, all different', () => {
  for (const { problem, solutions } of rows) {
    const wrong = solutions.filter(({ correct }) => !correct).length;
    assert.ok(wrong >= 2 && wrong <= 4, problem.id);
    assert.ok(solutions.filter(({ correct }) => correct).length >= 2, problem.id);
    assert.equal(new Set(solutions.map(({ solution }) => solution)).size, solutions.length, problem.id);
  }
});

test('labels are balanced, and every kind of mistake occurs', () => {
  for (const split of splitNames) {
    const { pairs } = set[split];
    const share = pairs.filter((pair) => pair.correct).length / pairs.length;
    assert.ok(Math.abs(share - 0.5) < 0.01, `${split}: ${share}`);
  }
  const kinds = new Set<string>(rows.flatMap((row) => row.solutions.map((solution) => solution.kind)));
  assert.deepEqual(
    [...bugKinds].filter((kind) => !kinds.has(kind)),
    [],
  );
});

test('training never shows the solution of a held-out problem as a wrong one', () => {
  const wrong = new Set(
    shown.flatMap(({ solutions }) =>
      solutions.filter(({ correct }) => !correct).map(({ solution }) => withoutNames(solution)),
    ),
  );
  const heldOut = [...set.validation.problems, ...set['held-out-same-families'].problems];
  assert.deepEqual(
    heldOut.filter(({ solution }) => wrong.has(withoutNames(solution))).map(({ id }) => id),
    [],
  );
});

test('tokens alone say next to nothing about correctness', () => {
  for (const features of [solutionTokens, allTokens]) {
    const accuracy = tokenBaseline(shownPairs, set['held-out-same-families'].pairs, features);
    assert.ok(accuracy !== null && accuracy < 0.58, `${accuracy}`);
  }
});

test('the files take at most 4 MB', () => {
  const sizes = readdirSync(starterDirectory).map((file) => statSync(join(starterDirectory, file)).size);
  assert.equal(sizes.length, splitNames.length);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 4e6);
});
