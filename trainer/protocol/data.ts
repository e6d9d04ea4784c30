/**
 * The data formats that users write and the commands exchange, one JSON document a line (JSONL).
 * Fixed by the project's contracts: see docs/architecture.md, "Contracts".
 */
import { z } from 'zod';

export const languageSchema = z.enum(['python', 'javascript', 'typescript']);
export type Language = z.infer<typeof languageSchema>;

export const jsonSchema = z.json();
export type Json = z.infer<typeof jsonSchema>;

/** A call of the entry point: its positional arguments and the value it must return. */
export const functionTestSchema = z.strictObject({ input: z.array(jsonSchema), expected: jsonSchema });
export type FunctionTest = z.infer<typeof functionTestSchema>;

/** A run of the whole program: what it reads and what it must print. */
export const ioTestSchema = z.strictObject({ stdin: z.string(), stdout: z.string() });
export type IoTest = z.infer<typeof ioTestSchema>;

/**
 * How a solution came to be. `import` is a row of a published set, `policy` a run at the checkpoint of `step`, or a base
 * model, which has none, and `of` the solution that was mutated; `line` counts from 1 in that one.
 */
export const provenanceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reference') }),
  z.strictObject({
    kind: z.literal('import'),
    set: z.string(),
    row: z.string(),
    model: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('endpoint'),
    model: z.string(),
    temperature: z.number(),
    seed: z.int().optional(),
  }),
  z.strictObject({
    kind: z.literal('policy'),
    model: z.string(),
    step: z.int().min(0).optional(),
    temperature: z.number(),
    seed: z.int(),
  }),
  z.strictObject({
    kind: z.literal('mutation'),
    operator: z.string(),
    line: z.int().min(1),
    of: z.string(),
  }),
]);
export type Provenance = z.infer<typeof provenanceSchema>;

const problemFields = {
  id: z.string().min(1),
  question: z.string().min(1),
  language: languageSchema,
  entryPoint: z.string().min(1).optional(),
  starterCode: z.string().optional(),
  solution: z.string().optional(),
  /** Problems of one family never stand on two sides of a split. */
  family: z.string().optional(),
  /** The set that it was imported from, as `mbpp`. */
  source: z.string().optional(),
};

/** A problem carries exactly one of three kinds of test. */
export const problemSchema = z.union([
  z.strictObject({
    ...problemFields,
    entryPoint: z.string().min(1),
    tests: z.array(functionTestSchema).min(1),
  }),
  z.strictObject({ ...problemFields, io: z.array(ioTestSchema).min(1) }),
  z.strictObject({ ...problemFields, testCode: z.string().min(1) }),
]);
export type Problem = z.infer<typeof problemSchema>;

export const solutionSchema = z.strictObject({
  id: z.string().min(1),
  problemId: z.string().min(1),
  solution: z.string(),
  provenance: provenanceSchema.optional(),
});
export type Solution = z.infer<typeof solutionSchema>;

/** A solution with its verdict: what a critic learns from and is measured on. */
export const pairSchema = z.strictObject({
  id: z.string().min(1),
  question: z.string().min(1),
  solution: z.string().min(1),
  correct: z.boolean(),
  language: languageSchema.optional(),
  passRate: z.number().min(0).max(1).optional(),
  /** Where the solution comes from: `reference`, a mutation's kind, a model's name. */
  source: z.string().optional(),
  family: z.string().optional(),
  problemId: z.string().min(1).optional(),
  provenance: provenanceSchema.optional(),
});
export type Pair = z.infer<typeof pairSchema>;
