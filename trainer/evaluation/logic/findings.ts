/** What answers to logic questions come to. Pure. */
import type { LogicEvaluation, LogicRow, LogicTask } from '../../protocol/evaluation.ts';
import { meanInterval } from '../resampling.ts';
import { chanceOf, readAnswer, targetForm } from './answers.ts';
import type { LogicQuestion } from './questions.ts';
import { meanOf, meanOrNull } from '../../mean.ts';

export interface LogicAnswer {
  readonly question: LogicQuestion;
  readonly text: string;
  readonly truncated: boolean;
}

export type LogicFigures = Pick<
  LogicEvaluation,
  'accuracy' | 'interval' | 'chance' | 'commonest' | 'tasks' | 'rows'
>;

/** There is at least one answer. */
export function logicFindings(answers: readonly LogicAnswer[]): LogicFigures {
  const rows = answers.map(rowOf);
  const questions = answers.map(({ question }) => question);
  const tasks = [...Map.groupBy(questions, ({ task }) => task)].map(([task, some]) =>
    taskOf(
      task,
      some,
      rows.filter((row) => row.task === task),
    ),
  );
  const overTasks = (key: 'accuracy' | 'chance' | 'commonest'): number =>
    meanOf(tasks.map((task) => task[key]));
  return {
    accuracy: overTasks('accuracy'),
    interval: meanInterval(
      rows.map((row) => ({ problem: row.id, task: row.task, value: Number(row.right) })),
      meanOfTasks,
    ),
    chance: overTasks('chance'),
    commonest: overTasks('commonest'),
    tasks,
    rows,
  };
}

/** Every task counts alike, however many questions it has. */
export function meanOfTasks(
  rows: readonly { readonly task: string; readonly value: number }[],
): number | null {
  const byTask = [...Map.groupBy(rows, ({ task }) => task).values()];
  return meanOrNull(byTask.map((some) => meanOf(some.map(({ value }) => value))));
}

function rowOf({ question, text, truncated }: LogicAnswer): LogicRow {
  const expected = targetForm(question.target, question.answer);
  const answer = readAnswer(text, question.answer);
  const { id, task } = question;
  return { id, task, right: answer === expected, answer, expected, truncated };
}

function taskOf(task: string, questions: readonly LogicQuestion[], rows: readonly LogicRow[]): LogicTask {
  const targets = Map.groupBy(rows, ({ expected }) => expected);
  const values = rows.map((row) => ({ problem: row.id, value: Number(row.right) }));
  return {
    task,
    n: rows.length,
    accuracy: meanOf(values.map(({ value }) => value)),
    interval: meanInterval(values),
    chance: meanOf(questions.map(({ answer }) => chanceOf(answer))),
    commonest: Math.max(...[...targets.values()].map((some) => some.length)) / rows.length,
    unanswered: rows.filter(({ answer }) => answer === null).length,
    truncated: rows.filter(({ truncated }) => truncated).length,
  };
}
