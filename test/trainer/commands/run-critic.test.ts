/** The critic of a run: of which checkpoint, of what it is made, and where that fails. */
import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportRunCritic, type CriticChoice } from '../../../trainer/commands/run-critic.ts';
import { writeRunModel } from '../../../trainer/commands/run-model.ts';
import { criticRecordSchema } from '../../../trainer/protocol/critic.ts';
import { checkpointFolder, weightsFolder } from '../../../trainer/run/checkpoint.ts';
import type { RunData } from '../../../trainer/run/crl/data.ts';
import { openRun } from '../../../trainer/run/folder.ts';
import { starterPairs } from '../../support/critic.ts';
import { starterRows, untrainedModel } from '../../support/starter-model.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { trainedRun } from '../../support/trained-run.ts';

const context = { first: 8, second: 8, maxPromptTokens: 320 };

/** A run of random weights with checkpoints of two steps, and pairs to calibrate on. */
async function runOfTest(steps: readonly number[]) {
  await using opened = new AsyncDisposableStack();
  const base = opened.use(await untrainedModel(await starterRows(20)));
  const root = opened.use(await temporaryFolder());
  const folder = await trainedRun(root.path, {
    base: base.path,
    trained: base.path,
    steps,
    config: { context },
  });
  const { config } = (await openRun(folder.path)).record;
  const none = { problems: [], pairs: [] };
  const validation = { problems: [], pairs: (await starterPairs()).slice(0, 8) };
  const data: RunData = { train: none, validation, heldOut: none, datasets: [] };
  const said: string[] = [];
  const resources = opened.move();
  return {
    folder,
    config,
    base: base.path,
    said,
    export: (choice: CriticChoice = {}) =>
      exportRunCritic(folder, config, data, (text) => void said.push(text), choice),
    /** What an export leaves behind. */
    left: async () => (await readdir(folder.path)).filter((name) => /critic|tmp/.test(name)),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

test('where nothing was validated the critic is made of the newest checkpoint, and that is said', async () => {
  await using run = await runOfTest([2, 5]);
  assert.equal(await run.export(), run.folder.critic);
  assert.equal(run.said[0], 'Nothing was validated, so the critic is made of the newest checkpoint, step 5.');
  const record: unknown = JSON.parse(await readFile(join(run.folder.critic, 'critic.json'), 'utf8'));
  assert.equal(criticRecordSchema.parse(record).training?.step, 5);
  assert.deepEqual(await run.left(), ['critic']);
});

test('a run without a checkpoint has no critic, and that is said', async () => {
  await using run = await runOfTest([]);
  assert.equal(await run.export(), null);
  assert.deepEqual(run.said, ['No critic was exported: the run has no checkpoint yet.']);
});

test('a checkpoint that is not kept any more is named with those that are', async () => {
  await using run = await runOfTest([2, 5]);
  await rm(checkpointFolder(run.folder, 2), { recursive: true });
  await assert.rejects(run.export({ step: 2 }), { code: 'run.checkpoint-missing', hint: /of the steps 5\./ });
});

test('no critic is made of a checkpoint in which a byte has changed', async () => {
  await using run = await runOfTest([5]);
  const file = join(weightsFolder(run.folder, 5), 'model.safetensors');
  const bytes = await readFile(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
  await writeFile(file, bytes);
  await assert.rejects(run.export(), {
    code: 'run.checkpoint-corrupt',
    message: /its SHA-256 is not the one/,
  });
  assert.deepEqual(await run.left(), []);
});

test('a place where nothing can be written is a named failure of the export, not a defect', async () => {
  await using run = await runOfTest([5]);
  const file = join(run.folder.path, 'notes');
  await writeFile(file, '');
  await assert.rejects(run.export({ directory: join(file, 'critic') }), {
    code: 'run.file-failed',
    message: /^Exporting the critic .*notes.critic failed/,
  });
});

test('an export that is stopped says so with its own reason, and leaves nothing', async () => {
  await using run = await runOfTest([5]);
  const reason = new Error('stop');
  await assert.rejects(run.export({ signal: AbortSignal.abort(reason) }), (cause) => cause === reason);
  assert.deepEqual(await run.left(), []);
});

test('the model of a run that trains the base itself is in float32, as its weights are, and ends as the base does', async () => {
  await using run = await runOfTest([5]);
  await using target = await temporaryFolder();
  const file = join(run.base, 'config.json');
  const described = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...described, torch_dtype: 'bfloat16' }));
  // It ends with more tokens than config.json names.
  await writeFile(join(run.base, 'generation_config.json'), '{"eos_token_id": [5]}');
  await writeRunModel(run.config, weightsFolder(run.folder, 5), target.path);
  const written = JSON.parse(await readFile(join(target.path, 'config.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  const ends = [described['eos_token_id'], 5];
  assert.deepEqual(written, { ...described, torch_dtype: 'float32', eos_token_id: ends });
  assert.equal(await readFile(join(target.path, 'generation_config.json'), 'utf8'), '{"eos_token_id": [5]}');
});
