/** From the hub to verdicts in an editor, on a small model: loaded, trained, stopped, resumed, merged, stored in four bits. */
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Weights } from '../../trainer/engine/local/weights.ts';
import { uniformAdapters } from '../../trainer/model/adapter-files.ts';
import { readDecoderConfig } from '../../trainer/model/config.ts';
import { configFile, describingFiles, weightsFile } from '../../trainer/model/files.ts';
import { Tokenizer } from '../../trainer/model/tokenizer.ts';
import { criticRecordSchema } from '../../trainer/protocol/critic.ts';
import { modelReportSchema, type ModelReport } from '../../trainer/protocol/hub.ts';
import { weightsFolder } from '../../trainer/run/checkpoint.ts';
import { openRun } from '../../trainer/run/folder.ts';
import { packedLogits, plainRow, type Adapted } from '../support/decoder.ts';
import { hubOfTest, type HubOfTest } from '../support/hub/client.ts';
import { areJudged, Editor } from './critic-editor.ts';
import { twoFunctions, uri } from './critic-support.ts';
import { documentOf, startCliWith, type Started } from './program.ts';
import { reachStep, smallRun, type SmallRun } from './small-run.ts';

// Each test goes on where the one before it ended. On a busy machine all of them take minutes.
const patience = { timeout: 600_000 };
const stack = new AsyncDisposableStack();
after(() => stack.disposeAsync());

let small: SmallRun;
let world: HubOfTest;
let loaded: ModelReport;

before(async () => {
  small = stack.use(
    await smallRun(2, {
      base: 'ada/tiny',
      adapters: { rank: 4, alpha: 8 },
      optimiser: { learningRate: 2e-3, warmupSteps: 1 },
      context: { first: 16, maxPromptTokens: 400 },
    }),
  );
  const base = join(small.path, 'base');
  const files: Record<string, Buffer> = {};
  for (const name of [...describingFiles, weightsFile]) files[name] = await readFile(join(base, name));
  world = stack.use(await hubOfTest({ files }));
  // From here on there is no other copy than the hub's.
  await rm(base, { recursive: true });
}, patience);

const start = (...parameters: readonly string[]): Started => startCliWith(world.environment(), ...parameters);

/** The document of a command that must end well. */
const run = async (...parameters: readonly string[]): Promise<unknown> =>
  documentOf(await start(...parameters, '--json').ended);

const at = (name: string): string => join(small.path, name);
const trained = (): string => join(small.runs, 'run');

test(
  'a model is loaded from the hub, and adapters for it are trained, stopped and resumed',
  patience,
  async () => {
    loaded = modelReportSchema.parse(await run('model', 'get', 'ada/tiny', '--yes'));
    const first = start('train', '--config', small.config, '--runs', small.runs, '--id', 'run');
    await reachStep(first, join(trained(), 'metrics.jsonl'), 1);
    first.child.kill('SIGTERM');
    const { code, stderr } = await first.ended;
    assert.equal(code, process.platform === 'win32' ? null : 130, stderr);
    const { state, step } = (await run('train', '--resume', trained())) as { state: string; step: number };
    assert.deepEqual([state, step], ['finished', 2]);
  },
);

/** The logits of a prompt by the weights in a folder, with adapters or without. */
async function logitsOf(model: string, prompt: Int32Array, adapted?: Adapted): Promise<Float32Array[]> {
  const config = await readDecoderConfig(join(model, configFile));
  const weights = new Weights(config);
  await weights.load(model);
  return await packedLogits(config, weights.values, plainRow([...prompt]), adapted);
}

function largestDifference(some: readonly Float32Array[], others: readonly Float32Array[]): number {
  assert.equal(some.length, others.length);
  const off = some.flatMap((row, at) =>
    [...row].map((logit, token) => Math.abs(logit - (others[at]?.[token] ?? NaN))),
  );
  return off.reduce((largest, each) => Math.max(largest, each), 0);
}

test(
  'the merged export is an ordinary model with the logits of the base and its adapters',
  patience,
  async () => {
    const merged = at('merged');
    assert.deepEqual(await run('merge', '--run', trained(), '--step', '2', '--out', merged), {
      model: merged,
    });
    const prompt = (await Tokenizer.open(merged)).encodePrompt(twoFunctions);
    assert.deepEqual(prompt, (await Tokenizer.open(loaded.folder)).encodePrompt(twoFunctions));

    const { folder } = await openRun(trained());
    const config = await readDecoderConfig(join(loaded.folder, configFile));
    const adapters = await uniformAdapters(weightsFolder(folder, 2), config);
    const own = new Weights(config, adapters);
    await own.load(weightsFolder(folder, 2));
    const expected = await logitsOf(loaded.folder, prompt, { adapters, values: own.values });
    const found = await logitsOf(merged, prompt);
    assert.ok(largestDifference(found, expected) < 1e-4, String(largestDifference(found, expected)));
    const before = await logitsOf(loaded.folder, prompt);
    assert.ok(largestDifference(found, before) > 1e-3, 'training has changed the model');
  },
);

test('a critic of it in four bits says what it is and gives verdicts in an editor', patience, async () => {
  const critic = at('critic-int4');
  const exported = ['--run', trained(), '--step', '2', '--precision', 'int4', '--out', critic];
  assert.deepEqual(await run('export', ...exported), { critic });
  const record = criticRecordSchema.parse(JSON.parse(await readFile(join(critic, 'critic.json'), 'utf8')));
  assert.deepEqual(
    [record.precision, record.base.name, record.training?.step],
    ['int4', `ada/tiny@${loaded.commit}`, 2],
  );
  assert.ok(record.drift !== null && record.drift.n > 0);

  await using editor = await Editor.start(at('storage'), { critic });
  await editor.open(uri, twoFunctions);
  await editor.check(uri);
  const verdicts = await editor.until(uri, areJudged);
  assert.deepEqual(
    verdicts.map(({ id, line }) => [id, line]),
    [
      ['total', 0],
      ['largest', 5],
    ],
  );
  for (const { state } of verdicts) assert.match(state, /^(correct|incorrect|unsure)$/);
});
