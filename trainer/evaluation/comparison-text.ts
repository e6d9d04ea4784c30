/** A comparison for people. Pure. */
import type { Comparison } from '../protocol/evaluation.ts';
import { bounds, decimal, percent, signedPoints } from '../report/figures.ts';
import { textTable } from '../report/table.ts';

const titles: Readonly<Record<string, string>> = {
  balancedAccuracy: 'Balanced accuracy',
  accuracy: 'Accuracy',
  tpr: 'Correct ones recognised (TPR)',
  tnr: 'Incorrect ones recognised (TNR)',
  auroc: 'AUROC',
  solved: 'Solved by the choice',
};

export function comparisonText(comparison: Comparison): string {
  const { first, second, rows, onlyInFirst, onlyInSecond, figures, mcnemar } = comparison;
  const leftOut = mcnemar?.leftOut ?? 0;
  // Its intervals draw problems; the test has no such form.
  const clustered = comparison.kind === 'critic' ? '; it takes pairs of one problem as independent' : '';
  const left = onlyInFirst + onlyInSecond;
  const table = textTable({
    columns: [
      { title: 'Figure' },
      ...['First', 'Second', 'Difference', '95 % interval'].map(
        (title) => ({ title, align: 'right' }) as const,
      ),
    ],
    rows: figures.map(({ name, difference, ...values }) => [
      titles[name] ?? name,
      percent(values.first),
      percent(values.second),
      values.first === null || values.second === null ? 'none' : signedPoints(values.second - values.first),
      difference === null ? '' : bounds(difference, signedPoints),
    ]),
  });
  return [
    `First:  ${first.subject} (${first.file})`,
    `Second: ${second.subject} (${second.file})`,
    `${rows} rows in both` +
      (left === 0
        ? '.'
        : `; ${onlyInFirst} only in the first and ${onlyInSecond} only in the second, left out.`),
    '',
    table,
    ...(mcnemar === null
      ? []
      : [
          '',
          `Only the first is right on ${mcnemar.onlyFirst} rows, only the second on ${mcnemar.onlySecond}: ` +
            `p = ${decimal(mcnemar.p)} (exact McNemar, two-sided${clustered})` +
            (leftOut === 0 ? '' : `; ${leftOut} that could not be run on either side are left out`),
        ]),
  ].join('\n');
}
