/** The local engine as a contestant of the training bench, and the speed of its matrix products. */
import { mkdir } from 'node:fs/promises';
import type { z } from 'zod';
import { LocalCore } from '../../trainer/engine/local/core.ts';
import { GraphSession, tensorOver } from '../../trainer/engine/local/runtime.ts';
import { Graph } from '../../trainer/graph/graph.ts';
import { matmul } from '../../trainer/graph/operators/linear.ts';
import { answerQuestions, peakMemory } from '../contestant.ts';
import { sampleWith } from '../sample/sample-with.ts';
import { bestProductSpeed, questionSchema, type StepsAnswer } from './protocol.ts';

type Opened = Extract<z.infer<typeof questionSchema>, { do: 'open' }>;

let core: LocalCore | undefined;
let opened: Opened | undefined;

await answerQuestions(async (line) => {
  const question = questionSchema.parse(line);
  switch (question.do) {
    case 'open':
      opened = question;
      core = await openCore(question);
      return {};
    case 'steps':
      return takeSteps(question.count);
    case 'sample':
      return sampleWith(core, question);
    case 'products':
      return { operationsPerSecond: await bestProductSpeed(question, multiplier(question.threads)) };
    case 'memory':
      return peakMemory();
  }
});
await core?.[Symbol.asyncDispose]();

async function openCore({ adapters, ...question }: Opened): Promise<LocalCore> {
  const { model, threads, microBatchTokens, recompute, provider } = question;
  const options = { model, threads, microBatchTokens, recompute, provider };
  if (adapters === undefined) return LocalCore.create(options);
  const { folder, ...sizes } = adapters;
  const training = { adapters: { ...sizes, dropout: 0, rankStabilised: false }, seed: 1 };
  const opened = await LocalCore.create({ ...options, adapters: training });
  await mkdir(folder, { recursive: true });
  await opened.save(folder);
  return opened;
}

/** Mean cross-entropy over all tokens but the first of a row, and AdamW as the peer has it. */
async function takeSteps(count: number): Promise<StepsAnswer> {
  if (core === undefined || opened === undefined) throw new Error('Nothing is open.');
  const { rows, adamW } = opened;
  const trained = rows.reduce((sum, row) => sum + row.length - 1, 0);
  const sequences = rows.map((row) => ({
    prompt: Int32Array.from(row.slice(0, 1)),
    completions: [
      {
        tokens: Int32Array.from(row.slice(1)),
        weights: new Float32Array(row.length - 1).fill(1 / trained),
      },
    ],
  }));
  const answer: { milliseconds: number[]; losses: number[] } = { milliseconds: [], losses: [] };
  for (let step = 0; step < count; step++) {
    const began = performance.now();
    const { loss } = await core.forwardBackward(sequences, { kind: 'crossEntropy' });
    await core.optimStep(adamW);
    answer.milliseconds.push(performance.now() - began);
    answer.losses.push(loss);
  }
  return answer;
}

/** A product of two random matrices [m, k] and [k, n], to be run again and again. */
function multiplier(threads: number) {
  return async (m: number, k: number, n: number): Promise<AsyncDisposable & { run(): Promise<void> }> => {
    const graph = new Graph();
    graph.output('y', matmul(graph.input('a', 'float32', [m, k]), graph.input('b', 'float32', [k, n])));
    const session = await GraphSession.create(graph, 'a matrix product', threads);
    const random = (rows: number, columns: number) =>
      tensorOver(Float32Array.from({ length: rows * columns }, Math.random), [rows, columns]);
    const inputs = { a: random(m, k), b: random(k, n) };
    const outputs = { y: tensorOver(new Float32Array(m * n), [m, n]) };
    return {
      run: () => session.run(inputs, outputs),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  };
}
