/**
 * What the extension host says to the panel's page. Each message is complete for the part of the page that it fills,
 * and carries the question that it answers, so that a page can tell a late answer from the one it waits for.
 * What the page asks: `panel-request.ts`; the snapshot: `panel-snapshot.ts`; the charts: `panel-charts.ts`.
 */
import { z } from 'zod';
import { logLevelSchema, logQuerySchema, sampleQuerySchema, textPlaceSchema } from './panel-request.ts';
import { snapshotSchema } from './panel-snapshot.ts';

const count = z.int().min(0);

/** The beginning of a text and how long the whole is. */
const cutTextSchema = z.object({ text: z.string(), length: count });
export type CutText = z.infer<typeof cutTextSchema>;

const shownCompletionSchema = z.object({
  text: cutTextSchema,
  tokens: count,
  finish: z.enum(['stop', 'length']),
  reward: z.number(),
  rewardParts: z.record(z.string(), z.number()),
  advantage: z.number().nullable(),
  verdict: z.enum(['correct', 'incorrect']).nullable().optional(),
  sandbox: cutTextSchema.nullable(),
});
export type ShownCompletion = z.infer<typeof shownCompletionSchema>;

const shownSampleSchema = z.object({
  step: count,
  row: count,
  task: z.enum(['solve', 'critique']),
  id: z.string(),
  correct: z.boolean().nullable(),
  prompt: cutTextSchema,
  completions: z.array(shownCompletionSchema),
});
export type ShownSample = z.infer<typeof shownSampleSchema>;

export const samplesAnswerSchema = z.object({
  type: z.literal('samples'),
  query: sampleQuerySchema,
  samples: z.array(shownSampleSchema),
  /** The steps that have samples; null when none has. */
  steps: z.object({ first: count, last: count }).nullable(),
  /** Where older samples go on; null at the end. */
  older: z.object({ step: count, row: count }).nullable(),
  unreadable: count,
});
export type SamplesAnswer = z.infer<typeof samplesAnswerSchema>;

const logEntrySchema = z.object({ level: logLevelSchema, time: z.string(), text: cutTextSchema });
export type LogEntry = z.infer<typeof logEntrySchema>;

export const logAnswerSchema = z.object({
  type: z.literal('log'),
  query: logQuerySchema,
  /** Oldest first. */
  entries: z.array(logEntrySchema),
  /** There are older ones of these levels. */
  older: z.boolean(),
});
export type LogAnswer = z.infer<typeof logAnswerSchema>;

export const panelMessageSchema = z.discriminatedUnion('type', [
  snapshotSchema,
  samplesAnswerSchema,
  z.object({ type: z.literal('text'), place: textPlaceSchema, from: count, text: z.string(), length: count }),
  logAnswerSchema,
  /** Something that was asked for failed. */
  z.object({ type: z.literal('failed'), message: z.string(), hint: z.string() }),
  /** The page speaks another version. */
  z.object({ type: z.literal('refused'), protocol: z.int(), message: z.string() }),
]);
export type PanelMessage = z.infer<typeof panelMessageSchema>;
