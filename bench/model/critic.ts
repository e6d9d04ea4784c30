/** A critic's network, in any precision, as a contestant that decodes and judges. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Network } from '../../trainer/critic/network.ts';
import { chooseToken, divisorOf, probabilitiesOf } from '../../trainer/engine/local/choose.ts';
import { readDecoderConfig } from '../../trainer/model/config.ts';
import { configFile } from '../../trainer/model/files.ts';
import { createRandom, hashSeed } from '../../trainer/random.ts';
import type { Sampled } from '../sample/protocol.ts';
import { answerFor, type Asked, type Judged } from './protocol.ts';

let opened: Network | undefined;

function network(): Network {
  if (opened === undefined) throw new Error('Nothing is open.');
  return opened;
}

await answerFor({ open, sample, judge });
await opened?.[Symbol.asyncDispose]();

async function open({ model, threads }: Asked<'open'>): Promise<void> {
  const config = await readDecoderConfig(join(model, configFile));
  opened = await Network.open(model, config, threads);
}

/** A text that begins like the last would be read from where they part, which the peers do not do. */
async function forget(prompt: readonly number[]): Promise<void> {
  const other = ((prompt[0] ?? 0) + 1) % network().config.vocabularySize;
  await network().begin(1).read(Int32Array.of(other));
}

async function sample(question: Asked<'sample'>): Promise<Sampled> {
  const answer: Sampled = { milliseconds: 0, tokens: [] };
  for (const prompt of question.prompts) {
    await forget(prompt);
    const began = performance.now();
    answer.tokens.push(await write(prompt, question));
    answer.milliseconds += performance.now() - began;
  }
  return answer;
}

/** The completions of one prompt, side by side. */
async function write(
  prompt: readonly number[],
  { count, newTokens, temperature, seed }: Asked<'sample'>,
): Promise<number[][]> {
  const { vocabularySize } = network().config;
  const params = { temperature, topP: 1, topK: 0 };
  const randoms = Array.from({ length: count }, (_, index) => createRandom(hashSeed(seed, index)));
  const choose = (logits: Float32Array, row: number): number => {
    const probabilities = probabilitiesOf(logits, divisorOf(params));
    return chooseToken(probabilities, params, randoms[row]?.uniform() ?? 0).token;
  };
  const texts = network().begin(count);
  const first = await texts.read(Int32Array.from(prompt));
  const tokens = randoms.map((_, row) => [choose(first, row)]);
  for (let length = 1; length < newTokens; length++) {
    const logits = await texts.advance(Int32Array.from(tokens, (each) => each.at(-1) ?? 0));
    tokens.forEach((each, row) =>
      each.push(choose(logits.subarray(row * vocabularySize, (row + 1) * vocabularySize), row)),
    );
  }
  return tokens;
}

async function judge({ prompt, correct, incorrect, logits: file }: Asked<'verdict'>): Promise<Judged> {
  await forget(prompt);
  const began = performance.now();
  const logits = await network().begin(1).read(Int32Array.from(prompt));
  const milliseconds = performance.now() - began;
  if (file !== undefined) await writeFile(file, logits);
  return { milliseconds, logit: (logits[correct] ?? NaN) - (logits[incorrect] ?? NaN) };
}
