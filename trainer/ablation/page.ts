/** The report of an ablation as a page. Pure. */
import type { AblationReport, CellReport } from '../protocol/ablation.ts';
import { intervalChart, type IntervalRow } from '../report/interval-chart.ts';
import { grid, paragraph, type Markup } from '../report/markup.ts';
import { htmlPage } from '../report/page.ts';
import { htmlTable } from '../report/table.ts';
import { changesTable, figuresTable, paperTable, runsTable, spreadTable } from './tables.ts';
import { centreSentence, decodingTitle, intervalSentence, measuredSentence, paperSentence } from './words.ts';

type Rate = 'pass1' | 'balancedAccuracy';

const titles: Readonly<Record<Rate, string>> = {
  pass1: 'pass@1',
  balancedAccuracy: 'Balanced critique accuracy',
};

export function reportPage(report: AblationReport): string {
  return htmlPage({
    title: 'Ablation',
    introduction: [measuredSentence(report), centreSentence(report), intervalSentence].map(paragraph),
    sections: [
      {
        heading: 'Figures',
        parts: [
          grid([figureChart(report, 'pass1'), figureChart(report, 'balancedAccuracy')]),
          grid([changeChart(report, 'pass1'), changeChart(report, 'balancedAccuracy')]),
        ],
      },
      {
        heading: decodingTitle('sampled', report),
        parts: [figuresTable(report, 'sampled'), changesTable(report), spreadTable(report)].map(htmlTable),
      },
      { heading: decodingTitle('greedy', report), parts: [htmlTable(figuresTable(report, 'greedy'))] },
      { heading: 'Beside the paper', parts: [paragraph(paperSentence), htmlTable(paperTable(report))] },
      { heading: 'Runs', parts: [htmlTable(runsTable(report))] },
    ],
  });
}

function figureChart(report: AblationReport, rate: Rate): Markup {
  const untrained = report.base?.sampled[rate] ?? null;
  return intervalChart({
    title: titles[rate],
    description: 'Each cell with its 95 % interval, sampled; the broken line is the untrained base.',
    axis: { title: titles[rate], unit: 'share' },
    rows: report.cells.flatMap(({ name, figures }) => rowOf(name, figures.sampled[rate])),
    ...(untrained !== null && { reference: untrained.estimate }),
  });
}

function changeChart(report: AblationReport, rate: Rate): Markup {
  return intervalChart({
    title: `${titles[rate]}: difference to ${report.baseline}`,
    description:
      'Each cell minus the baseline cell, paired by seed and problem; the broken line is no difference.',
    axis: { title: `${titles[rate]}, cell − ${report.baseline}`, unit: 'share' },
    rows: report.cells.flatMap(({ name, versusBaseline }) =>
      rowOf(name, versusBaseline?.sampled[rate] ?? null),
    ),
    reference: 0,
  });
}

const rowOf = (label: string, figure: CellReport['figures']['sampled']['pass1']): IntervalRow[] =>
  figure === null ? [] : [{ label, ...figure }];
