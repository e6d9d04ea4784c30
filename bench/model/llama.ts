/** llama.cpp through node-llama-cpp as a contestant that decodes and judges; the module's path is its parameter. */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Sampled } from '../sample/protocol.ts';
import type { LlamaModule, LlamaSequence } from './llama-api.ts';
import { answerFor, type Asked, type Judged } from './protocol.ts';

const [modulePath = ''] = process.argv.slice(2);
const { getLlama } = (await import(pathToFileURL(modulePath).href)) as LlamaModule;

let sequences: readonly LlamaSequence[] = [];
let close = (): Promise<void> => Promise.resolve();

await answerFor({ open, sample, judge });
await close();

async function open({ model: modelPath, threads, texts, positions }: Asked<'open'>): Promise<void> {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: 'error',
    maxThreads: threads,
  });
  close = () => llama.dispose();
  const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
  const context = await model.createContext({
    sequences: texts,
    contextSize: positions,
    threads: { ideal: threads, min: threads },
  });
  sequences = Array.from({ length: texts }, () => context.getSequence());
}

async function sample({ prompts, count, ...question }: Asked<'sample'>): Promise<Sampled> {
  const answer: Sampled = { milliseconds: 0, tokens: [] };
  for (const prompt of prompts) {
    const used = sequences.slice(0, count);
    for (const sequence of used) await sequence.clearHistory();
    const began = performance.now();
    const texts = used.map((sequence, index) => write(sequence, prompt, question, question.seed + index));
    answer.tokens.push(await Promise.all(texts));
    answer.milliseconds += performance.now() - began;
  }
  return answer;
}

/** No token ends a text, and all tokens may be drawn, as with us. */
async function write(
  sequence: LlamaSequence,
  prompt: readonly number[],
  { newTokens, temperature }: Pick<Asked<'sample'>, 'newTokens' | 'temperature'>,
  seed: number,
): Promise<number[]> {
  const options = { temperature, topK: 0, topP: 1, minP: 0, seed, yieldEogToken: true };
  const tokens: number[] = [];
  for await (const token of sequence.evaluate(prompt, options)) {
    tokens.push(token);
    if (tokens.length === newTokens) break;
  }
  return tokens;
}

async function judge({ prompt, correct, incorrect, logits: file }: Asked<'verdict'>): Promise<Judged> {
  const [sequence] = sequences;
  const last = prompt.at(-1);
  if (sequence === undefined || last === undefined) throw new Error('There is nothing to judge.');
  await sequence.clearHistory();
  const began = performance.now();
  const wanted = file === undefined ? { filter: { tokens: [correct, incorrect] } } : true;
  const answers = await sequence.controlledEvaluate([
    ...prompt.slice(0, -1),
    [last, { generateNext: { logits: wanted } }],
  ]);
  const milliseconds = performance.now() - began;
  const logits = answers.at(-1)?.next.logits ?? new Map<number, number>();
  if (file !== undefined) {
    await writeFile(
      file,
      Float32Array.from({ length: logits.size }, (_, token) => logits.get(token) ?? NaN),
    );
  }
  return { milliseconds, logit: (logits.get(correct) ?? NaN) - (logits.get(incorrect) ?? NaN) };
}
