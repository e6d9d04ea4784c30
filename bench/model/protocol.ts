/** What the bench of one model asks those that decode and judge; `peers/sample.py` answers the same. */
import { z } from 'zod';
import { sampleSchema } from '../sample/protocol.ts';

export const questionSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('open'),
    model: z.string(),
    threads: z.int(),
    /** Completions that are written side by side at most, and their longest with its prompt. */
    texts: z.int(),
    positions: z.int(),
  }),
  sampleSchema,
  z.object({
    do: z.literal('verdict'),
    /** All that is read, up to the token that is the verdict. */
    prompt: z.array(z.int()),
    /** The tokens of both verdicts. */
    correct: z.int(),
    incorrect: z.int(),
    /** The file that gets the logits [vocabulary] as float32; such an answer's time is not looked at. */
    logits: z.string().optional(),
  }),
  z.object({ do: z.literal('memory') }),
]);
export type Question = z.infer<typeof questionSchema>;
export type Asked<Kind extends Question['do']> = Extract<Question, { do: Kind }>;

export const judgedSchema = z.object({ milliseconds: z.number(), logit: z.number() });
export type Judged = z.infer<typeof judgedSchema>;
