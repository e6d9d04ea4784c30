/** A result on logic questions for people. Pure. */
import type { LogicEvaluation } from '../../protocol/evaluation.ts';
import type { EvaluationInterval } from '../../protocol/evaluation-head.ts';
import { bounds, percent } from '../../report/figures.ts';
import { intervalChart } from '../../report/interval-chart.ts';
import { paragraph } from '../../report/markup.ts';
import { htmlTable, type Table } from '../../report/table.ts';
import type { Report } from '../report.ts';

export function logicReport(result: LogicEvaluation): Report {
  const { rows, tooLong, temperature, maxTokens } = result;
  const told =
    `${rows.length} questions, answered at temperature ${temperature} in at most ${maxTokens} tokens` +
    (tooLong === 0 ? '.' : `; ${tooLong} more fill the context and count nowhere.`);
  const table = taskTable(result);
  return {
    title: 'Logic tasks',
    tables: [{ ...table, caption: told }],
    sections: [
      {
        heading: 'Tasks',
        parts: [
          paragraph(told),
          intervalChart({
            title: 'Accuracy by task',
            description: 'Share of right answers with 95 % intervals. The dashed line is chance on average.',
            axis: { title: 'Accuracy', unit: 'share', extent: [0, 1] },
            reference: result.chance,
            rows: [
              ...result.tasks.map(({ task, accuracy, interval }) => ({
                label: task,
                estimate: accuracy,
                ...(interval ?? {}),
              })),
              { label: 'All tasks', estimate: result.accuracy, ...(result.interval ?? {}) },
            ],
          }),
          htmlTable(table),
          paragraph(
            'Chance is what drawing one of the choices gives, "commonest" what always giving the commonest answer of the task ' +
              'would. An answer that could not be read is wrong. Intervals are 95 %, questions drawn with replacement.',
          ),
        ],
      },
    ],
  };
}

function taskTable({ tasks, accuracy, interval, chance, commonest, rows }: LogicEvaluation): Table {
  const titles = ['Questions', 'Right', '95 % interval', 'Chance', 'Commonest', 'Not read', 'Cut off'];
  const sum = (key: 'unanswered' | 'truncated'): string =>
    String(tasks.reduce((total, task) => total + task[key], 0));
  const within = (ends: EvaluationInterval | null): string => (ends === null ? '' : bounds(ends, percent));
  return {
    columns: [{ title: 'Task' }, ...titles.map((title) => ({ title, align: 'right' }) as const)],
    rows: [
      ...tasks.map((task) => [
        task.task,
        String(task.n),
        percent(task.accuracy),
        within(task.interval),
        percent(task.chance),
        percent(task.commonest),
        String(task.unanswered),
        String(task.truncated),
      ]),
      [
        'All tasks',
        String(rows.length),
        percent(accuracy),
        within(interval),
        percent(chance),
        percent(commonest),
        sum('unanswered'),
        sum('truncated'),
      ],
    ],
  };
}
