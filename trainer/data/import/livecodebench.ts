/**
 * LiveCodeBench (code_generation): public tests as JSON in a text, private ones so too, or packed: base64, zlib, and a
 * pickle of that text. A test is a program's input and output, or a call whose arguments stand one a line.
 */
import { z } from 'zod';
import { inflateBase64 } from './inflate.ts';
import { PickleFault } from './pickle-opcodes.ts';
import { readPickle } from './pickle.ts';
import { argumentLines, readTests } from './tests-of.ts';
import type { WrittenTest } from './tests-of.ts';
import { taskIdSchema } from './text.ts';
import { checked, defineImporter, RowFault } from './types.ts';

const testSchema = z.object({
  input: z.string(),
  output: z.string(),
  testtype: z.enum(['stdin', 'functional']),
});
type Test = z.infer<typeof testSchema>;

export const liveCodeBench = defineImporter({
  name: 'livecodebench',
  about: 'LiveCodeBench, public and private tests',
  marks: ['question_content', 'question_id', 'public_test_cases'],
  schema: z.object({
    question_id: taskIdSchema,
    question_content: z.string().min(1),
    starter_code: z.string().nullish(),
    public_test_cases: z.string(),
    private_test_cases: z.string().nullish(),
    metadata: z.string().nullish(),
  }),
  async convert(row) {
    const publicTests = testsIn(row.public_test_cases, 'public_test_cases');
    const privateTests = await privateTestsIn(row.private_test_cases ?? '');
    const all = [...publicTests, ...privateTests];
    const kinds = new Set(all.map(({ test }) => test.testtype));
    if (kinds.size > 1) throw new RowFault('', 'has tests of programs and tests of calls');
    const entryPoint = kinds.has('functional') ? functionName(row.metadata ?? '') : undefined;
    const written = all.map(({ field, test }): WrittenTest => ({
      field,
      input: test.input,
      output: test.output,
    }));
    const { form, rejected } = readTests(written, entryPoint, argumentLines);
    const id = `livecodebench/${row.question_id}`;
    const starterCode = row.starter_code ?? '';
    const problem = {
      id,
      question: row.question_content,
      language: 'python' as const,
      ...(starterCode !== '' && { starterCode }),
      family: id,
      source: 'livecodebench',
      ...form,
    };
    return { problems: [problem], rejected };
  },
});

interface Found {
  readonly field: string;
  readonly test: Test;
}

function testsIn(text: string, field: string): Found[] {
  const tests = checked(z.array(testSchema), parsed(text, field), field);
  return tests.map((test, index) => ({ field: `${field}[${index}]`, test }));
}

async function privateTestsIn(text: string): Promise<Found[]> {
  const field = 'private_test_cases';
  if (text.trim() === '') return [];
  if (/^\s*\[/.test(text)) return testsIn(text, field);
  const bytes = await inflateBase64(text, field);
  try {
    const value = readPickle(bytes);
    if (typeof value === 'string') return testsIn(value, field);
    return checked(z.array(testSchema), value, field).map((test, index) => ({
      field: `${field}[${index}]`,
      test,
    }));
  } catch (cause) {
    if (cause instanceof PickleFault) throw new RowFault(field, `was refused: ${cause.message}`);
    throw cause;
  }
}

function functionName(metadata: string): string {
  const named = z.object({ func_name: z.string().min(1) });
  return checked(named, parsed(metadata, 'metadata'), 'metadata').func_name;
}

function parsed(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RowFault(field, `is not JSON: ${(cause as Error).message}`);
  }
}
