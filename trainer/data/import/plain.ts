/** Rows that are in our formats already. */
import type { z } from 'zod';
import { pairSchema, problemSchema, solutionSchema } from '../../protocol/data.ts';
import type { Pair, Problem, Solution } from '../../protocol/data.ts';
import { checked } from './types.ts';
import type { Converted, Importer } from './types.ts';

export const plainProblems: Importer = {
  name: 'problems',
  about: 'problems of ours: {"id", "question", "language", "tests" | "io" | "testCode", …}',
  recognises: (row) =>
    ['id', 'question', 'language'].every((key) => key in row) &&
    ['tests', 'io', 'testCode'].some((key) => key in row) &&
    !('label' in row),
  convert: as(problemSchema, (row: Problem) => ({ problems: [row] })),
};

export const plainSolutions: Importer = {
  name: 'solutions',
  about: 'solutions of ours: {"id", "problemId", "solution"}',
  recognises: (row) => ['id', 'problemId', 'solution'].every((key) => key in row) && !('question' in row),
  convert: as(solutionSchema, (row: Solution) => ({ solutions: [row] })),
};

export const plainPairs: Importer = {
  name: 'pairs',
  about: 'pairs of ours: {"id", "question", "solution", "correct"}',
  recognises: (row) => ['id', 'question', 'solution', 'correct'].every((key) => key in row),
  convert: as(pairSchema, (row: Pair) => ({ pairs: [row] })),
};

function as<T>(schema: z.ZodType<T>, convert: (row: T) => Converted): (row: unknown) => Converted {
  return (row) => convert(checked(schema, row));
}
