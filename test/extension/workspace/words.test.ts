/** What tests said and what pairs came of a workspace, in words; and how long a result is kept. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { newPairsFile, pairsFiles } from '../../../extension/workspace/pairs-files.ts';
import { pairsText, planDetail, planProblem } from '../../../extension/workspace/pairs-words.ts';
import { TestResults } from '../../../extension/workspace/results.ts';
import {
  failingExcerpt,
  testOutput,
  testsReason,
  testsTitle,
} from '../../../extension/workspace/test-words.ts';
import type { Verification } from '../../../trainer/protocol/workspace.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { failing, missingPytest, plan, report, testRun, verification } from './folder.ts';

const at = new Date(2026, 10, 27, 14, 30, 5);
const ended = (of: Verification) => ({ kind: 'ended', verification: of, at }) as const;

test('each outcome has two or three words for the line above the function', () => {
  const outcomes = ['passed', 'failed', 'untested', 'unusable'] as const;
  const titles = outcomes.map((outcome) => testsTitle(ended(verification({ outcome }))));
  assert.deepEqual(titles, ['tests pass', 'tests fail', 'no tests', 'tests cannot run']);
});

test('a reason names four test files and counts the others, and says what was not run', () => {
  const runs = Array.from({ length: 6 }, (_, index) => testRun({ file: `t${index}.py` }));
  assert.deepEqual(
    testsReason(ended(verification({ runs, notRun: ['slow.py'], missing: [missingPytest] }))).slice(0, 3),
    [
      'The test files that call it pass: t0.py, t1.py, t2.py, t3.py and 2 more.',
      'There was no time for slow.py.',
      'Test files of pytest that are not run: 3. python3 has no module pytest.',
    ],
  );
});

test('a test file that takes too long counts as one that fails', () => {
  const runs = [testRun(), testRun({ file: 'slow.py', status: 'timed out', output: 'still going' })];
  const state = ended(verification({ outcome: 'failed', runs }));
  assert.equal(testsReason(state)[0], 'Of the test files that call it, these fail: slow.py.');
  assert.equal(failingExcerpt(state), 'still going');
});

test('test files that do not get as far as the function are named with what they printed', () => {
  const runs = [testRun({ status: 'unusable', output: 'No module named app' })];
  const state = ended(verification({ outcome: 'unusable', runs }));
  assert.equal(
    testsReason(state)[0],
    'The test files that should call it do not get that far: tests/test_pair.py.',
  );
  assert.equal(failingExcerpt(state), 'No module named app');
});

test('an excerpt is the end of an output, and what passes has none', () => {
  const output = `${'x'.repeat(2000)}the end\n`;
  const excerpt = failingExcerpt(ended(failing({ runs: [testRun({ status: 'failed', output })] })));
  assert.equal(excerpt, `…\n${'x'.repeat(1193)}the end`);
  assert.equal(failingExcerpt(ended(verification())), '');
  assert.equal(failingExcerpt({ kind: 'running' }), '');
});

test('the whole output has the failing test files first, and nothing in it that does anything', () => {
  const runs = [testRun(), testRun({ file: 'b\u202e.py', status: 'failed', output: 'no\u0007\n\n' })];
  assert.equal(
    testOutput(verification({ outcome: 'failed', runs, missing: [missingPytest] })),
    [
      'total (pair.py:4)',
      'Test files of pytest that are not run: 3. python3 has no module pytest.',
      '── b\\u{202e}.py · pytest · failed · 1.3 s',
      'no\\u{7}',
      '── tests/test_pair.py · pytest · passed · 1.3 s',
      '1 passed\n',
    ].join('\n\n'),
  );
});

test('a result is of one text in one file, and tests that are stopped leave none', () => {
  const results = new TestResults();
  let news = 0;
  results.onDidChange(() => (news += 1));
  const tested = { uri: 'file:///a.py', hash: 'a' };
  results.begin(tested);
  assert.deepEqual(results.of(tested), { kind: 'running' });
  results.end(tested, verification(), at);
  assert.deepEqual(results.of(tested), ended(verification()));
  assert.equal(results.of({ ...tested, hash: 'b' }), null);
  assert.equal(results.of({ ...tested, uri: 'file:///b.py' }), null);
  results.begin(tested);
  results.forget(tested);
  assert.deepEqual([results.of(tested), news], [null, 4]);
});

test('of more than 200 results the oldest goes', () => {
  const results = new TestResults();
  const of = (hash: number) => ({ uri: 'file:///a.py', hash: String(hash) });
  for (let hash = 0; hash < 201; hash++) results.begin(of(hash));
  assert.deepEqual(
    [results.of(of(0)), results.of(of(1)), results.of(of(200))?.kind],
    [null, { kind: 'running' }, 'running'],
  );
});

test('a plan says what would be run, or why there is nothing to run', () => {
  assert.equal(planProblem(plan()), null);
  assert.match(
    planDetail(plan({ frameworks: [...plan().frameworks, missingPytest] }), 'IN A COPY'),
    /^Functions: 20\. With a docstring or a comment: 12\. Files: 4\.\n\nTest files of pytest: 3, each by python3 -m pytest FILE\nTest files of pytest that are not run: 3\. python3 has no module pytest\.\n\nIN A COPY\n\nMistakes are put into each function/,
  );
  const problems = [
    plan({ functions: { found: 0, documented: 0 } }),
    plan({ functions: { found: 3, documented: 0 } }),
    plan({ frameworks: [] }),
    plan({ frameworks: [missingPytest] }),
  ].map(planProblem);
  const reasons = [/no Python/, /docstring or a comment/, /no test files/, /can be run.*no module pytest/];
  problems.forEach((problem, index) => assert.match(problem ?? '', reasons[index] ?? assert.fail()));
});

test('what came of it is counted', () => {
  assert.equal(pairsText(report()), 'Functions with pairs: 9. Correct pairs: 9. Incorrect pairs: 11.');
});

test('pairs of a workspace are files that say the folder and the moment, the newest last', async () => {
  await using folder = await temporaryFolder();
  assert.deepEqual(await pairsFiles(folder.path), []);
  await mkdir(join(folder.path, 'pairs'));
  const made = [
    newPairsFile(folder.path, 'my zoo', new Date(Date.UTC(2026, 10, 27, 9, 5, 7))),
    newPairsFile(folder.path, 'app', new Date(Date.UTC(2026, 11, 1))),
  ];
  assert.equal(made[0], join(folder.path, 'pairs', 'my-zoo-2026-11-27T09-05-07.jsonl'));
  for (const file of made.toReversed()) await writeFile(file, '{}\n');
  await writeFile(join(folder.path, 'pairs', 'notes.txt'), '');
  assert.deepEqual(await pairsFiles(folder.path), made);
});
