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

const inputsSchema = z.array(z.array(z.json()));

/** Big rows are mostly inputs; these are read again, exactly, from the text of the row. */
const exactSchema = z.object({ base_input: inputsSchema, plus_input: inputsSchema });

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
    base_input: z.array(z.unknown()),
    plus_input: z.array(z.unknown()),
    atol: z.number().nullish(),
    assertion: z.string().nullish(),
  }),
  convert(row, { text }) {
    if ((row.atol ?? 0) > 0) {
      throw new RowFault(
        'atol',
        `asks for a tolerance of ${row.atol}, which calls do not have; ${otherForm}`,
      );
    }
    if (/\bassert\s+(?:not\s+)?(?:set|sorted)\(/.test(row.assertion ?? '')) {
      throw new RowFault('assertion', `compares without order, which calls do not; ${otherForm}`);
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
