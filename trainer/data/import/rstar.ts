/**
 * rStar-Coder's test cases: inputs and outputs as JSON lists of texts in a text, or as lists. Those of calls hold JSON
 * once more; a list there is taken as the arguments, anything else as the only one.
 */
import { z } from 'zod';
import type { Json } from '../../protocol/data.ts';
import { parseExact } from './json.ts';
import { readTests } from './tests-of.ts';
import { taskIdSchema } from './text.ts';
import { checked, defineImporter, RowFault } from './types.ts';

export const rstar = defineImporter({
  name: 'rstar-coder',
  about: 'rStar-Coder test cases (seed_testcase, synthetic_rl_testcase), Parquet or JSONL',
  marks: ['question_id', 'question', 'inputs', 'outputs'],
  schema: z.object({
    question_id: taskIdSchema,
    question: z.string().min(1),
    starter_code: z.string().nullish(),
    inputs: z.unknown(),
    outputs: z.unknown(),
    func_name: z.string().nullish(),
  }),
  convert(row) {
    const inputs = textsIn(row.inputs, 'inputs');
    const outputs = textsIn(row.outputs, 'outputs');
    if (inputs.length !== outputs.length) {
      throw new RowFault('outputs', `has ${outputs.length} entries for ${inputs.length} inputs`);
    }
    const written = inputs.map((input, index) => ({
      field: `inputs[${index}]`,
      input,
      output: outputs[index] ?? '',
    }));
    const name = row.func_name ?? '';
    const { form, rejected } = readTests(written, name === '' ? undefined : name, argumentsIn);
    const id = `rstar-coder/${row.question_id}`;
    const starterCode = row.starter_code ?? '';
    const problem = {
      id,
      question: row.question,
      language: 'python' as const,
      ...(starterCode !== '' && { starterCode }),
      family: id,
      source: 'rstar-coder',
      ...form,
    };
    return { problems: [problem], rejected };
  },
});

function textsIn(value: unknown, field: string): string[] {
  if (typeof value !== 'string') return checked(z.array(z.string()), value, field);
  try {
    return checked(z.array(z.string()), JSON.parse(value), field);
  } catch (cause) {
    if (cause instanceof RowFault) throw cause;
    throw new RowFault(field, `is not JSON: ${(cause as Error).message}`);
  }
}

function argumentsIn(input: string): Json[] {
  const value = parseExact(input) as Json;
  return Array.isArray(value) ? value : [value];
}
