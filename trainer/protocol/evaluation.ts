/** What `critique-coder eval` finds out: `result.json`, which `--json` prints as well, and what two of them say together. */
import { z } from 'zod';
import { critiqueMetricsSchema, reliabilityBinSchema } from './critic.ts';
import { count, estimateSchema, head, intervalSchema, mcnemarSchema, share } from './evaluation-head.ts';
import { budgetForcingSchema, selfCritiqueSchema } from './evaluation-studies.ts';

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
const pickedThresholdSchema = z.object({
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

/** A problem with the solutions of it that could be run: `n` of them, and how many pass every test. */
const passRowSchema = z.object({ id: z.string(), n: count, correct: count, unlabelled: count });
export type PassRow = z.infer<typeof passRowSchema>;

/** Mean of the problems' pass@k; null where no problem has so many solutions that could be run. */
const passAtSchema = z.object({
  k: z.int().min(1),
  estimate: share.nullable(),
  interval: intervalSchema.nullable(),
  /** Problems that it is the mean of, and those left out because fewer than k of their solutions could be run. */
  problems: count,
  leftOut: count,
});
export type PassAt = z.infer<typeof passAtSchema>;

/** Of solutions, executed. Correct is what passes every test of its problem. */
export const passEvaluationSchema = z.object({
  ...head,
  kind: z.literal('pass-at-k'),
  solutions: count,
  correct: count,
  incorrect: count,
  /** What could not be run, with why; it counts nowhere. */
  unlabelled: z.object({ n: count, rows: z.array(z.object({ id: z.string(), reason: z.string() })) }),
  /** Problems of the set that nobody answered; they count nowhere either. */
  unanswered: count,
  passAt: z.array(passAtSchema),
  /**
   * Whether returned values of all problems were compared by the rules of LiveCodeBench, as those of its own problems
   * always are; earlier results do not say.
   */
  exact: z.boolean().optional(),
  /** Where a model was asked for them: how many answers of each problem, and how. */
  sampling: z
    .object({
      samples: z.int().min(1),
      temperature: z.number().min(0),
      maxTokens: z.int().min(1),
      seed: count,
    })
    .optional(),
  rows: z.array(passRowSchema),
});
export type PassEvaluation = z.infer<typeof passEvaluationSchema>;

/** A task of logic questions. */
const logicTaskSchema = z.object({
  task: z.string(),
  n: count,
  accuracy: share,
  interval: intervalSchema.nullable(),
  /** What drawing one of the choices gives on average, and what the commonest target gives. */
  chance: share,
  commonest: share,
  /** Completions from which no answer could be read, and those that were cut off. */
  unanswered: count,
  truncated: count,
});
export type LogicTask = z.infer<typeof logicTaskSchema>;

const logicRowSchema = z.object({
  id: z.string(),
  task: z.string(),
  right: z.boolean(),
  /** As it was read; null where it could not be. */
  answer: z.string().nullable(),
  expected: z.string(),
  truncated: z.boolean(),
});
export type LogicRow = z.infer<typeof logicRowSchema>;

/** Of a model on logic questions, none of whose text is kept. Figures of the whole are means of the tasks'. */
export const logicEvaluationSchema = z.object({
  ...head,
  kind: z.literal('logic'),
  temperature: z.number().min(0),
  maxTokens: z.int().min(1),
  accuracy: share,
  interval: intervalSchema.nullable(),
  chance: share,
  commonest: share,
  /** Questions that fill the model's context; they count nowhere. */
  tooLong: count,
  tasks: z.array(logicTaskSchema),
  rows: z.array(logicRowSchema),
});
export type LogicEvaluation = z.infer<typeof logicEvaluationSchema>;

/** `result.json`. */
export const evaluationSchema = z.discriminatedUnion('kind', [
  criticEvaluationSchema,
  passEvaluationSchema,
  logicEvaluationSchema,
  selfCritiqueSchema,
  budgetForcingSchema,
]);
export type Evaluation = z.infer<typeof evaluationSchema>;

/** Two results on one set, row by row. A difference is the second less the first, on the rows that both have. */
export const comparisonSchema = z.object({
  protocol: z.int(),
  kind: z.string(),
  first: z.object({ file: z.string(), subject: z.string() }),
  second: z.object({ file: z.string(), subject: z.string() }),
  rows: count,
  onlyInFirst: count,
  onlyInSecond: count,
  figures: z.array(
    z.object({
      name: z.string(),
      first: z.number().nullable(),
      second: z.number().nullable(),
      /** Null where the figure is not defined, there is only one problem, or every draw gives the same difference. */
      difference: estimateSchema.nullable(),
    }),
  ),
  /** Null where rows are not right or wrong. `leftOut`: of pass@k, problems whose answer could not be run on either side. */
  mcnemar: mcnemarSchema.extend({ leftOut: count.optional() }).nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;
