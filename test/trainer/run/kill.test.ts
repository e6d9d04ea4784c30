import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { metricsLineSchema } from '../../../trainer/protocol/run-folder.ts';
import { createRandom } from '../../../trainer/random.ts';
import { listCheckpoints } from '../../../trainer/run/checkpoint.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { readJournal } from '../../../trainer/run/journal-reader.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { eventsOf, newRun, outcome, startToy, trainToy } from './fixtures/toy-run.ts';

const killer = fileURLToPath(new URL('fixtures/kill-at-operation.ts', import.meta.url));
const nodeOptions = ['--import', killer];

/** Every write would take minutes; an odd stride meets each kind of write, before it and after it. */
const STRIDE = 5;

/** Milliseconds of a step that is to be killed: longer than a look at how far it has come. */
const STEP_MS = 20;

async function journalledSteps(folder: RunFolder): Promise<number> {
  const metrics = await readJournal(folder.metrics, metricsLineSchema);
  return metrics.records.at(-1)?.step ?? 0;
}

/** Tells whether a trainer has not ended yet. */
function isRunning(ended: Promise<unknown>): () => boolean {
  let running = true;
  void ended.then(() => (running = false));
  return () => running;
}

/** Steps that resuming will have to compute again. */
async function lostSteps(folder: RunFolder): Promise<number> {
  const steps = await journalledSteps(folder);
  return steps - ((await listCheckpoints(folder)).at(-1) ?? 0);
}

test('a run that is killed again and again at random moments ends like one that never was', async () => {
  await using root = await temporaryFolder();
  const options = { steps: 40 };
  const whole = await newRun(root.path, 'whole');
  await trainToy(whole, options);

  const cut = await newRun(root.path, 'cut');
  const random = createRandom(11);
  const kills: number[] = [];
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const { child, ended } = startToy(cut, { ...options, stepMs: STEP_MS });
    const running = isRunning(ended);
    const target = (await journalledSteps(cut)) + 1 + Math.floor(4 * random.uniform());
    while (running() && (await journalledSteps(cut)) < target) await sleep(5);
    await sleep(STEP_MS * random.uniform());
    child.kill('SIGKILL');
    if ((await ended).signal === 'SIGKILL') kills.push(await journalledSteps(cut));
    const lost = await lostSteps(cut);
    assert.ok(lost <= 1, `${lost} steps would have to be computed again`);
  }
  await trainToy(cut, options);

  assert.ok(kills.length >= 3, `only ${kills.length} trainers were killed`);
  assert.ok(new Set(kills).size > 1, `all were killed at step ${kills[0]}`);
  assert.deepEqual(await outcome(cut, 40), await outcome(whole, 40));
});

test('a run that is killed before or after any write to the disk ends like one that never was', async () => {
  await using root = await temporaryFolder();
  const options = { steps: 2 };
  const whole = await newRun(root.path, 'whole');
  const counted = await startToy(whole, options, { nodeOptions }).ended;
  const operations = Number(/operations: (\d+)/.exec(counted.stderr)?.[1]);
  assert.ok(operations > 30, counted.stderr);
  const expected = await outcome(whole, 2);

  for (let operation = 1; operation < operations; operation += STRIDE) {
    const folder = await newRun(root.path, `at-${operation}`);
    const env = { KILL_AT: String(operation), KILL_AFTER: String(operation % 2) };
    const killed = await startToy(folder, options, { nodeOptions, env }).ended;
    assert.equal(killed.signal, 'SIGKILL', `operation ${operation}`);
    assert.ok((await lostSteps(folder)) <= 1);
    await trainToy(folder, options);
    assert.deepEqual(await outcome(folder, 2), expected, `killed at operation ${operation}`);
  }
});

test('a killed run says that it was interrupted, and keeps what it had beyond its checkpoint', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run', { checkpoint: { every: 50 }, validation: { every: 0 } });
  const { child, ended } = startToy(folder, { steps: 100, stepMs: 20 });
  while ((await lostSteps(folder)) < 2) await sleep(5);
  child.kill('SIGKILL');
  await ended;
  const lost = await lostSteps(folder);
  await trainToy(folder, { steps: 8 });

  const resumed = (await eventsOf(folder)).find((event) => event.type === 'resumed');
  assert.ok(resumed?.type === 'resumed');
  assert.equal(resumed.after, 'interrupted');
  assert.ok(resumed.setAside !== null);
  const aside = await readJournal(`${folder.path}/${resumed.setAside}/metrics.jsonl`, metricsLineSchema);
  assert.equal(aside.records.length, lost);
  assert.equal(aside.records[0]?.step, resumed.step + 1);
});
