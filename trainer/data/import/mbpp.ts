/** MBPP's own rows, and MBPP+ with its tests as code. Both give the name of the function only by the tests. */
import { z } from 'zod';
import { numpyRepair, withoutNumpy } from './numpy.ts';
import { taskIdSchema, taskNumber } from './text.ts';
import { defineImporter, RowFault } from './types.ts';

const assertions = z.array(z.string().min(1)).min(1);

export const mbpp = defineImporter({
  name: 'mbpp',
  about: "MBPP's own rows: text, code, test_list",
  marks: ['task_id', 'text', 'code', 'test_list'],
  schema: z.object({
    task_id: taskIdSchema,
    text: z.string().min(1),
    code: z.string().min(1),
    test_list: assertions,
    test_setup_code: z.string().nullish(),
    challenge_test_list: z.array(z.string()).nullish(),
  }),
  convert(row) {
    const setup = row.test_setup_code ?? '';
    const tests = [...row.test_list, ...(row.challenge_test_list ?? [])];
    const number = taskNumber(row.task_id);
    const problem = {
      ...taskOf(number, row.text, row.code, row.test_list),
      id: `mbpp/${number}`,
      source: 'mbpp',
      testCode: `${[setup, ...tests].filter((part) => part !== '').join('\n')}\n`,
    };
    return { problems: [problem] };
  },
});

export const mbppPlus = defineImporter({
  name: 'mbpp-plus',
  about: 'MBPP+ with its tests as code (OriginFmt)',
  marks: ['task_id', 'prompt', 'code', 'test', 'test_list'],
  schema: z.object({
    task_id: taskIdSchema,
    prompt: z.string().min(1),
    code: z.string().min(1),
    test: z.string().min(1),
    test_list: assertions,
    test_imports: z.array(z.string()).nullish(),
  }),
  convert(row) {
    const test = withoutNumpy(row.test);
    const number = taskNumber(row.task_id);
    const problem = {
      ...taskOf(number, row.prompt, row.code, row.test_list),
      id: `mbpp-plus/${number}`,
      source: 'mbpp-plus',
      testCode: `${[...(row.test_imports ?? []), test].join('\n').trimEnd()}\n`,
    };
    return { problems: [problem], repairs: test === row.test ? [] : [numpyRepair] };
  },
});

/** What the two forms have in common; the first assertion is part of the question, since it names the function. */
function taskOf(number: string, text: string, code: string, tests: readonly string[]) {
  const entryPoint = testedFunction(code, tests.join('\n'));
  if (entryPoint === undefined) throw new RowFault('test_list', 'calls no function that the code defines');
  return {
    question: `${text.trim()}\nYour code should pass this test:\n\n${(tests[0] ?? '').trim()}`,
    language: 'python' as const,
    entryPoint,
    solution: `${code.replaceAll('\r\n', '\n').trim()}\n`,
    family: `mbpp/${number}`,
  };
}

/** The last function or class of the code that the tests call. */
function testedFunction(code: string, tests: string): string | undefined {
  const called = new Set([...tests.matchAll(/([A-Za-z_]\w*)\s*\(/g)].map(([, name]) => name));
  const defined = [...code.matchAll(/^(?:def|class)\s+([A-Za-z_]\w*)/gm)].map(([, name]) => name);
  return defined.findLast((name) => called.has(name));
}
