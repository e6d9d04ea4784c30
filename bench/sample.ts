/**
 * `npm run bench:sample`: decoding groups of completions by the local engine beside `generate` of transformers on the
 * CPU, with the same model, prompts, lengths and number of threads.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { DecoderConfig } from '../trainer/model/config.ts';
import { createRandom } from '../trainer/random.ts';
import { baseShape } from '../trainer/starter/base/untrained.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { writeTinyModel } from '../test/support/tiny-model.ts';
import { openedSchema, peaksOf, startContestants } from './contestant.ts';
import { decoderOf } from './models.ts';
import { findPeerPython, peerVersions } from './python.ts';
import { median, takeTurns } from './rounds.ts';
import { sampledSchema } from './sample/protocol.ts';
import { mebibytes, print, printTable, speedAgainst, type Cell } from './table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    prompts: { type: 'string', default: '32' },
    completions: { type: 'string', default: '8' },
    tokens: { type: 'string', default: '64' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const rounds = Number(values.rounds);
const threads = Number(values.threads);
const [prompts, count, newTokens] = [
  Number(values.prompts),
  Number(values.completions),
  Number(values.tokens),
];

/** Prompts are as long as the starter set's shorter ones. */
const promptTokens = { least: 48, most: 112 };

const models: readonly { readonly name: string; readonly config: DecoderConfig }[] = [
  { name: 'the starter model’s shape', config: { ...baseShape, endTokens: [] } },
  {
    name: 'L 4, d 256, ff 768, V 512',
    config: decoderOf({
      layers: 4,
      hiddenSize: 256,
      intermediateSize: 768,
      vocabularySize: 512,
      maxPositions: 256,
    }),
  },
];

const found = await findPeerPython(print);

const peer =
  'python' in found ? { name: `transformers ${peerVersions.transformers}`, python: found.python } : undefined;

function randomPrompts(vocabulary: number, seed: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: prompts }, () =>
    Array.from({ length: promptTokens.least + random.integer(promptTokens.most - promptTokens.least) }, () =>
      random.integer(vocabulary),
    ),
  );
}

async function measure(name: string, config: DecoderConfig, seed: number): Promise<void> {
  await using folder = await temporaryFolder();
  await writeTinyModel(folder.path, config, seed);
  await using stack = new AsyncDisposableStack();
  const contestants = startContestants(stack, 'sample', peer);
  for (const contestant of contestants) {
    await contestant.ask({ do: 'open', model: folder.path, threads }, openedSchema);
  }
  const question = { do: 'sample', prompts: randomPrompts(config.vocabularySize, seed), newTokens };
  const greedy = [];
  for (const contestant of contestants) {
    greedy.push(await contestant.ask({ ...question, count: 1, temperature: 0, seed }, sampledSchema));
  }
  const answers = await takeTurns(
    contestants.map(
      (contestant) => () => contestant.ask({ ...question, count, temperature: 0.6, seed }, sampledSchema),
    ),
    rounds,
  );
  const times = answers.map((each) => median(each.map(({ milliseconds }) => milliseconds)));
  const memory = await peaksOf(contestants);
  printTable(
    `${name}: ${prompts} prompts of ${promptTokens.least} to ${promptTokens.most} tokens × ${count} completions of ` +
      `${newTokens} tokens at temperature 0.6; ${threads} threads; median of ${rounds} calls in turns`,
    [
      ['', 'seconds', 'new tokens/s', 'peak memory', 'speed against generate'],
      ...contestants.map((contestant, index): Cell[] => {
        const time = times[index] ?? NaN;
        const tokens = answers[index]?.[0]?.tokens.flat(2).length ?? 0;
        return [
          contestant.name,
          (time / 1000).toFixed(2),
          (tokens / time) * 1000,
          mebibytes(memory[index] ?? NaN),
          times[1] === undefined ? 'not measured' : speedAgainst(times[1], time),
        ];
      }),
    ],
  );
  const [ours, theirs] = greedy.map(({ tokens }) => tokens.map(([completion]) => completion?.join(' ')));
  if (ours === undefined || theirs === undefined) return;
  const equal = ours.filter((completion, index) => completion === theirs[index]).length;
  // Near ties are decided by rounding, so a few may differ; most differ only if the two compute different models.
  print(`Greedy completions that are the same token for token: ${equal} of ${prompts}`);
  if (equal < prompts / 2) process.exitCode = 1;
}

if ('missing' in found) print(found.missing);
for (const [index, { name, config }] of models.entries()) await measure(name, config, index + 1);
