/**
 * Logic tasks as their authors publish them: the task files of BIG-Bench Hard and of BIG-Bench Extra Hard,
 * `{canary, examples: [{input, target}]}`, and the rows of Logic-LLM, `[{id, context, question, options, answer}]`. They are read to be measured on, and there is no way
 * from here to problems or pairs: BIG-Bench asks by its canary that its tasks never become training data.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { sameTask, unreadableLogic } from '../../errors/evaluation.ts';
import { explain } from '../../run/files.ts';
import { answerKindOf, type AnswerKind } from './answers.ts';

export interface LogicQuestion {
  readonly id: string;
  /**
   * The file's name without its ending; of Logic-LLM, whose files are called after their split, with that of its folder,
   * and of BIG-Bench Extra Hard, whose files are all called `task`, that of its folder alone.
   */
  readonly task: string;
  readonly question: string;
  readonly target: string;
  readonly answer: AnswerKind;
}

const bbhSchema = z.object({
  examples: z.array(z.object({ input: z.string().min(1), target: z.string().min(1) })).min(1),
});

const logicLlmSchema = z
  .array(
    z.object({
      id: z.string(),
      context: z.string(),
      question: z.string(),
      options: z.array(z.string().regex(/^[A-Z]\)/)).min(2),
      answer: z.string().regex(/^[A-Z]$/),
    }),
  )
  .min(1);

export async function readLogicQuestions(file: string): Promise<LogicQuestion[]> {
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unreadableLogic(file, cause);
  }
  const parsed = Array.isArray(document) ? logicLlmSchema.safeParse(document) : bbhSchema.safeParse(document);
  if (!parsed.success) throw unreadableLogic(file, new Error(explain(parsed.error)));
  const name = basename(file).replace(/\.json$/, '');
  const folder = basename(dirname(resolve(file)));
  const task = Array.isArray(parsed.data) ? `${folder}/${name}` : name === 'task' ? folder : name;
  const rows = Array.isArray(parsed.data)
    ? parsed.data.map((row) => ({ id: row.id, question: withOptions(row), target: `(${row.answer})` }))
    : parsed.data.examples.map(({ input, target }, index) => ({
        id: String(index),
        question: input,
        target,
      }));
  return rows.map(({ id, question, target }) => ({
    id: `${task}/${id}`,
    task,
    question,
    target,
    answer: answerKindOf(question, target),
  }));
}

/** Of all files, in their order. Refuses what would count as one although it is two: files of one task, and rows of one id. */
export async function readAllQuestions(files: readonly string[]): Promise<LogicQuestion[]> {
  const read = await Promise.all(files.map(readLogicQuestions));
  const fileOf = new Map<string, string>();
  for (const [index, questions] of read.entries()) {
    const file = files[index] ?? '';
    for (const task of new Set(questions.map((question) => question.task))) {
      const earlier = fileOf.get(task);
      if (earlier !== undefined) throw sameTask(earlier, file, task);
      fileOf.set(task, file);
    }
    const ids = questions.map(({ id }) => id);
    const repeated = ids.find((id, place) => ids.indexOf(id) < place);
    if (repeated !== undefined)
      throw unreadableLogic(file, new Error(`two of its questions have the id ${repeated}`));
  }
  return read.flat();
}

/** In the form that BIG-Bench Hard gives its options. */
function withOptions({ context, question, options }: z.infer<typeof logicLlmSchema>[number]): string {
  return [context, question, 'Options:', ...options.map((option) => `(${option}`)].join('\n');
}

const forms = {
  option: 'the letter of the right option in brackets',
  number: 'a number',
  brackets: 'the brackets that are missing, in their order, with spaces in between',
  words: 'the words, in their order, with spaces in between',
} as const;

/** The question, and how its answer is to be written so that it can be read. */
export function logicPrompt({ question, answer }: LogicQuestion): string {
  const choices = answer.kind === 'word' ? answer.choices.join(' or ') : forms[answer.kind];
  return `${question.trim()}\n\nThink step by step, then end with "The answer is X." where X is ${choices}.`;
}
