import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passAtK, passFindings } from '../../../trainer/evaluation/pass-at-k.ts';
import { passReport } from '../../../trainer/evaluation/pass-report.ts';
import { reportText } from '../../../trainer/evaluation/report.ts';
import { passEvaluationSchema } from '../../../trainer/protocol/evaluation.ts';
import { assertClose } from '../../support/close.ts';

test('the estimator is one less the chance that k drawn solutions are all wrong', () => {
  // 5 solutions, 2 correct: C(3, 2) / C(5, 2) = 3 / 10, C(3, 3) / C(5, 3) = 1 / 10.
  assertClose(passAtK(5, 2, 1), 0.4, 1e-12);
  assertClose(passAtK(5, 2, 2), 0.7, 1e-12);
  assertClose(passAtK(5, 2, 3), 0.9, 1e-12);
  assert.equal(passAtK(5, 2, 4), 1);
});

test('no correct solution gives 0 and only correct ones give 1, for one solution too', () => {
  assert.deepEqual([passAtK(10, 0, 5), passAtK(10, 10, 5), passAtK(1, 1, 1), passAtK(1, 0, 1)], [0, 1, 1, 0]);
});

test('many solutions overflow nothing', () => {
  // C(9999, 100) / C(10000, 100) = 9900 / 10000.
  assertClose(passAtK(10_000, 1, 100), 0.01, 1e-9);
});

const label = (problemId: string, id: string, correct: boolean | null) => ({
  id,
  problemId,
  passRate: correct === null ? null : Number(correct),
  correct,
  reason: correct === null ? 'No module named numpy' : '',
  failures: [],
});

const rows = [
  label('a', 'a1', true),
  label('a', 'a2', false),
  label('b', 'b1', false),
  label('b', 'b2', null),
  label('elsewhere', 'x', null),
];

const labelled = { n: 5, correct: 1, incorrect: 2, unlabelled: 2, rows };

test('what could not be run counts nowhere, and a problem with too few that could is left out and counted', () => {
  const found = passFindings(labelled, ['a', 'b', 'c'], [1, 2]);
  assert.deepEqual(found.rows, [
    { id: 'a', n: 2, correct: 1, unlabelled: 0 },
    { id: 'b', n: 1, correct: 0, unlabelled: 1 },
  ]);
  assert.deepEqual([found.unlabelled.n, found.unanswered], [2, 1]);
  assert.deepEqual(
    found.passAt.map(({ k, estimate, problems, leftOut }) => [k, estimate, problems, leftOut]),
    [
      [1, 0.25, 2, 0],
      [2, 1, 1, 1],
    ],
  );
  assert.deepEqual(found.passAt[0]?.interval, { low: 0, high: 0.5 });
});

test('where no problem has enough there is no figure', () => {
  const [none] = passFindings(labelled, ['a'], [3]).passAt;
  assert.deepEqual(none, { k: 3, estimate: null, interval: null, problems: 0, leftOut: 1 });
});

test('the report tells every k and why solutions could not be run', () => {
  const result = {
    protocol: 1,
    createdAt: '2026-01-02T03:04:05.000Z',
    subject: 'solutions.jsonl',
    set: { files: ['problems.jsonl'], sha256: 'f'.repeat(64), rows: 3 },
    ...passFindings(labelled, ['a', 'b', 'c'], [1, 2]),
  };
  assert.deepEqual(passEvaluationSchema.parse(JSON.parse(JSON.stringify(result))), result);
  const text = reportText(passReport(result));
  assert.match(text, /^5 solutions: 1 pass every test .* 2 do not, 2 could not be run/);
  assert.match(text, /^pass@1 +25\.0 % +\[0\.0 %, 50\.0 %\] +2 +0$/m);
  assert.match(text, /^No module named numpy +2$/m);
  assert.doesNotMatch(text, /Returned/);
  assert.match(
    reportText(passReport({ ...result, exact: true })),
    /compared to the last digit, as LiveCodeBench/,
  );
});
