import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTies } from '../../../../trainer/data/prepare/split-ties.ts';
import { splitByProblem } from '../../../../trainer/tasks/split.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { jsonLines } from '../../../support/json-lines.ts';

/** The rows that fall on the same of two sides, for every seed up to 40. */
async function alwaysTogether(problems: readonly object[], pairs: readonly object[]): Promise<string[][]> {
  await using folder = await temporaryFolder();
  const [problemFile, pairFile] = [join(folder.path, 'problems.jsonl'), join(folder.path, 'pairs.jsonl')];
  await writeFile(problemFile, jsonLines(problems));
  await writeFile(pairFile, jsonLines(pairs));
  const ties = await readTies(problemFile, pairFile, new AbortController().signal);
  const sidesOf = new Map<string, string>();
  for (let seed = 0; seed < 40; seed += 1) {
    for (const [name, { rows }] of Object.entries(splitByProblem(ties, { a: 1, b: 1 }, seed))) {
      for (const row of new Set(rows.map((tie) => tie.row)))
        sidesOf.set(row, (sidesOf.get(row) ?? '') + name);
    }
  }
  return [...Map.groupBy(sidesOf.keys(), (row) => sidesOf.get(row)).values()]
    .map((group) => group.sort())
    .sort();
}

const problem = (id: string, question: string, family?: string): object => {
  return { id, question, family, language: 'python', testCode: 'f()' };
};
const pair = (id: string, question: string, more: object = {}): object => {
  return { id, question, solution: 's', correct: true, ...more };
};

test('a pair goes with the problem that it names, in other words too, and ties that of its question to it', async () => {
  const groups = await alwaysTogether(
    [problem('a', 'Add.'), problem('b', 'Sort.'), problem('c', 'Count.'), problem('d', 'Find.')],
    [
      pair('1', 'Please add.', { problemId: 'a' }),
      pair('2', 'Sort.', { problemId: 'c' }),
      pair('3', 'Join.'),
    ],
  );
  assert.deepEqual(groups, [
    ['pair 1', 'problem a'],
    ['pair 2', 'problem b', 'problem c'],
    ['pair 3'],
    ['problem d'],
  ]);
});

test('a family and a problem of the same name are not the same', async () => {
  const groups = await alwaysTogether(
    [problem('a', 'Add.', 'b'), problem('b', 'Sort.')],
    [pair('1', 'Count.', { family: 'b' })],
  );
  assert.deepEqual(groups, [['pair 1', 'problem a'], ['problem b']]);
});
