/** A run that trains adapters, through the command line: stopped, resumed, made a critic of and merged. */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCore } from '../../trainer/engine/local/core.ts';
import type { RunConfigInput } from '../../trainer/protocol/config.ts';
import { metricsLineSchema } from '../../trainer/protocol/run-folder.ts';
import { weightsFolder } from '../../trainer/run/checkpoint.ts';
import { chooseRun, openPolicy } from '../../trainer/run/crl/policy.ts';
import { openRun } from '../../trainer/run/folder.ts';
import { readJournal } from '../../trainer/run/journal-reader.ts';
import { assertArraysClose } from '../support/close.ts';
import { sequencesOf } from '../support/sequences.ts';
import { documentOf, runCli, startCli } from './program.ts';
import { reachStep, smallRun } from './small-run.ts';

// A divergence from the base besides, which is scored by the base below the adapters.
const run = await smallRun(3, {
  adapters: { rank: 4, alpha: 8, dropout: 0.1 },
  loss: { klCoef: 0.01 },
  optimiser: { learningRate: 2e-3, warmupSteps: 1 },
});
after(() => run[Symbol.asyncDispose]());
const base = join(run.path, 'base');

const trained = await runCli(
  ...['train', '--config', run.config, '--runs', run.runs, '--id', 'whole', '--json'],
);

test('a run of adapters says what it trains, records it, and leaves a critic', async () => {
  const { state, critic } = documentOf(trained) as { state: string; critic: string };
  assert.equal(state, 'finished');
  assert.match(trained.stderr, /Training adapters of rank 4 and alpha 8 on q_proj, k_proj/);
  const { record, folder } = await openRun(join(run.runs, 'whole'));
  assert.partialDeepStrictEqual(record.config.adapters, { rank: 4, alpha: 8, dropout: 0.1 });
  assert.deepEqual((await readdir(weightsFolder(folder, 3))).sort(), [
    'adapter_config.json',
    'adapter_model.safetensors',
    'base.json',
    'optimizer.safetensors',
  ]);
  assert.ok((await readdir(critic)).includes('model.onnx'));
  const { records } = await readJournal(folder.metrics, metricsLineSchema);
  const moved = records.filter(({ metrics }) => (metrics['kl'] ?? 0) > 0);
  assert.ok(moved.length > 0, 'the adapters have moved away from the base');
});

test('a run of adapters that is stopped and resumed ends bit for bit like an uninterrupted one', async () => {
  const path = join(run.runs, 'cut');
  const first = startCli('train', '--config', run.config, '--runs', run.runs, '--id', 'cut');
  await reachStep(first, join(path, 'metrics.jsonl'), 1);
  first.child.kill('SIGKILL');
  await first.ended;
  documentOf(await runCli('train', '--resume', path, '--json'));
  const [whole, cut] = [await openRun(join(run.runs, 'whole')), await openRun(path)];
  for (const name of ['adapter_model.safetensors', 'optimizer.safetensors']) {
    const [one, other] = [whole, cut].map(({ folder }) => join(weightsFolder(folder, 3), name));
    assert.ok((await readFile(one ?? '')).equals(await readFile(other ?? '')), name);
  }
});

test('a run that went on from adapters needs them no more once it has a checkpoint', async () => {
  const origin = join(run.path, 'origin');
  await cp(weightsFolder((await openRun(join(run.runs, 'whole'))).folder, 3), origin, { recursive: true });
  const file = join(run.path, 'onward.json');
  const config = JSON.parse(await readFile(run.config, 'utf8')) as RunConfigInput;
  await writeFile(file, JSON.stringify({ ...config, adapters: { from: origin } }));
  const options = ['--runs', run.runs, '--id', 'onward', '--steps', '2', '--json'];
  documentOf(await runCli('train', '--config', file, ...options));
  await rm(origin, { recursive: true });
  const path = join(run.runs, 'onward');
  const report = documentOf(await runCli('train', '--resume', path, '--steps', '3', '--json'));
  assert.partialDeepStrictEqual(report, { state: 'finished', step: 3 });
  await using policy = await openPolicy(await chooseRun(path, 3));
  assert.ok(policy.maxPositions > 0);
});

test('merge makes an ordinary model of a run, and of adapters beside their base', async () => {
  const { folder } = await openRun(join(run.runs, 'whole'));
  const weights = weightsFolder(folder, 3);
  const [ofRun, ofFolders] = [join(run.path, 'merged-run'), join(run.path, 'merged-folders')];
  const document = documentOf(
    await runCli('merge', '--run', folder.path, '--step', '3', '--out', ofRun, '--json'),
  );
  assert.deepEqual(document, { model: ofRun });
  documentOf(await runCli('merge', '--base', base, '--adapters', weights, '--out', ofFolders, '--json'));
  const [one, other] = [ofRun, ofFolders].map((path) => join(path, 'model.safetensors'));
  assert.ok((await readFile(one ?? '')).equals(await readFile(other ?? '')));

  await using merged = await LocalCore.create({ model: ofRun, threads: 1, microBatchTokens: 512 });
  await using adapted = await LocalCore.create({
    model: base,
    threads: 1,
    microBatchTokens: 512,
    adapters: {
      seed: 1,
      from: weights,
      adapters: {
        rank: 4,
        alpha: 8,
        targets: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
        dropout: 0,
        rankStabilised: false,
      },
    },
  });
  const sequences = sequencesOf([{ prompt: 20, completions: [9, 12] }], 3, 300);
  const expected = await adapted.forward(sequences, 1);
  const found = await merged.forward(sequences, 1);
  found.logprobs.forEach((own, index) => assertArraysClose(own, expected.logprobs[index] ?? [], 1e-4));
});

test('merge does not write over what is there, and says what is missing', async () => {
  const { code, stderr } = await runCli(...['merge', '--base', base, '--adapters', base, '--out', base]);
  assert.equal(code, 1);
  assert.match(stderr, /something is there already/);
  const out = join(run.path, 'nothing');
  const failed = await runCli('merge', '--base', base, '--adapters', base, '--out', out);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /adapter_config\.json/);
  assert.ok(!(await readdir(run.path)).some((name) => name.includes('nothing')), 'nothing is left behind');
  for (const args of [
    ['--base', base],
    ['--run', 'r', '--base', base],
    ['--step', '3', '--base', base, '--adapters', base],
  ]) {
    assert.equal((await runCli('merge', ...args, '--out', out)).code, 2, args.join(' '));
  }
});

test('an export that is stopped ends with 130, and leaves the earlier critic and no model behind', async () => {
  const whole = join(run.runs, 'whole');
  const earlier = await readFile(join(whole, 'critic', 'critic.json'));
  const before = await readdir(whole);
  const { child, ended } = startCli('export', '--run', whole, '--json');
  const hasBegun = async (): Promise<boolean> =>
    (await readdir(whole)).some((name) => name.startsWith('.tmp-'));
  while (child.exitCode === null && !(await hasBegun())) await sleep(5);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  assert.deepEqual([code, stdout], [130, '']);
  assert.deepEqual(await readdir(whole), before);
  assert.ok((await readFile(join(whole, 'critic', 'critic.json'))).equals(earlier));
});

// The last test, for it leaves a damaged base behind.
test('a run is neither merged into a base that has changed since, nor resumed on it', async () => {
  const weights = join(base, 'model.safetensors');
  const bytes = await readFile(weights);
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
  await writeFile(weights, bytes);
  const whole = join(run.runs, 'whole');
  for (const args of [
    ['merge', '--run', whole, '--out', join(run.path, 'merged')],
    ['train', '--resume', whole, '--steps', '4'],
  ]) {
    const { code, stderr } = await runCli(...args);
    assert.equal(code, 1);
    assert.match(stderr, /is not the one that these adapters were trained on/);
  }
});
