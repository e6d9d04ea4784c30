/** pass@k: the chance that at least one of k solutions of a problem passes every test. Pure. */
import type { PassAt, PassEvaluation, PassRow } from '../protocol/evaluation.ts';
import type { LabelReport } from '../protocol/reports.ts';
import { meanInterval } from './resampling.ts';
import { meanOrNull } from '../mean.ts';

/**
 * The unbiased estimator of Chen et al. (2021), "Evaluating Large Language Models Trained on Code", section 2.1:
 * 1 − C(n − c, k) / C(n, k) for `correct` = c of n solutions, as a product, because the binomials overflow.
 * `k` is from 1 to `n`.
 */
export function passAtK(n: number, correct: number, k: number): number {
  if (n - correct < k) return 1;
  let noneCorrect = 1;
  for (let size = n - correct + 1; size <= n; size += 1) noneCorrect *= 1 - k / size;
  return 1 - noneCorrect;
}

export type PassFindings = Omit<PassEvaluation, 'protocol' | 'createdAt' | 'subject' | 'set'>;

/** `labelled` with a threshold of 1, so that correct is what passes every test. `problemIds` are those of the set. */
export function passFindings(
  labelled: Omit<LabelReport, 'flaky'>,
  problemIds: readonly string[],
  ks: readonly number[],
): PassFindings {
  const known = new Set(problemIds);
  const byProblem = Map.groupBy(
    labelled.rows.filter(({ problemId }) => known.has(problemId)),
    ({ problemId }) => problemId,
  );
  const rows = problemIds.flatMap((id) => {
    const solutions = byProblem.get(id);
    return solutions === undefined ? [] : [passRow(id, solutions)];
  });
  const unlabelled = labelled.rows.filter(({ correct }) => correct === null);
  return {
    kind: 'pass-at-k',
    solutions: labelled.n,
    correct: labelled.correct,
    incorrect: labelled.incorrect,
    unlabelled: { n: unlabelled.length, rows: unlabelled.map(({ id, reason }) => ({ id, reason })) },
    unanswered: problemIds.length - rows.length,
    passAt: ks.map((k) => passAt(rows, k)),
    rows,
  };
}

function passRow(id: string, solutions: LabelReport['rows']): PassRow {
  const n = solutions.filter(({ correct }) => correct !== null).length;
  return {
    id,
    n,
    correct: solutions.filter(({ correct }) => correct === true).length,
    unlabelled: solutions.length - n,
  };
}

function passAt(rows: readonly PassRow[], k: number): PassAt {
  const values = rows
    .filter(({ n }) => n >= k)
    .map(({ id, n, correct }) => ({ problem: id, value: passAtK(n, correct, k) }));
  return {
    k,
    estimate: meanOrNull(values.map(({ value }) => value)),
    interval: meanInterval(values),
    problems: values.length,
    leftOut: rows.length - values.length,
  };
}
