/** What `label --pairs` reports about the pairs that it wrote. */
import { z } from 'zod';

const count = z.int().min(0);

const classesSchema = z.object({ correct: count, incorrect: count });

export const pairsReportSchema = z.object({
  /** Where the pairs were written. */
  file: z.string(),
  /** Of every kind of candidate (a reference, an operator of mutation, a model), how it came out; before balancing. */
  sources: z.record(z.string(), classesSchema.extend({ unlabelled: count, leftOut: count })).readonly(),
  leftOut: z.object({
    unlabelled: count,
    /** The same program as an earlier candidate of the problem, but for white space around it. */
    duplicates: count,
    /** No program at all. */
    empty: count,
    /** Above the threshold, but a test shows the mistake that mutation made. */
    brokenMutants: count,
    /** Without `--survivors`: what `survivingMutants` counts. */
    survivingMutants: count,
  }),
  /** Mutants that pass every test, so are correct by execution: the mistake is none, or no test shows it. */
  survivingMutants: count,
  before: classesSchema,
  /** What was written: fewer than `before` where `--balance` thinned a class. */
  after: classesSchema,
});
export type PairsReport = z.infer<typeof pairsReportSchema>;
