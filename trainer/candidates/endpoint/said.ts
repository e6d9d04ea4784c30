/** What a server says where it gives no answer, in whichever of the usual shapes, fit to be shown. */
import { z } from 'zod';

const mostCharacters = 300;

const message = z.string().min(1);
const shapes = z.union([
  // OpenAI, vLLM, LM Studio, Ollama under /v1.
  z.object({ error: z.object({ message }) }).transform(({ error }) => error.message),
  // Ollama's own interface and llama.cpp's older one.
  z.object({ error: message }).transform(({ error }) => error),
  // vLLM's older one, and many proxies.
  z.object({ message }).transform((document) => document.message),
  // FastAPI's: a sentence, or a list of what is wrong with the fields.
  z.object({ detail: message }).transform(({ detail }) => detail),
  z
    .object({ detail: z.array(z.object({ msg: message })).min(1) })
    .transform(({ detail }) => detail.map(({ msg }) => msg).join('; ')),
]);

/** On one line, without what could steer a terminal, and not endlessly. */
export function saidIn(text: string): string {
  const words = shown(shaped(text) ?? text);
  return words === '' ? 'nothing more' : words;
}

function shaped(text: string): string | undefined {
  try {
    return shapes.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Somebody's words as they may be shown. */
export function shown(words: string): string {
  const line = words
    .slice(0, 10 * mostCharacters)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replace(/[.:]+$/, '');
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}
