import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareResults } from '../../../../trainer/evaluation/compare.ts';
import { reportText } from '../../../../trainer/evaluation/report.ts';
import { budgetForcingFindings } from '../../../../trainer/evaluation/study/budget-forcing.ts';
import { budgetForcingReport } from '../../../../trainer/evaluation/study/budget-forcing-report.ts';
import { htmlPage } from '../../../../trainer/report/page.ts';
import {
  budgetForcingSchema,
  type BudgetForcing,
  type ForcedRow,
} from '../../../../trainer/protocol/evaluation-studies.ts';

/** A letter an iteration: P passes, f fails, and = is the iteration before once more. Each has ten tokens more. */
function row(id: string, letters: string, end: ForcedRow['end'] = 'thinking'): ForcedRow {
  const iterations: ForcedRow['iterations'] = [];
  for (const [index, letter] of [...letters].entries()) {
    const last = iterations.at(-1);
    if (letter === '=' && last !== undefined) iterations.push({ ...last, forced: false });
    else iterations.push({ passed: letter === 'P', tokens: 10 * (index + 1), forced: index > 0 });
  }
  return { id, end, iterations };
}

const rows = [row('a', 'fP='), row('b', 'ffP'), row('c', 'PPf'), row('d', 'ffP', 'answer')];

function resultOf(some: readonly ForcedRow[], iterations: number): BudgetForcing {
  return {
    protocol: 1,
    createdAt: '2026-01-02T03:04:05.000Z',
    subject: 'starter',
    set: { files: ['p.jsonl'], sha256: 'f'.repeat(64), rows: 5 },
    kind: 'budget-forcing',
    temperature: 0.6,
    maxTokens: 64,
    answerTokens: 16,
    continuation: 'Wait',
    leftOut: 1,
    ...budgetForcingFindings(some, iterations),
  };
}

test('every iteration has its pass@1, its tokens, and how many were really made to go on', () => {
  const { iterations, thinking } = budgetForcingFindings(rows, 2);
  assert.deepEqual(
    iterations.map(({ iteration, estimate, tokens, forced }) => [iteration, estimate, tokens, forced]),
    [
      [0, 0.25, 10, 0],
      [1, 0.5, 20, 4],
      // Problem a stays at 20 tokens: (20 + 3 · 30) / 4.
      [2, 0.75, 27.5, 3],
    ],
  );
  assert.equal(thinking, 3);
});

test('the last iteration is tested against the unforced answer on the same problems', () => {
  const { difference, mcnemar } = budgetForcingFindings(rows, 2).gain;
  assert.equal(difference?.estimate, 0.5);
  assert.ok(difference.low < 0.5 && difference.high === 1);
  // Three won and one lost: 2 · (1 + 4) / 2⁴.
  assert.deepEqual([mcnemar.onlyFirst, mcnemar.onlySecond, mcnemar.p.toFixed(6)], [1, 3, '0.625000']);
  assert.equal(budgetForcingFindings(rows.slice(0, 1), 2).gain.difference, null);
  const alike = [row('a', 'PPP'), row('b', 'fff')];
  assert.equal(budgetForcingFindings(alike, 2).gain.difference, null);
  assert.match(
    reportText(budgetForcingReport(resultOf(alike, 2))),
    /changes pass@1 by \+0\.0 points: it solves 0/,
  );
});

test('the result has the form that the protocol says, and its report a line an iteration', () => {
  const result = resultOf(rows, 2);
  assert.deepEqual(budgetForcingSchema.parse(JSON.parse(JSON.stringify(result))), result);
  const report = budgetForcingReport(result);
  const text = reportText(report);
  assert.match(text, /^4 problems, .* 1 more count nowhere\. .*\(1 of 4\), was replaced by “Wait”\./m);
  assert.match(
    text,
    /Iteration 2 changes pass@1 by \+50\.0 points .* 3 problems .*\n?.* 1 that .*p = 0\.625/,
  );
  assert.match(text, /^ +2 +75\.0 % +\[.*\] +28 +3$/m);
  const page = htmlPage({ title: report.title, introduction: [], sections: report.sections });
  assert.equal(page.split('<svg').length - 1, 2);
});

test('two results are compared at the iterations that both have', () => {
  const named = (file: string, result: BudgetForcing) => ({ file, result });
  const other = [row('a', 'PP'), row('b', 'PP'), row('c', 'Pf')];
  const comparison = compareResults(named('a', resultOf(rows, 2)), named('b', resultOf(other, 1)));
  assert.deepEqual(
    comparison.figures.map(({ name, first, second }) => [name, first, second]),
    [
      ['iteration 0', 1 / 3, 1],
      ['iteration 1', 2 / 3, 2 / 3],
    ],
  );
  assert.deepEqual([comparison.rows, comparison.onlyInFirst], [3, 1]);
  // At iteration 1 only the first has c, and only the second b.
  assert.deepEqual(comparison.mcnemar, { onlyFirst: 1, onlySecond: 1, p: 1 });
});
