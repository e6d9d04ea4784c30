/** The study of budget forcing for people. Pure. */
import type { BudgetForcing } from '../../protocol/evaluation-studies.ts';
import { bounds, decimal, percent, signedPoints } from '../../report/figures.ts';
import { lineChart } from '../../report/line-chart.ts';
import { paragraph, type Markup } from '../../report/markup.ts';
import { htmlTable, type Table } from '../../report/table.ts';
import type { Report } from '../report.ts';

export function budgetForcingReport(result: BudgetForcing): Report {
  const table = iterationTable(result);
  const told = `${subjectWords(result)} ${gainWords(result)}`;
  return {
    title: 'Going on instead of ending',
    tables: [{ ...table, caption: told }],
    sections: [
      {
        heading: 'Problems solved',
        parts: [
          paragraph(told),
          curve(
            result,
            'by iteration',
            { title: 'Iteration', unit: 'number', whole: true },
            (one) => one.iteration,
          ),
          curve(result, 'by tokens', { title: 'Tokens of an answer', unit: 'number' }, (one) => one.tokens),
          htmlTable(table),
          paragraph(
            'Iteration 0 is the answer that came unforced. Tokens are the mean of everything written up to the answer. Forced are ' +
              'the problems that had tokens left to go on; of the others the iteration before counts again. Intervals are 95 %, ' +
              'problems drawn with replacement.',
          ),
        ],
      },
    ],
  };
}

function subjectWords({
  rows,
  thinking,
  leftOut,
  continuation,
  temperature,
  maxTokens,
}: BudgetForcing): string {
  const ends =
    thinking === rows.length
      ? 'the end of the thinking'
      : thinking === 0
        ? 'the end of the answer, for the model does not think before it,'
        : `the end of the thinking, or of the answer where there was none (${rows.length - thinking} of ${rows.length}),`;
  return (
    `${rows.length} problems, answered at temperature ${temperature} in at most ${maxTokens} tokens; ${leftOut} more count nowhere. ` +
    `Each time ${ends} was replaced by “${continuation}”.`
  );
}

function gainWords({ iterations, gain: { difference, mcnemar } }: BudgetForcing): string {
  const change = (iterations.at(-1)?.estimate ?? 0) - (iterations[0]?.estimate ?? 0);
  const interval = difference === null ? '' : ` ${bounds(difference, signedPoints)}`;
  return (
    `Iteration ${iterations.length - 1} changes pass@1 by ${signedPoints(change)} points${interval}: it solves ${mcnemar.onlySecond} problems that the unforced answer does not, and fails ` +
    `${mcnemar.onlyFirst} that it solves (p = ${decimal(mcnemar.p)}, exact McNemar, two-sided).`
  );
}

function curve(
  { iterations }: BudgetForcing,
  over: string,
  x: Parameters<typeof lineChart>[0]['x'],
  place: (iteration: BudgetForcing['iterations'][number]) => number,
): Markup {
  return lineChart({
    title: `pass@1 ${over}`,
    description: 'Share of the problems whose answer passes every test, with 95 % intervals.',
    x,
    y: { title: 'Share of the problems', unit: 'share', extent: [0, 1] },
    series: [
      {
        label: 'pass@1',
        dots: true,
        points: iterations.map((one) => ({ x: place(one), y: one.estimate, ...(one.interval ?? {}) })),
      },
    ],
  });
}

const iterationTable = ({ iterations }: BudgetForcing): Table => ({
  columns: ['Iteration', 'pass@1', '95 % interval', 'Tokens', 'Forced'].map((title) => ({
    title,
    align: 'right',
  })),
  rows: iterations.map(({ iteration, estimate, interval, tokens, forced }) => [
    String(iteration),
    percent(estimate),
    interval === null ? '' : bounds(interval, percent),
    tokens.toFixed(0),
    String(forced),
  ]),
});
