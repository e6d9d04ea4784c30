/** What the bench of one model asks those that decode and judge; `peers/sample.py` answers the same. */
import { z } from 'zod';
import { answerQuestions, peakMemory } from '../contestant.ts';
import { sampleSchema, type Sampled } from '../sample/protocol.ts';

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

/** What decodes and judges; `open` comes first. */
export interface Decoder {
  open(question: Asked<'open'>): Promise<void>;
  sample(question: Asked<'sample'>): Promise<Sampled>;
  judge(question: Asked<'verdict'>): Promise<Judged>;
}

/** Answers until there are no more questions. */
export function answerFor(decoder: Decoder): Promise<void> {
  return answerQuestions(async (line) => {
    const question = questionSchema.parse(line);
    switch (question.do) {
      case 'open':
        await decoder.open(question);
        return {};
      case 'sample':
        return decoder.sample(question);
      case 'verdict':
        return decoder.judge(question);
      case 'memory':
        return peakMemory();
    }
  });
}
