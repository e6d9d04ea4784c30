/** DebugBench: programs that solve a LeetCode task and the same with one bug. It has no tests, so its rows are pairs. */
import { z } from 'zod';
import { hashContent } from '../../hash.ts';
import { defineImporter } from './types.ts';

export const debugBench = defineImporter({
  name: 'debugbench',
  about: 'DebugBench, Python: a right and a wrong program a row, as pairs',
  marks: ['slug', 'description', 'oracle_code', 'buggy_code'],
  schema: z.object({
    slug: z.string().min(1),
    description: z.string().min(1),
    examples: z.array(z.string()).nullish(),
    constraints: z.string().nullish(),
    oracle_code: z.string().min(1),
    buggy_code: z.string().min(1),
  }),
  convert(row) {
    const examples = (row.examples ?? []).map((example, index) => `Example ${index + 1}:\n${example.trim()}`);
    const limits = (row.constraints ?? '') === '' ? [] : [`Constraints:\n${(row.constraints ?? '').trim()}`];
    const pair = (which: 'oracle' | 'buggy', code: string) => ({
      id: `debugbench/${row.slug}/${which}-${hashContent(code).slice(0, 8)}`,
      question: [row.description.trim(), ...examples, ...limits].join('\n\n'),
      solution: `${code.trim()}\n`,
      correct: which === 'oracle',
      language: 'python' as const,
      source: which === 'oracle' ? 'reference' : 'debugbench',
      family: `leetcode/${row.slug}`,
      provenance: { kind: 'import' as const, set: 'debugbench', row: `${row.slug} ${which}` },
    });
    return { pairs: [pair('oracle', row.oracle_code), pair('buggy', row.buggy_code)] };
  },
});
