/**
 * `npm run bench:critic`: a critic of a published model's size, of random numbers. How long it takes to store and to load,
 * what it takes on the disk and in memory while it judges a function of 40 lines without words, and how fast it reads and
 * writes. `--shape`, `--precision` and `--tokenizer` (a folder with the model's own) choose what; see the code for more.
 */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { precisionSchema, type Precision } from '../trainer/protocol/critic.ts';
import { Contestant } from './contestant.ts';
import { edited, subject } from './critic/functions.ts';
import { judgedSchema, memorySchema, timedSchema, writtenTokens } from './critic/protocol.ts';
import { storeCritic } from './critic/store.ts';
import { exists } from './install.ts';
import { shapeNames, writeRandomCheckpoint } from './random-checkpoint.ts';
import { median } from './rounds.ts';
import { mebibytes, print, printTable, type Cell } from './table.ts';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'qwen3-1.7b' },
    precision: { type: 'string', multiple: true, default: ['int4'] },
    tokenizer: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '3' },
    /** Uses the weights as they lie in the file, as the drift's measurement does. */
    'in-file': { type: 'boolean', default: false },
    /** A folder that keeps checkpoint and critics for the next time. */
    folder: { type: 'string' },
  },
});

const shape = shapeNames.find((name) => name === values.shape) ?? shapeNames[0];
if (shape === undefined) throw new RangeError('There is no shape.');
const precisions = values.precision.map((text) => precisionSchema.parse(text));
const threads = Number(values.threads);

await using temporary = values.folder === undefined ? await temporaryFolder() : null;
const folder = values.folder ?? temporary?.path ?? '';
const model = join(folder, shape);
if (!(await exists(model))) await writeRandomCheckpoint(shape, model, values.tokenizer);

/** Stores the network unless an earlier call has; what it took, in seconds and in memory. */
async function store(precision: Precision, directory: string): Promise<Cell[]> {
  if (await exists(directory)) return ['not again', 'not again'];
  const { milliseconds, peak } = await storeCritic(model, directory, precision);
  return [milliseconds / 1000, mebibytes(peak)];
}

async function measure(precision: Precision): Promise<Cell[]> {
  const directory = join(folder, `${String(shape)}-${precision}`);
  const stored = await store(precision, directory);
  const { size } = await stat(join(directory, 'model.onnx.data'));
  await using critic = Contestant.ofNode(precision, 'critic/ours.ts');
  const open = { do: 'open', directory, threads, inFile: values['in-file'] };
  const loaded = await critic.ask(open, timedSchema);
  const first = await critic.ask({ do: 'judge', ...subject }, judgedSchema);
  const judging = await critic.ask({ do: 'memory' }, memorySchema);
  const again = await critic.ask({ do: 'judge', ...edited }, judgedSchema);
  const writing: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    writing.push((await critic.ask({ do: 'write', ...subject }, timedSchema)).milliseconds);
  }
  return [
    precision,
    ...stored,
    mebibytes(size),
    loaded.milliseconds / 1000,
    `${first.tokens} in ${(first.milliseconds / 1000).toFixed(1)} s`,
    (1000 * first.tokens) / first.milliseconds,
    mebibytes(judging.peak),
    mebibytes(judging.anonymous),
    `${again.tokens} in ${(again.milliseconds / 1000).toFixed(1)} s`,
    (1000 * writtenTokens) / median(writing),
  ];
}

const rows: Cell[][] = [];
for (const precision of precisions) rows.push(await measure(precision));
printTable(`A critic of the shape of ${shape}, random numbers, ${threads} threads`, [
  [
    '',
    'stored in s',
    'with memory',
    'on disk',
    'loaded in s',
    'tokens of a verdict',
    'tokens/s read',
    'peak memory',
    'in no file',
    'after an edit',
    'tokens/s written',
  ],
  ...rows,
]);
print('“Tokens/s written” counts the reading of the prompt’s last token and of the conclusion as writing.');
