/** What `critique-coder data sample` keeps while it asks for solutions (its transcript, JSON lines) and what it prints. */
import { z } from 'zod';

const count = z.int().min(0);

/**
 * Who answers, and the seed that the seeds of the requests are made of; an endpoint may be sent none. `folder` is where
 * the policy's weights are: its run, or its model.
 */
const answererSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('endpoint'), url: z.string(), model: z.string(), seed: count.optional() }),
  z.object({
    kind: z.literal('policy'),
    model: z.string(),
    folder: z.string(),
    step: count.optional(),
    seed: count,
  }),
]);

/** What all answers of a transcript have in common, its first line. A transcript is resumed with exactly this. */
export const samplingSchema = z.object({
  type: z.literal('sampling'),
  protocol: z.int(),
  answerer: answererSchema,
  /** SHA-256 of the problems' file. */
  problems: z.string(),
  /** Of the prompt: `templateVersion`. */
  template: z.int(),
  temperature: z.number(),
  /** 1 leaves the choice of tokens as it is. */
  topP: z.number(),
  /** Of one answer. */
  maxTokens: z.int(),
});
export type Sampling = z.infer<typeof samplingSchema>;

const answerSchema = z.object({
  text: z.string(),
  /** `stop`, `length`, or what else the server says; null where it says nothing. */
  finish: z.string().nullable(),
});
export type Answer = z.infer<typeof answerSchema>;

/** A request with what came of it, a line of the transcript. */
export const exchangeSchema = z.object({
  type: z.literal('exchange'),
  problemId: z.string(),
  /** Which of the problem's answers the first of these is, from 0. */
  first: count,
  /** How many answers were asked for: a server may give fewer. */
  asked: z.int().min(1),
  /** That of the request, where one was sent. */
  seed: z.int().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  answers: z.array(answerSchema),
  /** Tokens; `estimated` from the lengths of the texts where the server does not count. */
  usage: z.object({ prompt: count, completion: count, estimated: z.boolean() }),
  /** From the first attempt to the answer, pauses included. */
  milliseconds: z.number().min(0),
  attempts: z.int().min(1),
});
export type Exchange = z.infer<typeof exchangeSchema>;

/** The document of `data sample`. What was answered before a resumption counts like the rest. */
export const sampleReportSchema = z.strictObject({
  out: z.string(),
  transcript: z.string(),
  problems: count,
  answers: count,
  /** Rows that were written. */
  solutions: count,
  /** Answers with no text at all, or none behind their reasoning. */
  empty: count,
  /** Answers with text, but without a program in the problem's language. */
  withoutCode: count,
  /** Answers that were cut off by the limit of tokens; a program in one is written all the same. */
  truncated: count,
  /** Problems that a policy was not asked, because their prompt fills its context. */
  tooLong: count,
  /** Answers that were not asked for any more when the budget of tokens was used up. */
  unasked: count,
  tokens: z.strictObject({ prompt: count, completion: count, estimated: z.boolean() }),
});
export type SampleReport = z.infer<typeof sampleReportSchema>;
