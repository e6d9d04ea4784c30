/** The starter set: problems, their right and wrong solutions, and the pairs that a critic learns from. */
import { z } from 'zod';
import { functionTestSchema, type Pair } from '../protocol/data.ts';
import { judgedQuestion } from '../tasks/judged-question.ts';
import { bugKinds } from './family.ts';
import { splitNames, type SplitName } from './plan.ts';

const problemSchema = z.strictObject({
  id: z.string().min(1),
  question: z.string().min(1),
  language: z.literal('python'),
  entryPoint: z.string().min(1),
  /** The `def` line. */
  starterCode: z.string().min(1),
  /** The reference. */
  solution: z.string().min(1),
  family: z.string().min(1),
  tests: z.array(functionTestSchema).min(8),
});
export type StarterProblem = z.infer<typeof problemSchema>;

const solutionSchema = z.strictObject({
  solution: z.string().min(1),
  /** Whether it passed every test when it was executed. */
  correct: z.boolean(),
  passRate: z.number().min(0).max(1),
  /** `reference`, `variant` (the same function in another style), or the kind of the mistake. */
  kind: z.enum(['reference', 'variant', ...bugKinds]),
  /** What is wrong, in plain English; only wrong solutions have it. */
  note: z.string().min(1).optional(),
});
export type StarterSolution = z.infer<typeof solutionSchema>;

/** One line of a data file. */
export const starterRowSchema = z.strictObject({
  problem: problemSchema,
  solutions: z.array(solutionSchema).min(4),
});
export type StarterRow = z.infer<typeof starterRowSchema>;

export interface StarterSplit {
  readonly problems: readonly StarterProblem[];
  /** One a solution, in the problems' order; `source` is the solution's kind, `id` is `problem id#index`. */
  readonly pairs: readonly Pair[];
  /** Problems with their solutions, kinds and notes. */
  readonly rows: readonly StarterRow[];
}

export type StarterSet = Readonly<Record<SplitName, StarterSplit>>;

export function starterSet(rowsOf: (split: SplitName) => readonly StarterRow[]): StarterSet {
  const entries = splitNames.map((name) => [name, splitOf(rowsOf(name))] as const);
  return Object.fromEntries(entries) as Record<SplitName, StarterSplit>;
}

/** The split that has these rows. */
export function splitOf(rows: readonly StarterRow[]): StarterSplit {
  return { rows, problems: rows.map((row) => row.problem), pairs: rows.flatMap(pairsOf) };
}

function pairsOf({ problem, solutions }: StarterRow): Pair[] {
  return solutions.map(({ solution, correct, passRate, kind }, index) => ({
    id: `${problem.id}#${index}`,
    question: judgedQuestion(problem),
    solution,
    correct,
    language: problem.language,
    passRate,
    source: kind,
    family: problem.family,
  }));
}
