/** The study of self-critique for people. Pure. */
import type { SelfCritique } from '../../protocol/evaluation-studies.ts';
import { bounds, percent } from '../../report/figures.ts';
import { lineChart, type Series } from '../../report/line-chart.ts';
import { paragraph } from '../../report/markup.ts';
import { htmlTable, type Table } from '../../report/table.ts';
import type { Report } from '../report.ts';

export function selfCritiqueReport(result: SelfCritique): Report {
  const { rows, leftOut, temperature } = result;
  const told = `${rows.length} problems, answered and critiqued at temperature ${temperature}; ${leftOut} more count nowhere.`;
  const table = choiceTable(result);
  return {
    title: 'Choosing by one’s own critiques',
    tables: [{ ...table, caption: told }],
    sections: [
      {
        heading: 'Problems solved',
        parts: [
          paragraph(told),
          lineChart({
            title: 'Problems solved by the choice',
            description:
              'Share of the problems whose chosen answer passes every test, by how many answers there are to choose from.',
            x: { title: 'Candidates', unit: 'number', whole: true },
            y: { title: 'Share of the problems', unit: 'share', extent: [0, 1] },
            series: seriesOf(result),
          }),
          htmlTable(table),
          paragraph(
            'The score of a candidate is the number of its critiques that conclude that it is correct; among equals the one with the ' +
              'shortest critiques is chosen. Intervals are 95 %, problems drawn with replacement.',
          ),
        ],
      },
    ],
  };
}

function seriesOf({ chosen, bounds: limits }: SelfCritique): Series[] {
  const byCritiques = [...Map.groupBy(chosen, ({ critiques }) => critiques)];
  return [
    ...byCritiques.map(([critiques, some]) => ({
      label: critiques === 1 ? '1 critique each' : `${critiques} critiques each`,
      dots: true,
      points: some.map(({ candidates, estimate }) => ({ x: candidates, y: estimate })),
    })),
    { label: 'Any candidate', points: limits.map(({ candidates, any }) => ({ x: candidates, y: any })) },
    {
      label: 'One at random',
      points: limits.map(({ candidates, random }) => ({ x: candidates, y: random })),
    },
  ];
}

function choiceTable({ chosen, bounds: limits }: SelfCritique): Table {
  const titles = ['Critiques', 'Solved', '95 % interval', 'At random', 'Any'];
  return {
    columns: ['Candidates', ...titles].map((title) => ({ title, align: 'right' })),
    rows: chosen.map(({ candidates, critiques, estimate, interval }) => {
      const limit = limits.find((one) => one.candidates === candidates);
      return [
        String(candidates),
        String(critiques),
        percent(estimate),
        interval === null ? '' : bounds(interval, percent),
        percent(limit?.random ?? null),
        percent(limit?.any ?? null),
      ];
    }),
  };
}
