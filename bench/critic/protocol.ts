/** What the critic bench asks its processes. */
import { z } from 'zod';
import { precisionSchema } from '../../trainer/protocol/critic.ts';

export const questionSchema = z.discriminatedUnion('do', [
  /** Stores the network of a checkpoint. */
  z.object({
    do: z.literal('export'),
    model: z.string(),
    directory: z.string(),
    precision: precisionSchema,
  }),
  /** Loads what was stored. */
  z.object({ do: z.literal('open'), directory: z.string(), threads: z.int(), inFile: z.boolean() }),
  z.object({
    do: z.literal('judge'),
    question: z.string(),
    solution: z.string(),
  }),
  /** Writes a critique of so many tokens about the same. */
  z.object({ do: z.literal('write'), question: z.string(), solution: z.string() }),
  z.object({ do: z.literal('memory') }),
]);

/** Tokens of the critique that is written. */
export const writtenTokens = 32;

export const timedSchema = z.object({ milliseconds: z.number() });
export const judgedSchema = timedSchema.extend({
  /** That were computed. */
  tokens: z.number(),
  logit: z.number(),
});
/** The most that the process has had, and what it has now that is in no file. */
export const memorySchema = z.object({ peak: z.number(), anonymous: z.number() });
