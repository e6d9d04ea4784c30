/** What `critique-coder eval` finds out: `result.json`, which `--json` prints as well, and what two of them say together. */
import { z } from 'zod';
import { critiqueMetricsSchema, reliabilityBinSchema } from './critic.ts';

const share = z.number().min(0).max(1);
const count = z.int().min(0);

/** Ends of a 95 % interval, problems drawn with replacement. */
const intervalSchema = z.object({ low: z.number(), high: z.number() });
export type EvaluationInterval = z.infer<typeof intervalSchema>;

const estimateSchema = intervalSchema.extend({ estimate: z.number() });
export type EvaluationEstimate = z.infer<typeof estimateSchema>;

/** What every result begins with. `set` says what was measured on; results on the same `sha256` can be compared. */
const head = {
  protocol: z.int(),
  createdAt: z.iso.datetime(),
  /** What was measured: a critic's folder, a file of solutions, a model. */
  subject: z.string(),
  set: z.object({ files: z.array(z.string()), sha256: z.string(), rows: count }),
};

const criterionSchema = z.union([
  z.object({ rate: z.literal('balancedAccuracy') }),
  z.object({ rate: z.enum(['tpr', 'tnr']), atLeast: share }),
]);
/** What a threshold is picked for: the best balanced accuracy, or a rate that must be reached. */
export type Criterion = z.infer<typeof criterionSchema>;

/**
 * A threshold that was picked, and what it gives. With `heldBack` it was picked on one half of the problems and the
 * rates are of the other; without, both are of the same pairs, which flatters it.
 */
export const pickedThresholdSchema = z.object({
  criterion: criterionSchema,
  threshold: z.number(),
  heldBack: z.boolean(),
  pickedOn: count,
  measuredOn: count,
  tpr: share.nullable(),
  tnr: share.nullable(),
  balancedAccuracy: share.nullable(),
  balancedAccuracyInterval: intervalSchema.nullable(),
});
export type PickedThreshold = z.infer<typeof pickedThresholdSchema>;

const criticGroupSchema = z.object({
  /** `unknown` where the pair says nothing of it. */
  group: z.string(),
  n: count,
  /** How many of them are correct. */
  correct: count,
  accuracy: share.nullable(),
  accuracyInterval: intervalSchema.nullable(),
  balancedAccuracy: share.nullable(),
  tpr: share.nullable(),
  tnr: share.nullable(),
});
export type CriticGroup = z.infer<typeof criticGroupSchema>;

/** A pair and what the critic said. `logit` is null where the pair was too long to judge, which counts as a mistake. */
const criticRowSchema = z.object({
  id: z.string(),
  /** Rows of one problem have the same, and are drawn together. */
  problem: z.string(),
  correct: z.boolean(),
  logit: z.number().nullable(),
  /** Calibrated P(correct). */
  probability: share,
  verdict: z.enum(['correct', 'incorrect', 'unsure']),
});
export type CriticRow = z.infer<typeof criticRowSchema>;

/**
 * Of a critic on labelled pairs. `aurc` is the area under the risk-coverage curve: the mean share of mistakes among
 * the pairs kept, over all numbers kept, the surest first; lower is better, and 1 − accuracy is no better than chance.
 */
export const criticEvaluationSchema = critiqueMetricsSchema.extend({
  ...head,
  kind: z.literal('critic'),
  /** Different problems among the pairs. */
  problems: count,
  tooLong: count,
  threshold: z.number(),
  aurc: share.nullable(),
  intervals: z.object({
    accuracy: intervalSchema.nullable(),
    balancedAccuracy: intervalSchema.nullable(),
    tpr: intervalSchema.nullable(),
    tnr: intervalSchema.nullable(),
    auroc: intervalSchema.nullable(),
    ece: intervalSchema.nullable(),
    aurc: intervalSchema.nullable(),
  }),
  reliability: z.array(reliabilityBinSchema.extend(intervalSchema.shape)),
  riskCoverage: z.array(z.object({ coverage: share, accuracy: share })),
  picks: z.array(pickedThresholdSchema),
  byLanguage: z.array(criticGroupSchema),
  byProvenance: z.array(criticGroupSchema),
  rows: z.array(criticRowSchema),
});
export type CriticEvaluation = z.infer<typeof criticEvaluationSchema>;
