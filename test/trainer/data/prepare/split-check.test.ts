import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkSides } from '../../../../trainer/data/prepare/split-check.ts';
import type { SplitReport } from '../../../../trainer/protocol/data-reports.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { jsonLines } from '../../../support/json-lines.ts';

interface Rows {
  readonly problems: readonly object[];
  readonly pairs: readonly object[];
  readonly solutions: readonly object[];
}

const none: Rows = { problems: [], pairs: [], solutions: [] };

async function check(...rows: readonly Rows[]): Promise<SplitReport['checked']> {
  return await checkWith(null, ...rows);
}

async function checkWith(
  nearDuplicates: number | null,
  ...rows: readonly Rows[]
): Promise<SplitReport['checked']> {
  await using folder = await temporaryFolder();
  const sides = ['train', 'test'].map((name) => {
    return { name, path: (kind: string) => join(folder.path, name, `${kind}.jsonl`) };
  });
  for (const [index, side] of sides.entries()) {
    await mkdir(join(folder.path, side.name));
    for (const [kind, lines] of Object.entries(rows[index] ?? none)) {
      await writeFile(side.path(kind), jsonLines(lines as object[]));
    }
  }
  return await checkSides(
    sides,
    ['problems', 'pairs', 'solutions'],
    new AbortController().signal,
    nearDuplicates,
  );
}

const problem = (id: string, question: string, family?: string): object => {
  return { id, question, family, language: 'python', testCode: 'f()' };
};
const pair = (id: string, question: string, more: object = {}): object => {
  return { id, question, solution: 's', correct: true, ...more };
};

test('sides with nothing in common pass, and what was compared is counted', async () => {
  const checked = await check(
    {
      ...none,
      problems: [problem('a', 'A', 'f')],
      pairs: [pair('1', 'A', { problemId: 'a' }), pair('2', 'B')],
    },
    { ...none, problems: [problem('c', 'C')], solutions: [{ id: 's', problemId: 'c', solution: '' }] },
  );
  assert.deepEqual(checked, { families: 1, questions: 3, problems: 2 });
});

const leaks: readonly (readonly [about: string, train: Rows, test: Rows, says: RegExp])[] = [
  [
    'a question, white space around it aside',
    { ...none, problems: [problem('a', 'A')] },
    { ...none, pairs: [pair('1', ' A\n')] },
    /the question " A\n" stands on both train and test/,
  ],
  [
    'a family',
    { ...none, problems: [problem('a', 'A', 'f')] },
    { ...none, problems: [problem('b', 'B', 'f')] },
    /the family "f"/,
  ],
  [
    'a problem by a solution',
    { ...none, problems: [problem('a', 'A')] },
    { ...none, solutions: [{ id: 's', problemId: 'a', solution: '' }] },
    /the problem "a"/,
  ],
  [
    'a problem by a pair',
    { ...none, pairs: [pair('1', 'A', { problemId: 'a' })] },
    { ...none, pairs: [pair('2', 'B', { problemId: 'a' })] },
    /the problem "a"/,
  ],
];

for (const [about, train, other, message] of leaks) {
  test(`what stands on two sides is refused: ${about}`, async () => {
    await assert.rejects(check(train, other), { code: 'data-prepare.split-leaks', message });
  });
}

test('nearly the same questions on two sides are refused where they are asked about', async () => {
  const sides = ['a b c d e f g h i', 'a b c d e f g h x'].map((question, index) => ({
    ...none,
    problems: [problem(String(index), question)],
  }));
  // Four of six runs of five words are in common.
  assert.equal((await checkWith(0.7, ...sides)).questions, 2);
  await assert.rejects(checkWith(0.6, ...sides), {
    code: 'data-prepare.split-leaks',
    message: /the question "a b c d e f g h x" stands on both train and test/,
  });
});
