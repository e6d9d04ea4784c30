/** LLMDebugger's seeds: MBPP tasks, each with one program of a model; the folder is called after the model. */
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { commentWords, taskNumber, withCheckCalled, withoutComment } from './text.ts';
import { defineImporter } from './types.ts';

export const llmDebugger = defineImporter({
  name: 'llmdebugger',
  about: 'seeds of LLMDebugger: MBPP tasks with a program of a model each',
  marks: ['task_id', 'prompt', 'test', 'entry_point', 'canonical_solution', 'solution', 'is_solved'],
  schema: z.object({
    task_id: z.string().min(1),
    prompt: z.string().min(1),
    test: z.string().min(1),
    entry_point: z.string().min(1),
    canonical_solution: z.string().min(1),
    solution: z.string(),
  }),
  convert(row, { file }) {
    const number = taskNumber(row.task_id);
    const model = basename(dirname(file));
    const problem = {
      id: `llmdebugger/${number}`,
      question: commentWords(row.prompt) || row.prompt,
      language: 'python' as const,
      entryPoint: row.entry_point,
      starterCode: withoutComment(row.prompt),
      solution: `${row.canonical_solution.trimEnd()}\n`,
      family: `mbpp/${number}`,
      source: 'llmdebugger/mbpp',
      testCode: withCheckCalled(row.test, row.entry_point),
    };
    const sample = {
      id: `llmdebugger/${number}/${model}`,
      problemId: problem.id,
      solution: row.solution,
      provenance: { kind: 'import' as const, set: 'llmdebugger/mbpp', row: row.task_id, model },
    };
    return { problems: [problem], solutions: [sample] };
  },
});
