/** A critic's result for people: tables for the terminal, tables and charts for the page. Pure. */
import type { CriticEvaluation, CriticGroup, Criterion } from '../protocol/evaluation.ts';
import type { EvaluationInterval } from '../protocol/evaluation-head.ts';
import { bounds, decimal, percent } from '../report/figures.ts';
import { intervalChart } from '../report/interval-chart.ts';
import { lineChart } from '../report/line-chart.ts';
import { grid, paragraph, type Markup } from '../report/markup.ts';
import { htmlTable, type Column, type Table } from '../report/table.ts';
import type { Report } from './report.ts';

type Write = (value: number | null) => string;

const amounts = (...titles: readonly string[]): Column[] =>
  titles.map((title) => ({ title, align: 'right' }));

const within = (interval: EvaluationInterval | null, write: Write): string =>
  interval === null ? '' : bounds(interval, write);

export function criticReport(result: CriticEvaluation): Report {
  const pairs = `${result.n} pairs of ${result.problems} problems`;
  const figures = figureTable(result);
  const picks = pickTable(result);
  const groups = [
    groupTable('By language', result.byLanguage),
    groupTable('By where the solution is from', result.byProvenance),
  ];
  return {
    title: 'How good the critic is',
    tables: [figures, ...(result.picks.length === 0 ? [] : [picks]), ...groups],
    sections: [
      {
        heading: 'Figures',
        parts: [
          paragraph(`${pairs}. ${abstaining(result)}`),
          htmlTable(figures),
          rateChart(result),
          paragraph(
            'Balanced accuracy is the mean of both recognition rates: 50 % is what always saying the same gives. ' +
              'Intervals are 95 %, problems drawn with replacement.',
          ),
        ],
      },
      {
        heading: 'What its probability is worth',
        parts: [grid([reliabilityChart(result), riskChart(result)])],
      },
      {
        heading: 'Thresholds',
        parts:
          result.picks.length === 0 ? [paragraph(noPick)] : [htmlTable(picks), paragraph(pickNote(result))],
      },
      { heading: 'Groups', parts: groups.map(htmlTable) },
    ],
  };
}

const noPick = 'A threshold needs correct and incorrect pairs to be picked.';

const abstaining = ({ abstained, tooLong }: CriticEvaluation): string =>
  `${abstained} lie inside the abstain band; each counts by its side of the threshold all the same.` +
  (tooLong === 0 ? '' : ` ${tooLong} were too long for the critic and count as mistakes.`);

function figureTable(result: CriticEvaluation): Table {
  const { intervals } = result;
  const row = (name: string, key: keyof typeof intervals, write: Write): readonly string[] => [
    name,
    write(result[key]),
    within(intervals[key], write),
  ];
  return {
    columns: [{ title: 'Figure' }, ...amounts('Value', '95 % interval')],
    rows: [
      row('Balanced accuracy', 'balancedAccuracy', percent),
      row('Correct ones recognised (TPR)', 'tpr', percent),
      row('Incorrect ones recognised (TNR)', 'tnr', percent),
      row('Accuracy', 'accuracy', percent),
      row('AUROC', 'auroc', decimal),
      row('Calibration error (ECE)', 'ece', decimal),
      row('Area under risk and coverage', 'aurc', decimal),
    ],
  };
}

function rateChart({ intervals, ...result }: CriticEvaluation): Markup {
  const rates = [
    ['Balanced accuracy', 'balancedAccuracy'],
    ['Correct ones recognised', 'tpr'],
    ['Incorrect ones recognised', 'tnr'],
  ] as const;
  return intervalChart({
    title: 'Recognition',
    description: 'What the critic recognises, with 95 % intervals. The dashed line is chance.',
    axis: { title: 'Share', unit: 'share', extent: [0, 1] },
    reference: 0.5,
    rows: rates.flatMap(([label, key]) => {
      const estimate = result[key];
      return estimate === null ? [] : [{ label, estimate, ...(intervals[key] ?? {}) }];
    }),
  });
}

const corners = { from: { x: 0, y: 0 }, to: { x: 1, y: 1 } };

const reliabilityChart = ({ reliability, ece }: CriticEvaluation): Markup =>
  lineChart({
    title: 'Reliability',
    description: `Of the pairs given a probability, how many are correct. On the dashed line they agree; the mean gap is ${decimal(ece)}.`,
    x: { title: 'Probability of being correct, as the critic says', unit: 'share', extent: [0, 1] },
    y: { title: 'Share that is correct', unit: 'share', extent: [0, 1] },
    reference: corners,
    series: [
      {
        label: 'Pairs',
        dots: true,
        points: reliability.map(({ meanProbability, shareCorrect, low, high }) => ({
          x: meanProbability,
          y: shareCorrect,
          low,
          high,
        })),
      },
    ],
  });

const riskChart = ({ riskCoverage, accuracy }: CriticEvaluation): Markup =>
  lineChart({
    title: 'Accuracy against coverage',
    description:
      'Accuracy of the verdicts kept when the least sure ones are dropped. A critic that knows when it is sure rises to the left.',
    x: { title: 'Share of the pairs kept', unit: 'share', extent: [0, 1] },
    y: { title: 'Accuracy of the kept', unit: 'share', extent: [0, 1] },
    ...(accuracy === null ? {} : { reference: { from: { x: 0, y: accuracy }, to: { x: 1, y: accuracy } } }),
    series: [
      { label: 'Kept', points: riskCoverage.map(({ coverage, accuracy: y }) => ({ x: coverage, y })) },
    ],
  });

const wanted = (criterion: Criterion): string =>
  criterion.rate === 'balancedAccuracy'
    ? 'best balanced accuracy'
    : `${criterion.rate.toUpperCase()} from ${percent(criterion.atLeast)}`;

function pickTable({ picks }: CriticEvaluation): Table {
  return {
    caption: 'Thresholds, and what they give',
    columns: [
      { title: 'Picked for' },
      ...amounts('Logit', 'TPR', 'TNR', 'Balanced accuracy', '95 % interval'),
      { title: 'Measured on' },
    ],
    rows: picks.map((pick) => [
      wanted(pick.criterion),
      decimal(pick.threshold),
      percent(pick.tpr),
      percent(pick.tnr),
      percent(pick.balancedAccuracy),
      within(pick.balancedAccuracyInterval, percent),
      `${pick.measuredOn} ${pick.heldBack ? 'other pairs' : 'pairs, the same that picked it'}`,
    ]),
  };
}

const pickNote = ({ picks, threshold }: CriticEvaluation): string =>
  `The critic itself turns at ${decimal(threshold)}. ` +
  (picks.every(({ heldBack }) => heldBack)
    ? 'Each threshold was picked on one half of the problems and measured on the other.'
    : 'There are too few problems to hold one half back: a threshold looks better on the pairs that picked it than it is.');

const groupTable = (caption: string, groups: readonly CriticGroup[]): Table => ({
  caption,
  columns: [
    { title: 'Group' },
    ...amounts('Pairs', 'Correct', 'Accuracy', '95 % interval', 'Balanced', 'TPR', 'TNR'),
  ],
  rows: groups.map((group) => [
    group.group,
    String(group.n),
    String(group.correct),
    percent(group.accuracy),
    within(group.accuracyInterval, percent),
    ...[group.balancedAccuracy, group.tpr, group.tnr].map((rate) => (rate === null ? '–' : percent(rate))),
  ]),
});
