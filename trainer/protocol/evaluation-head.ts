/** What results of every kind are made of. */
import { z } from 'zod';

export const share = z.number().min(0).max(1);
export const count = z.int().min(0);

/** Ends of a 95 % interval, problems drawn with replacement. */
export const intervalSchema = z.object({ low: z.number(), high: z.number() });
export type EvaluationInterval = z.infer<typeof intervalSchema>;

export const estimateSchema = intervalSchema.extend({ estimate: z.number() });

/** Exact and two-sided, over rows that are right or wrong: how many only the first and only the second has right. */
export const mcnemarSchema = z.object({ onlyFirst: count, onlySecond: count, p: share });

/** What every result begins with. `set` says what was measured on; results on the same `sha256` can be compared. */
export const head = {
  protocol: z.int(),
  createdAt: z.iso.datetime(),
  /** What was measured: a critic's folder, a file of solutions, a model. */
  subject: z.string(),
  set: z.object({ files: z.array(z.string()), sha256: z.string(), rows: count }),
};
