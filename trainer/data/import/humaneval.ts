/** HumanEval, and HumanEval+ in the form of the original: five fields, the tests a function `check`. */
import { z } from 'zod';
import { numpyRepair, withoutNumpy } from './numpy.ts';
import { commentWords, taskNumber, withCheckCalled } from './text.ts';
import { defineImporter } from './types.ts';

export const humanEval = defineImporter({
  name: 'humaneval',
  about: 'HumanEval, and HumanEval+ with its tests as code (OriginFmt)',
  marks: ['task_id', 'prompt', 'canonical_solution', 'test', 'entry_point'],
  schema: z.object({
    task_id: z.string().min(1),
    prompt: z.string().min(1),
    canonical_solution: z.string().min(1),
    test: z.string().min(1),
    entry_point: z.string().min(1),
  }),
  convert({ task_id: task, prompt, canonical_solution: body, test, entry_point: entryPoint }) {
    const called = withCheckCalled(test, entryPoint);
    const testCode = withoutNumpy(called);
    // The plus form says all its inputs in the test; the original asserts one by one.
    const source = /^\s*inputs = /m.test(test) ? 'humaneval-plus' : 'humaneval';
    const number = taskNumber(task);
    const problem = {
      id: `${source}/${number}`,
      question: commentWords(prompt) || prompt,
      language: 'python' as const,
      entryPoint,
      starterCode: prompt,
      solution: `${prompt}${body}`,
      family: `humaneval/${number}`,
      source,
      testCode,
    };
    return { problems: [problem], repairs: testCode === called ? [] : [numpyRepair] };
  },
});
