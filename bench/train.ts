/**
 * `npm run bench:train`: one training step (forward, backward, clipping, AdamW) of the local engine beside PyTorch's on
 * the CPU, of the same decoder with the same weights, tokens and number of threads.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { estimateMemory } from '../trainer/engine/local/estimate.ts';
import { divideThreads } from '../trainer/engine/local/lanes.ts';
import type { DecoderConfig } from '../trainer/model/config.ts';
import { parameterCount, parameterSpecs } from '../trainer/model/parameters.ts';
import { writeTinyModel } from '../test/support/tiny-model.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { ordinarySettings } from '../test/support/updates.ts';
import { openedSchema, peaksOf, startContestants } from './contestant.ts';
import { decoderOf, trainingOperations } from './models.ts';
import { findPeerPython, peerVersions } from './python.ts';
import { median, takeTurns } from './rounds.ts';
import { mebibytes, print, printTable, speedAgainst, type Cell } from './table.ts';
import { printLosses } from './train/losses.ts';
import { productsAnswerSchema, randomRows, stepsSchema } from './train/protocol.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '12' },
    steps: { type: 'string', default: '3' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const [rounds, stepsARound, threads] = [values.rounds, values.steps, values.threads].map(Number) as [
  number,
  number,
  number,
];

interface Shape {
  readonly config: DecoderConfig;
  readonly rows: number;
  readonly length: number;
}

const shapes: readonly Shape[] = [
  {
    config: decoderOf({
      layers: 4,
      hiddenSize: 256,
      intermediateSize: 768,
      vocabularySize: 512,
      maxPositions: 128,
    }),
    rows: 8,
    length: 128,
  },
  {
    config: decoderOf({
      layers: 4,
      hiddenSize: 1024,
      intermediateSize: 3072,
      vocabularySize: 8192,
      maxPositions: 512,
    }),
    rows: 2,
    length: 512,
  },
];

/** Squares, and products of the kind that the decoders have. */
const productSizes = [
  [512, 512, 512],
  [1024, 1024, 1024],
  [2048, 2048, 2048],
  [1024, 256, 768],
  [1024, 1024, 3072],
] as const;

const found = await findPeerPython(print);
const peer = 'python' in found ? { name: `PyTorch ${peerVersions.torch}`, python: found.python } : undefined;

/** Most floating-point operations a second of a matrix product, by whichever of the two is faster. */
async function peakOfProducts(): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const contestants = startContestants(stack, 'train', peer);
  const question = { do: 'products', threads, sizes: productSizes, milliseconds: 400 };
  const speeds = await takeTurns(
    contestants.map((contestant) => () => contestant.ask(question, productsAnswerSchema)),
    3,
  );
  const best = speeds.map((answers) => Math.max(...answers.map((answer) => answer.operationsPerSecond)));
  contestants.forEach(({ name }, index) =>
    print(`Best matrix product, ${name}: ${((best[index] ?? 0) / 1e9).toFixed(0)} GFLOP/s`),
  );
  return Math.max(...best);
}

async function measure({ config, rows, length }: Shape, seed: number, peak: number): Promise<void> {
  await using folder = await temporaryFolder();
  await writeTinyModel(folder.path, config, seed);
  const tokens = randomRows({ rows, length }, config.vocabularySize, seed);
  await using stack = new AsyncDisposableStack();
  const contestants = startContestants(stack, 'train', peer);
  const microBatchTokens = tokensAtOnce({ config, rows, length });
  for (const contestant of contestants) {
    const adamW = ordinarySettings;
    const question = { model: folder.path, threads, rows: tokens, adamW, microBatchTokens };
    await contestant.ask({ do: 'open', ...question }, openedSchema);
  }
  const answers = await takeTurns(
    contestants.map((contestant) => () => contestant.ask({ do: 'steps', count: stepsARound }, stepsSchema)),
    // The first round is for warming up.
    rounds + 1,
  );
  const memory = await peaksOf(contestants);
  const times = answers.map((each) => median(each.slice(1).flatMap(({ milliseconds }) => milliseconds)));
  const positions = rows * length;
  const work = trainingOperations(config, length) * positions;
  printTable(
    `L ${config.layers}, d ${config.hiddenSize}, ff ${config.intermediateSize}, T ${length}, B ${rows}, ` +
      `V ${config.vocabularySize}; ${threads} threads; median of ${rounds * stepsARound} steps in turns`,
    [
      ['', 'ms a step', 'tokens/s', 'share of peak', 'peak memory', 'speed against PyTorch'],
      ...contestants.map(({ name }, index): Cell[] => {
        const time = times[index] ?? NaN;
        const share = (work / time) * (1000 / peak);
        const ratio = times[1] === undefined ? 'not measured' : speedAgainst(times[1], time);
        return [
          name,
          time.toFixed(1),
          (positions / time) * 1000,
          `${(100 * share).toFixed(0)} %`,
          mebibytes(memory[index] ?? NaN),
          ratio,
        ];
      }),
    ],
  );
  print(`Our peak memory was estimated at ${mebibytes(estimatedPeak({ config, rows, length }))}`);
  printLosses(answers.map((each) => each.flatMap(({ losses }) => losses)));
}

/** One micro-batch a lane: a small model's cores each compute their own, a large model's compute one together. */
function tokensAtOnce({ config, rows, length }: Shape): number {
  const { lanes } = divideThreads(parameterCount(parameterSpecs(config)), threads);
  return Math.ceil(rows / lanes) * length;
}

/** What `train` would have said before, but for the sampling, which is not measured here. */
function estimatedPeak({ config, rows, length }: Shape): number {
  const { total, sampling } = estimateMemory({
    config,
    adapters: null,
    threads,
    microBatchTokens: tokensAtOnce({ config, rows, length }),
    recompute: 'auto',
    prompts: rows,
    groupSize: 1,
    promptTokens: 1,
    completionTokens: length - 1,
  });
  return total - sampling;
}

if ('missing' in found) print(found.missing);
const peak = await peakOfProducts();
for (const [index, shape] of shapes.entries()) await measure(shape, index + 1, peak);
