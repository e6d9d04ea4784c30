/** What the sampling bench asks its contestants; `peers/sample.py` answers the same. */
import { z } from 'zod';

export const sampleSchema = z.object({
  do: z.literal('sample'),
  prompts: z.array(z.array(z.int())),
  /** Completions of each prompt. */
  count: z.int(),
  /** Of every completion: nothing ends one earlier. */
  newTokens: z.int(),
  /** 0 takes the most probable token. */
  temperature: z.number(),
  seed: z.int(),
});

export type Question = z.infer<typeof sampleSchema>;

export const questionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open'), model: z.string(), threads: z.int() }),
  sampleSchema,
  z.object({ do: z.literal('memory') }),
]);

export const sampledSchema = z.object({
  milliseconds: z.number(),
  /** [prompt][completion][token] */
  tokens: z.array(z.array(z.array(z.int()))),
});
export type Sampled = z.infer<typeof sampledSchema>;
