/** A question to sample, answered by the local engine. */
import type { LocalCore } from '../../trainer/engine/local/core.ts';
import { hashSeed } from '../../trainer/random.ts';
import type { Question, Sampled } from './protocol.ts';

export async function sampleWith(core: LocalCore | undefined, question: Question): Promise<Sampled> {
  if (core === undefined) throw new Error('Nothing is open.');
  const { prompts, count, newTokens, temperature, seed } = question;
  const params = { maxTokens: newTokens, temperature, topP: 1, topK: 0, stop: [] };
  const requests = prompts.map((prompt, index) => ({
    prompt: Int32Array.from(prompt),
    count,
    seed: hashSeed(seed, index),
    params,
  }));
  const began = performance.now();
  const completions = await core.sample(requests);
  const milliseconds = performance.now() - began;
  return {
    milliseconds,
    tokens: completions.map((group) => group.map(({ tokens }) => Array.from(tokens))),
  };
}
