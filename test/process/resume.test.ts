/** A real run of critique reinforcement learning, killed and resumed: it must end as one that was left alone. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricsLineSchema, type Metrics } from '../../trainer/protocol/run-folder.ts';
import { listCheckpoints, weightsFolder } from '../../trainer/run/checkpoint.ts';
import { openRun, type RunFolder } from '../../trainer/run/folder.ts';
import { readJournal } from '../../trainer/run/journal-reader.ts';
import { documentOf, runCli, startCli } from './program.ts';
import { reachStep, smallRun } from './small-run.ts';

const steps = 6;

/** Every figure of every step; only when and how fast it was computed is left out. */
async function curve(folder: RunFolder): Promise<{ step: number; tokens: number; metrics: Metrics }[]> {
  const { records } = await readJournal(folder.metrics, metricsLineSchema);
  return records.map(({ step, tokens, metrics }) => ({ step, tokens, metrics }));
}

/** The files of a folder with their content. */
async function contents(directory: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const name of (await readdir(directory)).sort())
    files.set(name, await readFile(join(directory, name)));
  return files;
}

test('a training run that is killed twice and resumed ends bit for bit like an uninterrupted one', async () => {
  await using run = await smallRun(steps);
  documentOf(await runCli('train', '--config', run.config, '--runs', run.runs, '--id', 'whole', '--json'));
  const { folder: whole } = await openRun(join(run.runs, 'whole'));

  const cutPath = join(run.runs, 'cut');
  const first = startCli('train', '--config', run.config, '--runs', run.runs, '--id', 'cut');
  await reachStep(first, join(cutPath, 'metrics.jsonl'), 2);
  first.child.kill('SIGKILL');
  assert.equal((await first.ended).signal, 'SIGKILL');
  const { folder: cut } = await openRun(cutPath);
  assert.ok(((await listCheckpoints(cut)).at(-1) ?? 0) >= 1, 'no more than the step under way is lost');

  const second = startCli('train', '--resume', cutPath);
  await reachStep(second, cut.metrics, 4);
  await sleep(100);
  second.child.kill('SIGKILL');
  assert.equal((await second.ended).signal, 'SIGKILL');
  assert.ok(((await listCheckpoints(cut)).at(-1) ?? 0) >= 3, 'no more than the step under way is lost');

  const report = documentOf(await runCli('train', '--resume', cutPath, '--json')) as {
    state: string;
    step: number;
  };
  assert.equal(report.state, 'finished');
  assert.equal(report.step, steps);

  const expected = await curve(whole);
  assert.deepEqual(
    expected.map(({ step }) => step),
    [1, 2, 3, 4, 5, 6],
  );
  const updated = expected.filter(({ metrics }) => (metrics['grad_norm'] ?? 0) > 0);
  assert.ok(updated.length >= 3, `only ${updated.length} steps changed the weights`);
  assert.ok(updated.some(({ step }) => step > 2) && updated.some(({ step }) => step <= 2));
  assert.deepEqual(await curve(cut), expected);
  assert.deepEqual(await contents(cut.samples), await contents(whole.samples));

  const weights = await contents(weightsFolder(whole, steps));
  assert.ok((weights.get('model.safetensors')?.length ?? 0) > 2 ** 20, 'the weights were saved');
  for (const [name, bytes] of await contents(weightsFolder(cut, steps))) {
    assert.ok(weights.get(name)?.equals(bytes), `${name} differs`);
    weights.delete(name);
  }
  assert.deepEqual([...weights.keys()], []);
});
