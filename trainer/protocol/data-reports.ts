/** The documents of `data filter`, `data stats` and `data split`: printed with `--json`, and `report.json` beside what was written. */
import { z } from 'zod';

const count = z.int().min(0);

/** A file that was read or written: as it was named, with its size and its SHA-256. */
const fileSchema = z.object({ file: z.string(), bytes: count, sha256: z.string() });
export type DescribedFile = z.infer<typeof fileSchema>;

/** What is known of a list of numbers; quantiles are interpolated, and all but `n` is null where there are none. */
const distributionSchema = z.object({
  n: count,
  mean: z.number().nullable(),
  min: z.number().nullable(),
  p10: z.number().nullable(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
  max: z.number().nullable(),
});
export type Distribution = z.infer<typeof distributionSchema>;

/** Which text counts the tokens: a tokenizer's folder, or the rule that stands in for one. */
const tokensSchema = z.object({
  countedBy: z.enum(['tokenizer', 'approximation']),
  tokenizer: z.string().nullable(),
});
export type CountedBy = z.infer<typeof tokensSchema>;

const overlapFields = {
  reason: z.literal('contaminated'),
  /** Which text of the row overlaps. */
  field: z.enum(['question', 'solution']),
  /** The first run of words that is shared, and how many are. */
  words: z.string(),
  shared: count,
  /** Where they stand in the evaluation set; lines count from 1. */
  place: z.object({ file: z.string(), line: z.int().min(1), field: z.string() }),
};

/** A problem that was left out, and why. */
export const droppedProblemSchema = z.discriminatedUnion('reason', [
  z.object({ id: z.string(), reason: z.literal('no-test-left'), tests: count }),
  z.object({ id: z.string(), ...overlapFields }),
  z.object({ id: z.string(), reason: z.literal('reference-fails'), cause: z.string() }),
  z.object({ id: z.string(), reason: z.literal('tests-void') }),
  z.object({
    id: z.string(),
    reason: z.literal('near-duplicate'),
    /** The earlier problem that was kept, and the Jaccard similarity of the two questions. */
    of: z.string(),
    similarity: z.number().min(0).max(1),
  }),
]);
export type DroppedProblem = z.infer<typeof droppedProblemSchema>;

/** Rows that refer to problems. `orphans` are kept: nothing is known of their problem. */
const followersSchema = z.object({
  read: count,
  kept: count,
  withProblem: count,
  contaminated: count,
  orphans: count,
  /** The contaminated ones. */
  dropped: z.array(z.object({ id: z.string(), ...overlapFields })),
});
export type Followers = z.infer<typeof followersSchema>;

/** `data filter`. */
export const filterReportSchema = z.object({
  settings: z.object({
    seed: count,
    maxTestTokens: count,
    maxTests: count,
    tokens: tokensSchema,
    /** Null: near duplicates stay. */
    nearDuplicates: z.number().nullable(),
    /** Words of a run that two texts must share; null: compared with nothing. */
    ngram: count.nullable(),
    references: z.boolean(),
  }),
  files: z.object({ read: z.array(fileSchema), against: z.array(fileSchema), written: z.array(fileSchema) }),
  problems: z.object({
    read: count,
    kept: count,
    noTestLeft: count,
    contaminated: count,
    referenceFails: count,
    testsVoid: count,
    nearDuplicates: count,
    dropped: z.array(droppedProblemSchema),
  }),
  tests: z.object({
    read: count,
    /** Of the problems that were kept. */
    kept: count,
    /** Over the limit of tokens. */
    tooLong: count,
    /** Over the number that a problem may have. */
    notSampled: count,
    /** Went with their problem, when it was dropped for another reason. */
    withProblem: count,
    /** Test code over the limit of tokens: it is one test, whose asserts nobody parts, and stays. */
    longTestCodeKept: count,
    perProblemBefore: distributionSchema,
    perProblemAfter: distributionSchema,
    /** Characters of the arguments as JSON, or of standard input, on average of a test; null without such tests. */
    inputCharactersBefore: z.number().nullable(),
    inputCharactersAfter: z.number().nullable(),
  }),
  /** Null when no reference was run. */
  references: z
    .object({
      passed: count,
      failed: count,
      /** Problems without a solution of their own; they stay. */
      absent: count,
      /** The sandbox lacks what they need, so nothing is known; they stay. */
      unlabelled: z.array(z.object({ id: z.string(), cause: z.string() })),
    })
    .nullable(),
  pairs: followersSchema.nullable(),
  solutions: followersSchema.nullable(),
  /** Runs of words by how many rows they cost, the most first: wording that everybody uses stands out here. */
  commonestOverlaps: z.array(z.object({ words: z.string(), rows: count })),
  /** Evaluation texts that were too long to be wording. */
  evaluationTextsPassedOver: count,
});
export type FilterReport = z.infer<typeof filterReportSchema>;

const shareOfKinds = z.record(z.string(), count);

/** `data stats`: one entry a file. */
export const statsReportSchema = z.object({
  tokens: tokensSchema,
  files: z.array(
    z.object({
      file: z.string(),
      kind: z.enum(['problems', 'solutions', 'pairs']),
      rows: count,
      languages: shareOfKinds,
      /** Kinds of test, of problems. */
      tests: shareOfKinds,
      /** `correct` and `incorrect`, of pairs. */
      labels: shareOfKinds,
      provenance: shareOfKinds,
      sources: shareOfKinds,
      /** Distinct problems, families and questions. */
      distinct: z.object({ problems: count, families: count, questions: count }),
      /** Rows whose texts are all those of an earlier row, white space aside. */
      duplicates: count,
      perRow: z.record(z.string(), distributionSchema),
    }),
  ),
});
export type StatsReport = z.infer<typeof statsReportSchema>;

/** `data split`. */
export const splitReportSchema = z.object({
  seed: count,
  files: z.object({ read: z.array(fileSchema), written: z.array(fileSchema) }),
  sides: z.array(
    z.object({
      side: z.string(),
      share: z.number(),
      folder: z.string(),
      /** Problems, or families of them, that belong together. */
      groups: count,
      problems: count,
      solutions: count,
      pairs: count,
      correctPairs: count,
    }),
  ),
  /** Solutions whose problem is not there; they are on no side. */
  orphanSolutions: count,
  /** Pairs of questions that are alike in so much and were kept together; null where only equal ones were. */
  nearDuplicates: z.object({ share: z.number(), pairs: count }).nullable(),
  /** What was compared between the sides in the files as written; none stands on two. */
  checked: z.object({ families: count, questions: count, problems: count }),
});
export type SplitReport = z.infer<typeof splitReportSchema>;
