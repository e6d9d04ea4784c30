/** Labelled pools: a row has a question, its tests, a solution and the label that execution gave it. */
import { z } from 'zod';
import { languageSchema } from '../../protocol/data.ts';
import { taskNumber } from './text.ts';
import { defineImporter } from './types.ts';

export const taskPool = defineImporter({
  name: 'task-pool',
  about: 'labelled pools: question, tests, solution, label, and which set and model a row is from',
  marks: ['id', 'task_id', 'language', 'question', 'solution', 'tests', 'label'],
  schema: z.object({
    id: z.string().min(1),
    source: z.string().min(1),
    task_id: z.string().min(1),
    language: languageSchema,
    kind: z.string().min(1),
    question: z.string().min(1),
    solution: z.string().min(1),
    tests: z.string().min(1),
    label: z.boolean(),
  }),
  convert(row, { recall }) {
    const isReference = row.kind === 'reference';
    const family = familyOf(row.task_id);
    const problem = {
      id: `pool/${row.task_id}`,
      question: row.question,
      language: row.language,
      ...(isReference && { solution: row.solution }),
      family,
      source: 'pool',
      testCode: row.tests,
    };
    // The first row of a task makes its problem; the reference comes first where a task has one.
    const isNew = recall.get(problem.id) === undefined;
    recall.keep(problem.id, row.id);
    const model = row.source.split('/').slice(2).join('/');
    const pair = {
      id: row.id,
      question: row.question,
      solution: row.solution,
      correct: row.label,
      language: row.language,
      source: isReference ? 'reference' : model === '' ? row.source : model,
      family,
      problemId: problem.id,
      provenance: isReference
        ? { kind: 'reference' as const }
        : { kind: 'import' as const, set: row.source, row: row.task_id, ...(model !== '' && { model }) },
    };
    return { problems: isNew ? [problem] : [], pairs: [pair] };
  },
});

/** The translations of MBPP are the tasks of MBPP. */
function familyOf(task: string): string {
  return /^mb[a-z]+\//i.test(task) ? `mbpp/${taskNumber(task)}` : task.toLowerCase();
}
