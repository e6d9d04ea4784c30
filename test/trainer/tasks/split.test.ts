import assert from 'node:assert/strict';
import test from 'node:test';
import { apportion, splitByProblem } from '../../../trainer/tasks/split.ts';

interface Row {
  readonly id: string;
  readonly question: string;
  readonly family?: string;
  readonly problemId?: string;
}

const shares = { train: 0.8, validation: 0.1, heldOut: 0.1 };

/** `perFamily` rows with questions of their own in each of `families` families. */
function rows(families: number, perFamily: number): Row[] {
  return Array.from({ length: families * perFamily }, (_, i) => ({
    id: `r${i}`,
    question: `question ${i}`,
    family: `family ${i % families}`,
  }));
}

test('each side gets its share of the families and all of their rows', () => {
  const split = splitByProblem(rows(50, 3), shares, 1);
  assert.deepEqual([split.train.groups, split.validation.groups, split.heldOut.groups], [40, 5, 5]);
  assert.deepEqual(
    [split.train.rows.length, split.validation.rows.length, split.heldOut.rows.length],
    [120, 15, 15],
  );
});

test('no family stands on two sides', () => {
  const split = splitByProblem(rows(31, 4), shares, 2);
  const families = Object.values(split).map((side) => new Set(side.rows.map((row) => row.family)));
  assert.equal(new Set(families.flatMap((side) => [...side])).size, 31);
  assert.equal(
    families.reduce((sum, side) => sum + side.size, 0),
    31,
  );
});

test('rows without a family stay with the rows of the same question', () => {
  const twice = Array.from({ length: 40 }, (_, i) => ({ id: `r${i}`, question: `question ${i % 20}\n` }));
  const split = splitByProblem(twice, { a: 0.5, b: 0.5 }, 3);
  assert.deepEqual([split.a.groups, split.b.groups], [10, 10]);
  const questions = (side: readonly Row[]): Set<string> => new Set(side.map((row) => row.question));
  assert.ok(questions(split.a.rows).isDisjointFrom(questions(split.b.rows)));
});

test('a shared question joins a family and a row without one, also through others', () => {
  const linked: Row[] = [
    { id: '1', question: 'q1', family: 'a' },
    { id: '2', question: 'q1' },
    { id: '3', question: 'q2', family: 'a' },
    { id: '4', question: 'q2', family: 'b' },
    { id: '5', question: 'q3', family: 'b' },
    { id: '6', question: 'other' },
  ];
  for (let seed = 0; seed < 10; seed += 1) {
    const split = splitByProblem(linked, { a: 0.5, b: 0.5 }, seed);
    const sides = [split.a.rows, split.b.rows].map((side) => side.map((row) => row.id).join(''));
    assert.deepEqual(sides.sort(), ['12345', '6']);
  }
});

test('a row stays with the problem that it names, and what nobody else has changes no side', () => {
  const problems = Array.from({ length: 12 }, (_, i) => ({ id: `p${i}`, question: `question ${i}` }));
  const pairs = problems.map(({ id }, i) => ({
    id: `${id} pair`,
    question: `question ${i} from its code`,
    problemId: id,
  }));
  const named = problems.map((row) => ({ ...row, problemId: row.id }));
  const trained = (from: readonly Row[]): string[] =>
    splitByProblem(from, shares, 1).train.rows.map(({ id }) => id);
  const together = trained([...named, ...pairs]);
  const halves = [
    together.filter((id) => !id.endsWith('pair')),
    together.filter((id) => id.endsWith('pair')),
  ];
  assert.deepEqual(
    halves[0]?.map((id) => `${id} pair`),
    halves[1],
  );
  assert.equal(halves[0]?.length, 10);
  assert.deepEqual(trained(named), trained(problems));
});

test('questions that are said to be alike stay together, also through others', () => {
  const tied = Array.from({ length: 30 }, (_, i) => ({
    question: `question ${i}`,
    ...(i % 3 > 0 && { alike: [`question ${i - 1}`] }),
  }));
  for (const seed of [1, 2, 3]) {
    const sides = Object.values(splitByProblem(tied, shares, seed));
    assert.deepEqual(
      sides.map(({ groups }) => groups),
      [8, 1, 1],
    );
    for (const { rows: mine } of sides) assert.equal(mine.length % 3, 0);
  }
});

test('the order of the rows does not matter and the seed does', () => {
  const all = rows(30, 2);
  const trained = (from: readonly Row[], seed: number): Set<string> =>
    new Set(splitByProblem(from, shares, seed).train.rows.map((row) => row.id));
  assert.ok(trained(all.toReversed(), 5).symmetricDifference(trained(all, 5)).size === 0);
  assert.ok(trained(all, 6).symmetricDifference(trained(all, 5)).size > 0);
});

test('a side keeps the order of its rows', () => {
  const ids = splitByProblem(rows(10, 2), shares, 1).train.rows.map((row) => Number(row.id.slice(1)));
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
});

test('too few problems for the sides are refused', () => {
  assert.throws(() => splitByProblem(rows(2, 5), shares, 1), {
    code: 'tasks.split-too-small',
    message: /train, validation, heldOut needs at least 3 .* there are 2/,
  });
});

test('sizes follow the largest remainder and leave no side empty', () => {
  assert.deepEqual(apportion([0.8, 0.1, 0.1], 10), [8, 1, 1]);
  assert.deepEqual(apportion([0.8, 0.1, 0.1], 3), [1, 1, 1]);
  assert.deepEqual(apportion([0.8, 0.1, 0.1], 25), [20, 3, 2]); // quotas 20, 2.5, 2.5
  assert.deepEqual(apportion([1, 1, 1], 11), [4, 4, 3]);
  assert.deepEqual(apportion([1000, 1, 1], 100), [98, 1, 1]);
});
