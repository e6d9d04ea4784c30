/**
 * `npm run bench:export -- --run DIR`: merges a checkpoint of a run, lets transformers load what was written, and compares
 * tokens and logits with those of the run's own weights here. `--step` chooses the checkpoint; the best is taken otherwise.
 * Base and export are read whole, so this is for models that fit into memory several times.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packedLogits, plainRow } from '../test/support/decoder.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { writeRunModel } from '../trainer/commands/run-model.ts';
import { Weights } from '../trainer/engine/local/weights.ts';
import { uniformAdapters } from '../trainer/model/adapter-files.ts';
import { readDecoderConfig } from '../trainer/model/config.ts';
import { configFile } from '../trainer/model/files.ts';
import { Tokenizer } from '../trainer/model/tokenizer.ts';
import { weightsFolder } from '../trainer/run/checkpoint.ts';
import { modelDirectory } from '../trainer/run/crl/open.ts';
import { openRun, readBest } from '../trainer/run/folder.ts';
import { Contestant } from './contestant.ts';
import { readSchema, type ReadQuestion } from './export/protocol.ts';
import { findPeerPython, peerVersions } from './python.ts';
import { print, printTable, type Cell } from './table.ts';

/** Differences of logits that rounding explains. */
const tolerance = 1e-4;

const requests = [
  'Write a function that doubles every number of a list.',
  'def total(numbers):\n    """Adds the numbers."""\n    return sum(numbers)\n',
  "It's 100 % naïve:\r\n\tconst 変数 = [1, 2, 3].map((x) => x ?? 0); // 👩‍💻\n\n\n",
];

const { values } = parseArgs({ options: { run: { type: 'string' }, step: { type: 'string' } } });
if (values.run === undefined) throw new TypeError('--run DIR is missing.');
const { folder, record } = await openRun(values.run);
const step = values.step === undefined ? (await readBest(folder))?.step : Number(values.step);
if (step === undefined) throw new RangeError('The run has no best checkpoint; --step N takes another.');

const found = await findPeerPython(print);
if ('missing' in found) throw new Error(found.missing);

await using temporary = await temporaryFolder();
const model = temporary.path;
const weights = weightsFolder(folder, step);
await writeRunModel(record.config, weights, model);

/** Of the run's own weights, which nothing was merged into, and of the export as it is read here. */
async function ourLogits(tokens: readonly number[]): Promise<readonly (readonly Float32Array[])[]> {
  const base = record.config.adapters ? modelDirectory(record.config) : weights;
  const config = await readDecoderConfig(join(model, configFile));
  const [own, exported] = [new Weights(config), new Weights(config)];
  await own.load(base);
  await exported.load(model);
  const merged = await packedLogits(config, exported.values, plainRow(tokens));
  if (!record.config.adapters) return [await packedLogits(config, own.values, plainRow(tokens)), merged];
  const adapters = await uniformAdapters(weights, config);
  const trained = new Weights(config, adapters);
  await trained.load(weights);
  const adapted = { adapters, values: trained.values };
  return [await packedLogits(config, own.values, plainRow(tokens), adapted), merged];
}

/** The largest difference of two tables of logits; NaN where one is shorter. */
function largestDifference(rows: readonly Float32Array[], theirs: Float32Array): number {
  const ours = rows.flatMap((row) => [...row]);
  if (ours.length !== theirs.length) return NaN;
  return ours.reduce(
    (largest, logit, index) => Math.max(largest, Math.abs(logit - (theirs[index] ?? NaN))),
    0,
  );
}

await using reader = Contestant.ofPython('transformers', found.python, 'export.py');
const { thinking } = record.config.chat;
const files = requests.map((_, index) => join(model, `logits-${index}`));
const question: ReadQuestion = { do: 'read', model, requests, thinking, logits: files };
const { type, tokenizer, prompts, problems } = await reader.ask(question, readSchema);

const ours = await Tokenizer.open(model, record.config.chat);
const rows: Cell[][] = [];
for (const [index, request] of requests.entries()) {
  const tokens = prompts[index] ?? [];
  const bytes = await readFile(files[index] ?? '');
  const theirs = new Float32Array(new Uint8Array(bytes).buffer);
  const differences = (await ourLogits(tokens)).map((each) => largestDifference(each, theirs));
  const same = ours.encodePrompt(request).join() === tokens.join();
  if (!same || differences.some((each) => !(each < tolerance))) process.exitCode = 1;
  rows.push([
    `request ${index + 1}`,
    tokens.length,
    same ? 'same' : 'others',
    ...differences.map((each) => each.toExponential(1)),
  ]);
}
if (problems.length > 0) process.exitCode = 1;
printTable(
  `Step ${step} of ${folder.path} as transformers ${peerVersions.transformers} reads it (${type}, ${tokenizer}); ` +
    'largest differences of its logits',
  [['', 'tokens', 'tokens here', 'from the run’s weights', 'from the export here'], ...rows],
);
print(problems.length === 0 ? 'It found every weight, and no other.' : problems.join('\n'));
if (process.exitCode === 1) print(`They do not agree within ${tolerance}.`);
