/** What the studies of `critique-coder eval --study` find out: whether a model gains from more computing when it answers. */
import { z } from 'zod';
import { count, estimateSchema, head, intervalSchema, mcnemarSchema, share } from './evaluation-head.ts';

const candidateSchema = z.object({
  /** It passes every test of its problem. */
  passed: z.boolean(),
  /** What each critique concluded; null where nothing could be read. */
  critiques: z.array(z.object({ verdict: z.boolean().nullable(), tokens: count })),
});
export type Candidate = z.infer<typeof candidateSchema>;

const candidatesRowSchema = z.object({ id: z.string(), candidates: z.array(candidateSchema) });
export type CandidatesRow = z.infer<typeof candidatesRowSchema>;

/**
 * A model that answers a problem several times and then chooses by its own critiques. `chosen` is the share of problems
 * solved by the choice among the first `candidates`, each by its first `critiques`; `random` and `any` are what drawing one
 * of them and what a perfect choice would solve.
 */
export const selfCritiqueSchema = z.object({
  ...head,
  kind: z.literal('self-critique'),
  temperature: z.number().min(0),
  maxTokens: z.int().min(1),
  /** Problems whose prompt fills the context, or whose answers could not be run; they count nowhere. */
  leftOut: count,
  chosen: z.array(
    z.object({
      candidates: z.int().min(1),
      critiques: z.int().min(1),
      estimate: share,
      interval: intervalSchema.nullable(),
    }),
  ),
  bounds: z.array(z.object({ candidates: z.int().min(1), random: share, any: share })),
  rows: z.array(candidatesRowSchema),
});
export type SelfCritique = z.infer<typeof selfCritiqueSchema>;

const forcedIterationSchema = z.object({
  /** The answer passes every test of its problem. */
  passed: z.boolean(),
  /** Everything that was written up to and with this answer, the words that were put in counted. */
  tokens: count,
  /** Whether the model was made to go on; where its tokens were used up, the iteration repeats the one before. */
  forced: z.boolean(),
});
export type ForcedIteration = z.infer<typeof forcedIterationSchema>;

const forcedRowSchema = z.object({
  id: z.string(),
  /** Whose end was suppressed: that of the thinking, or of the answer of a model that did not think. */
  end: z.enum(['thinking', 'answer']),
  /** From 0, the answer that came unforced. */
  iterations: z.array(forcedIterationSchema),
});
export type ForcedRow = z.infer<typeof forcedRowSchema>;

/** A model that is made to go on when it would end, again and again. `gain` is the last iteration less the unforced answer. */
export const budgetForcingSchema = z.object({
  ...head,
  kind: z.literal('budget-forcing'),
  temperature: z.number().min(0),
  /** Of the thinking and the answer together, and how many of them are kept for the answer behind the thinking. */
  maxTokens: z.int().min(1),
  answerTokens: z.int().min(1),
  /** What is put in the place of the end. */
  continuation: z.string(),
  /** Problems whose prompt fills the context, or whose answers could not be run; they count nowhere. */
  leftOut: count,
  /** Problems whose thinking was made to go on; of the others it was the answer. */
  thinking: count,
  iterations: z.array(
    z.object({
      iteration: count,
      /** Share of the problems that are solved: pass@1. */
      estimate: share,
      interval: intervalSchema.nullable(),
      /** Mean of the problems'. */
      tokens: z.number().min(0),
      /** Problems that were really made to go on. */
      forced: count,
    }),
  ),
  gain: z.object({
    /** Null where there is only one problem, or every draw gives the same. */
    difference: estimateSchema.nullable(),
    /** First is the unforced answer, second the last iteration. */
    mcnemar: mcnemarSchema,
  }),
  rows: z.array(forcedRowSchema),
});
export type BudgetForcing = z.infer<typeof budgetForcingSchema>;
