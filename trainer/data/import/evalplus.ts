/**
 * EvalPlus's own form: inputs without outputs. What a call must return is what the reference returns, so such a
 * problem is whole once its reference has been executed. The set compares some tasks in ways that a call with an
 * expected value cannot say; its other form, with the tests as code, has these too.
 */
import { z } from 'zod';
import type { Json } from '../../protocol/data.ts';
import { parseExact } from './json.ts';
import { commentWords, taskNumber } from './text.ts';
import { checked, defineImporter, RowFault } from './types.ts';

/** A task without further inputs has an empty object for them. */
const orEmpty = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? [] : value;
const inputsSchema = z.preprocess(orEmpty, z.array(z.array(z.json())));

/** Big rows are mostly inputs; these are read again, exactly, from the text of the row. */
const exactSchema = z.object({ base_input: inputsSchema, plus_input: inputsSchema });

/** How EvalPlus's own evaluation compares these tasks; nothing in their rows says so. */
const compared: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [2, 7, 111, 140, 232, 579, 769].map((task) => [`Mbpp/${task}`, 'are compared without order']),
  ),
  ...Object.fromEntries(
    [737, 787, 794].map((task) => [`Mbpp/${task}`, 'are only compared by whether there is one']),
  ),
};

const otherForm = 'MBPP+ and HumanEval+ with tests as code (OriginFmt) have it';

export const evalPlus = defineImporter({
  name: 'evalplus',
  about:
    'MBPP+ and HumanEval+ as inputs (base_input, plus_input); references are executed for what is expected',
  marks: ['task_id', 'prompt', 'entry_point', 'canonical_solution', 'base_input', 'plus_input'],
  schema: z.object({
    task_id: z.string().min(1),
    prompt: z.string().min(1),
    entry_point: z.string().min(1),
    canonical_solution: z.string().min(1),
    base_input: z.preprocess(orEmpty, z.array(z.unknown())),
    plus_input: z.preprocess(orEmpty, z.array(z.unknown())),
    atol: z.number().nullish(),
  }),
  convert(row, { text }) {
    if ((row.atol ?? 0) > 0) {
      throw new RowFault(
        'atol',
        `asks for a tolerance of ${row.atol}, which calls do not have; ${otherForm}`,
      );
    }
    const way = compared[row.task_id];
    if (way !== undefined) {
      throw new RowFault(
        'task_id',
        `is of a task whose answers ${way}, which calls cannot say; ${otherForm}`,
      );
    }
    const inputs = checked(exactSchema, text === undefined ? row : parseExact(text));
    const ofMbpp = /^mbpp\//i.test(row.task_id);
    const [set, number] = [ofMbpp ? 'mbpp' : 'humaneval', taskNumber(row.task_id)];
    const problem = {
      id: `${set}-plus-calls/${number}`,
      question: commentWords(row.prompt) || row.prompt,
      language: 'python' as const,
      entryPoint: row.entry_point,
      starterCode: ofMbpp ? '' : row.prompt,
      solution: ofMbpp ? row.canonical_solution : `${row.prompt}${row.canonical_solution}`,
      family: `${set}/${number}`,
      source: `${set}-plus`,
      inputs: [...inputs.base_input, ...inputs.plus_input] as Json[][],
    };
    return { unanswered: [problem] };
  },
});
