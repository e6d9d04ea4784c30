/** A result of pass@k for people. Pure. */
import type { PassEvaluation } from '../protocol/evaluation.ts';
import { bounds, percent } from '../report/figures.ts';
import { lineChart } from '../report/line-chart.ts';
import { folded, paragraph } from '../report/markup.ts';
import { htmlTable, type Column, type Table } from '../report/table.ts';
import type { Report } from './report.ts';

const amounts = (...titles: readonly string[]): Column[] =>
  titles.map((title) => ({ title, align: 'right' }));

/** Nothing of results from before the rule was recorded. */
function ruleWords({ exact }: PassEvaluation): string {
  if (exact === undefined) return '';
  return exact
    ? ' Returned values were compared to the last digit, as LiveCodeBench does.'
    : ' Returned floats were compared with tolerance, but for problems of LiveCodeBench.';
}

export function passReport(result: PassEvaluation): Report {
  const figures = figureTable(result);
  const reasons = reasonTable(result);
  const told =
    `${result.solutions} solutions: ${result.correct} pass every test of their problem, ${result.incorrect} do not, ` +
    `${result.unlabelled.n} could not be run and count nowhere. ${result.unanswered} problems of the set have no solution.` +
    ruleWords(result) +
    samplingWords(result);
  return {
    title: 'How many problems are solved',
    tables: [{ ...figures, caption: told }, ...(reasons.rows.length === 0 ? [] : [reasons])],
    sections: [
      {
        heading: 'pass@k',
        parts: [
          paragraph(told),
          htmlTable(figures),
          lineChart({
            title: 'pass@k',
            description:
              'The chance that at least one of k solutions passes every test, with 95 % intervals.',
            x: { title: 'k', unit: 'number', whole: true },
            y: { title: 'Share of the problems', unit: 'share', extent: [0, 1] },
            series: [
              {
                label: 'pass@k',
                dots: true,
                points: result.passAt.flatMap(({ k, estimate, interval }) =>
                  estimate === null ? [] : [{ x: k, y: estimate, ...(interval ?? {}) }],
                ),
              },
            ],
          }),
          paragraph(
            'The unbiased estimator of Chen et al. (2021). Intervals are 95 %, problems drawn with replacement.',
          ),
        ],
      },
      {
        heading: 'Problems',
        parts: [
          ...(reasons.rows.length === 0 ? [] : [htmlTable(reasons)]),
          folded('Every problem', htmlTable(problemTable(result))),
        ],
      },
    ],
  };
}

function samplingWords({ sampling }: PassEvaluation): string {
  if (sampling === undefined) return '';
  const { samples, temperature, maxTokens } = sampling;
  return ` The model gave ${samples} answers of each problem at temperature ${temperature}, in at most ${maxTokens} tokens; one without a program fails.`;
}

const figureTable = ({ passAt }: PassEvaluation): Table => ({
  columns: [{ title: 'Figure' }, ...amounts('Value', '95 % interval', 'Problems', 'Left out')],
  rows: passAt.map(({ k, estimate, interval, problems, leftOut }) => [
    `pass@${k}`,
    percent(estimate),
    interval === null ? '' : bounds(interval, percent),
    String(problems),
    String(leftOut),
  ]),
});

/** The commonest first. */
function reasonTable({ unlabelled }: PassEvaluation): Table {
  const reasons = [...Map.groupBy(unlabelled.rows, ({ reason }) => reason)];
  return {
    caption: 'Why solutions could not be run',
    columns: [{ title: 'Reason' }, ...amounts('Solutions')],
    rows: reasons
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([reason, rows]) => [reason, String(rows.length)]),
  };
}

const problemTable = ({ rows }: PassEvaluation): Table => ({
  columns: [{ title: 'Problem' }, ...amounts('Solutions run', 'Correct', 'Not run')],
  rows: rows.map(({ id, n, correct, unlabelled }) => [id, String(n), String(correct), String(unlabelled)]),
});
