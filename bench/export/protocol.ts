/** What transformers is asked of an exported model, and answers; `peers/export.py` is its side. */
import { z } from 'zod';

export interface ReadQuestion {
  readonly do: 'read';
  /** The exported model's folder. */
  readonly model: string;
  readonly requests: readonly string[];
  readonly thinking: boolean;
  /** For each request, the file that gets the logits [position][vocabulary] of its prompt, as float32. */
  readonly logits: readonly string[];
}

export const readSchema = z.object({
  /** The classes that transformers chose. */
  type: z.string(),
  tokenizer: z.string(),
  /** The tokens of each request in the chat template. */
  prompts: z.array(z.array(z.int())),
  /** What it missed or did not know in the files. */
  problems: z.array(z.string()),
});
