import assert from 'node:assert/strict';
import { test } from 'node:test';
import { criticFindings, problemOf, type PairOpinion } from '../../../trainer/evaluation/critic.ts';
import { criticReport } from '../../../trainer/evaluation/critic-report.ts';
import { reportText } from '../../../trainer/evaluation/report.ts';
import { criticEvaluationSchema, type CriticEvaluation } from '../../../trainer/protocol/evaluation.ts';
import type { Pair } from '../../../trainer/protocol/data.ts';
import { calibrationWith } from '../../support/calibration.ts';

const calibration = calibrationWith({ threshold: 0, abstainWithin: 0.5 });

const opinion = (
  id: string,
  correct: boolean,
  logit: number | undefined,
  more: Partial<Pair> = {},
): PairOpinion => ({
  pair: { id, question: `Question of ${id[0]}.`, solution: 'x', correct, ...more },
  logit,
});

/** Two problems, a and b; one correct pair is judged wrong, one wrong pair is too long. */
const opinions = [
  opinion('a1', true, 2, { language: 'python', provenance: { kind: 'reference' } }),
  opinion('a2', false, -2, {
    language: 'python',
    provenance: { kind: 'mutation', operator: 'swap', line: 1, of: 'a1' },
  }),
  opinion('b1', true, -0.25, { language: 'javascript', source: 'reference' }),
  opinion('b2', false, undefined, { language: 'javascript' }),
];

const findings = criticFindings(opinions, calibration, [{ rate: 'balancedAccuracy' }]);

const result: CriticEvaluation = {
  protocol: 1,
  createdAt: '2026-01-02T03:04:05.000Z',
  subject: 'runs/x/critic',
  set: { files: ['pairs.jsonl'], sha256: 'f'.repeat(64), rows: 4 },
  ...findings,
};

test('a pair that was too long is a mistake in every rate, and one inside the band counts by its side', () => {
  const { n, problems, tooLong, abstained, accuracy, tpr, tnr, balancedAccuracy } = findings;
  assert.deepEqual(
    { n, problems, tooLong, abstained, accuracy, tpr, tnr, balancedAccuracy },
    { n: 4, problems: 2, tooLong: 1, abstained: 1, accuracy: 0.5, tpr: 0.5, tnr: 0.5, balancedAccuracy: 0.5 },
  );
  // The three with a logit: the correct ones at 2 and −0.25 are both above the wrong one at −2.
  assert.equal(findings.auroc, 1);
});

test('the surest are the farthest from the threshold, and what was not judged is kept last', () => {
  assert.deepEqual(findings.riskCoverage, [
    { coverage: 0.5, accuracy: 1 },
    { coverage: 0.75, accuracy: 1 - 1 / 3 },
    { coverage: 1, accuracy: 0.5 },
  ]);
});

test('draws of two problems reach from the worse to the better one', () => {
  assert.deepEqual(findings.intervals.accuracy, { low: 0, high: 1 });
});

test('groups are told by language and by where the solution is from, the label of the pair where it says no more', () => {
  const named = (groups: typeof findings.byLanguage) =>
    groups.map(({ group, n, correct, accuracy, tpr, tnr }) => [group, n, correct, accuracy, tpr, tnr]);
  assert.deepEqual(named(findings.byLanguage), [
    ['python', 2, 1, 1, 1, 1],
    ['javascript', 2, 1, 0, 0, 0],
  ]);
  assert.deepEqual(named(findings.byProvenance), [
    ['reference', 2, 2, 0.5, 0.5, null],
    ['mutation', 1, 0, 1, null, 1],
    ['unknown', 1, 0, 0, null, 0],
  ]);
});

test('a group that is right throughout is not certain to be: its interval is that of so many problems', () => {
  const [python] = findings.byLanguage;
  // Wilson's interval of one success in one.
  assert.equal(python?.accuracyInterval?.low.toFixed(4), '0.2065');
  assert.equal(python?.accuracyInterval?.high, 1);
});

test('pairs of one question are one problem, unless they name theirs', () => {
  const { pair } = opinion('a1', true, 1);
  assert.equal(problemOf(pair), problemOf({ ...pair, id: 'a9', question: ` ${pair.question}\n` }));
  assert.equal(problemOf({ ...pair, problemId: 'mbpp/1' }), 'mbpp/1');
});

test('the result has the form that the protocol says, and its report names every figure', () => {
  assert.deepEqual(criticEvaluationSchema.parse(JSON.parse(JSON.stringify(result))), result);
  const report = criticReport(result);
  const text = reportText(report);
  assert.match(text, /^Balanced accuracy +50\.0 % +\[0\.0 %, 100\.0 %\]$/m);
  assert.match(text, /^best balanced accuracy .* 2 other pairs$/m);
  assert.match(text, /^mutation +1 +0 +100\.0 %/m);
  const page = report.sections.flatMap(({ parts }) => parts.map(({ markup }) => markup)).join('');
  for (const chart of ['Recognition', 'Reliability', 'Accuracy against coverage']) {
    assert.ok(page.includes(`<title>${chart}</title>`), chart);
  }
  assert.match(page, /1 were too long for the critic/);
});
