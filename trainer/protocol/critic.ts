/** `critic.json`, the record of an exported critic: what it was made from, how to read it, how good it is. */
import { z } from 'zod';

const probability = z.number().min(0).max(1);
const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * How well verdicts agree with labels. A rate without a denominator is null: no correct solutions, no true-positive
 * rate. Pairs inside the abstain band count in every rate, by the side of the threshold they are on, so that a critic
 * does not look better by saying less; `abstained` counts them.
 */
export const critiqueMetricsSchema = z.object({
  n: count,
  accuracy: probability.nullable(),
  balancedAccuracy: probability.nullable(),
  /** Correct solutions that were called correct. */
  tpr: probability.nullable(),
  /** Incorrect solutions that were called incorrect. */
  tnr: probability.nullable(),
  auroc: probability.nullable(),
  /** Expected calibration error. */
  ece: probability.nullable(),
  abstained: count,
});
export type CritiqueMetrics = z.infer<typeof critiqueMetricsSchema>;

export const reliabilityBinSchema = z.object({
  from: probability,
  to: probability,
  n: z.int().positive(),
  meanProbability: probability,
  shareCorrect: probability,
});
export type ReliabilityBin = z.infer<typeof reliabilityBinSchema>;

/**
 * From the logit log P(T) − log P(F) at the conclusion to a verdict:
 * P(correct) = sigmoid(slope × logit + intercept). `temperature` keeps the intercept 0, its slope is 1 / temperature.
 */
export const calibrationSchema = z.object({
  method: z.enum(['temperature', 'platt']),
  /** 0 says that a higher logit was not more often correct: every verdict is then `unsure`. */
  slope: z.number().nonnegative(),
  intercept: z.number(),
  /** Logit from which a solution is called correct. */
  threshold: z.number(),
  /** Logits nearer to the threshold than this are `unsure`. */
  abstainWithin: z.number().nonnegative(),
  /** On the validation pairs that it was fitted on. */
  validation: z.object({
    n: z.int().positive(),
    balancedAccuracy: probability,
    /** Of sigmoid(logit), and of the calibrated probability. */
    eceBefore: probability,
    eceAfter: probability,
    /** Share of the pairs that get a verdict, and how many of these are right; null if none gets one. */
    coverage: probability,
    accuracyOutside: probability.nullable(),
    reliability: z.array(reliabilityBinSchema),
  }),
});
export type Calibration = z.infer<typeof calibrationSchema>;

/**
 * How many critiques a critic writes of a solution, and at which temperature; one at temperature 0 is greedy. 0 judges
 * without words: the verdict is read where a conclusion would begin the answer, and words are written when asked for.
 */
export const critiquesSchema = z.object({ count: z.int().min(0), temperature: z.number().min(0) });
export type Critiques = z.infer<typeof critiquesSchema>;

/** How the matrices of a critic's network are stored: whole numbers in blocks of a row, a scale for each block, or as they are. */
export const precisionSchema = z.enum(['fp32', 'int8', 'int4']);
export type Precision = z.infer<typeof precisionSchema>;

/** `auto` goes by the size of the network. */
export const precisionChoiceSchema = z.enum(['auto', ...precisionSchema.options]);
export type PrecisionChoice = z.infer<typeof precisionChoiceSchema>;

/**
 * What storing the network in fewer bits changes, on validation pairs and with the critic's calibration, which is fitted
 * on what the stored network says.
 */
export const driftSchema = z.object({
  n: z.int().positive(),
  /** Of the difference of P(correct) from that at full precision, in either direction. */
  mean: probability,
  max: probability,
  /** Pairs that end on the other side of the threshold. */
  flipped: count,
});
export type Drift = z.infer<typeof driftSchema>;

export const criticRecordSchema = z.object({
  protocol: z.int(),
  createdAt: z.iso.datetime(),
  base: z.object({ name: z.string().min(1), sha256 }),
  /** Version of the critique prompt and of the place where the verdict is read. */
  template: z.int().min(1),
  /** Version of what the network is given and gives back. */
  network: z.int().min(1).default(1),
  calibration: calibrationSchema,
  /** On pairs that neither training nor calibration has seen; null when none were given. */
  heldOut: critiqueMetricsSchema.nullable(),
  /** Null for a critic that no run of ours has trained. */
  training: z.object({ run: z.string().min(1), step: count, configSha256: sha256 }).nullable(),
  /** Longest prompt in tokens that the critic accepts. */
  maxPromptTokens: z.int().min(1),
  /** Most tokens it writes before it is asked for its conclusion. */
  maxCritiqueTokens: z.int().min(1),
  /** Its logit is that of the mean of P(T) over them. */
  critiques: critiquesSchema.default({ count: 1, temperature: 0 }),
  precision: precisionSchema.default('fp32'),
  /** Null at full precision. */
  drift: driftSchema.nullable().default(null),
  /** What the chat template was told in training, and is told in judging. */
  chat: z.object({ thinking: z.boolean() }).default({ thinking: false }),
  /** Every other file of the folder, by relative path with `/`. */
  files: z.record(z.string(), z.object({ bytes: count, sha256 })),
});
export type CriticRecord = z.infer<typeof criticRecordSchema>;
