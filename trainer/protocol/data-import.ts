/** What `critique-coder data import` prints with `--json`, and the rows of the file of what it could not use. */
import { z } from 'zod';

const count = z.int().min(0);

/** A row of `rejected.jsonl`. `field` is empty where the row as a whole is at fault; `line` counts from 1. */
export const rejectedRowSchema = z.object({
  file: z.string(),
  line: z.int().min(1),
  format: z.string(),
  field: z.string(),
  reason: z.string(),
});

const counts = {
  problems: count,
  solutions: count,
  pairs: count,
  /** Rows, or parts of one, that cannot be used; each stands in `rejected.jsonl`. */
  rejected: count,
  /** What says again what an earlier row said, under the same id. */
  repeated: count,
};

/** Counts of how a thing was told, with numbers and quotations left out of the words, the most frequent first. */
const toldSchema = z.array(z.object({ what: z.string(), count })).readonly();

export const importReportSchema = z.object({
  out: z.string(),
  files: z.array(z.object({ file: z.string(), format: z.string(), rows: count, ...counts })).readonly(),
  ...counts,
  /** What was changed so that rows can be used. */
  repairs: toldSchema,
  /** Why rows were rejected. */
  reasons: toldSchema,
});
export type ImportReport = z.infer<typeof importReportSchema>;
export type ImportCounts = Pick<ImportReport, keyof typeof counts>;
