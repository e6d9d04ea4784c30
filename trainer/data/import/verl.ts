/**
 * Rows as verl trains on: a prompt as messages, and as ground truth a JSON text with the tests, either
 * `{"inputs", "outputs", "fn_name"?}` as its scoring of code reads it, or a list of `{"input", "output", "testtype"?}`.
 */
import { z } from 'zod';
import type { Json } from '../../protocol/data.ts';
import { exactText, parseExact } from './json.ts';
import { argumentLines, readTests } from './tests-of.ts';
import type { WrittenTest } from './tests-of.ts';
import { taskIdSchema } from './text.ts';
import { checked, defineImporter, RowFault } from './types.ts';

const field = 'reward_model.ground_truth';

const listsSchema = z.object({
  inputs: z.array(z.json()),
  outputs: z.array(z.json()),
  fn_name: z.string().nullish(),
});

const testsSchema = z.array(
  z.object({ input: z.string(), output: z.string(), testtype: z.enum(['stdin', 'functional']).nullish() }),
);

export const verl = defineImporter({
  name: 'verl',
  about: 'rows as verl trains on: data_source, prompt, reward_model, extra_info; Parquet or JSONL',
  marks: ['data_source', 'prompt', 'reward_model'],
  schema: z.object({
    data_source: z.string().min(1),
    prompt: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
    reward_model: z.object({ ground_truth: z.string().min(1) }),
    extra_info: z.object({ index: taskIdSchema.nullish(), question_id: taskIdSchema.nullish() }).nullish(),
  }),
  convert(row, { row: number }) {
    const asked = row.prompt.findLast(({ role }) => role === 'user')?.content ?? '';
    if (asked.trim() === '') throw new RowFault('prompt', 'has no message of the user');
    const { written, name, argumentsOf } = testsIn(row.reward_model.ground_truth);
    const { form, rejected } = readTests(written, name, argumentsOf);
    const info = row.extra_info;
    const id = `verl/${row.data_source}/${info?.question_id ?? info?.index ?? number}`;
    const problem = {
      id,
      question: asked.trim(),
      language: 'python' as const,
      family: id,
      source: `verl/${row.data_source}`,
      ...form,
    };
    return { problems: [problem], rejected };
  },
});

interface Tests {
  readonly written: readonly WrittenTest[];
  readonly name: string | undefined;
  readonly argumentsOf: (input: string) => Json[];
}

function testsIn(groundTruth: string): Tests {
  let value: unknown;
  try {
    value = parseExact(groundTruth);
  } catch {
    throw new RowFault(field, 'holds no tests: it is not JSON');
  }
  return Array.isArray(value) ? listedTests(value) : testLists(value);
}

function testLists(value: unknown): Tests {
  const { inputs, outputs, fn_name: name } = checked(listsSchema, value, field);
  if (inputs.length !== outputs.length) {
    throw new RowFault(`${field}.outputs`, `has ${outputs.length} entries for ${inputs.length} inputs`);
  }
  const isCall = (name ?? '') !== '';
  // The arguments of a call are a list; what a program reads is a text, or a list of its lines.
  const written = inputs.map((input, index) => ({
    field: `${field}.inputs[${index}]`,
    input: isCall ? JSON.stringify(input) : textOf(input),
    output: isCall ? JSON.stringify(outputs[index]) : textOf(outputs[index] ?? ''),
  }));
  return { written, name: isCall ? (name ?? undefined) : undefined, argumentsOf: listedArguments };
}

function listedArguments(input: string): Json[] {
  const value = JSON.parse(input) as Json;
  return Array.isArray(value) ? value : argumentLines(typeof value === 'string' ? value : input);
}

function listedTests(value: unknown): Tests {
  const tests = checked(testsSchema, value, field);
  if (tests.some(({ testtype }) => testtype === 'functional')) {
    throw new RowFault(field, 'has tests of calls that do not say which function is called');
  }
  const written = tests.map(({ input, output }, index) => ({ field: `${field}[${index}]`, input, output }));
  return { written, name: undefined, argumentsOf: argumentLines };
}

function textOf(value: Json): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(textOf).join('\n') : exactText(value);
}
