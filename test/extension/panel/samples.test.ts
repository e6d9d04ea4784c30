import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { test } from 'node:test';
import { CUT, PIECE, readSamples, readText } from '../../../extension/panel/samples.ts';
import type { SampleQuery } from '../../../trainer/protocol/panel-request.ts';
import { samplesAnswerSchema } from '../../../trainer/protocol/panel.ts';
import type { SampleRow } from '../../../trainer/protocol/run-folder.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { samplesFile } from '../../../trainer/run/folder.ts';
import { hostileText, sampleRows, writeRun, writeSamples } from '../../support/written-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const signal = new AbortController().signal;

const query = (folder: RunFolder, change: Partial<SampleQuery> = {}): SampleQuery => ({
  run: folder.path,
  task: 'any',
  reward: 'any',
  timeouts: false,
  from: null,
  ...change,
});

async function runWithSamples(root: string, steps: number): Promise<RunFolder> {
  const folder = await writeRun(root, { id: 'run', steps });
  for (let step = 1; step <= steps; step += 1) await writeSamples(folder, step, sampleRows(step));
  return folder;
}

test('samples of all steps come in pages, the newest step first', async () => {
  await using root = await temporaryFolder();
  const folder = await runWithSamples(root.path, 6);
  const first = await readSamples(query(folder), signal);
  assert.deepEqual(
    first.samples.map(({ step, row }) => [step, row]),
    [6, 5, 4, 3].flatMap((step) => [
      [step, 0],
      [step, 1],
    ]),
  );
  assert.deepEqual(
    [first.steps, first.older],
    [
      { first: 1, last: 6 },
      { step: 2, row: 0 },
    ],
  );
  const second = await readSamples(query(folder, { from: first.older }), signal);
  assert.equal(second.samples.length, 4);
  assert.equal(second.older, null);
});

test('samples are found by task, by reward and by what ran out of time', async () => {
  await using root = await temporaryFolder();
  const folder = await runWithSamples(root.path, 2);
  const tasksOf = async (change: Partial<SampleQuery>): Promise<string[]> =>
    (await readSamples(query(folder, change), signal)).samples.map(({ task, step }) => `${task} ${step}`);
  assert.deepEqual(await tasksOf({ task: 'critique' }), ['critique 2', 'critique 1']);
  assert.deepEqual(await tasksOf({ timeouts: true }), ['solve 2', 'solve 1']);
  assert.deepEqual(await tasksOf({ reward: 'full', task: 'solve' }), ['solve 2', 'solve 1']);
  assert.deepEqual(await tasksOf({ from: { step: 1, row: 1 } }), ['critique 1']);
});

test('samples are found by the best reward of their completions: none, some or full', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 1 });
  const [row] = sampleRows(1);
  const completion = row?.completions[0];
  assert.ok(row !== undefined && completion !== undefined);
  const rewarded = (id: string, ...rewards: readonly number[]): SampleRow => ({
    ...row,
    id,
    completions: rewards.map((reward) => ({ ...completion, reward })),
  });
  await writeSamples(folder, 1, [
    rewarded('nothing', 0, 0),
    rewarded('half', 0.5, 0),
    rewarded('all', 0.5, 1),
  ]);
  const idsOf = async (reward: SampleQuery['reward']): Promise<string[]> =>
    (await readSamples(query(folder, { reward }), signal)).samples.map(({ id }) => id);
  assert.deepEqual(await idsOf('none'), ['nothing']);
  assert.deepEqual(await idsOf('some'), ['half']);
  assert.deepEqual(await idsOf('full'), ['all']);
  assert.deepEqual(await idsOf('any'), ['nothing', 'half', 'all']);
});

test('a search that finds nothing for long says where it goes on', async () => {
  await using root = await temporaryFolder();
  const folder = await runWithSamples(root.path, 70);
  const answer = await readSamples(query(folder, { reward: 'none' }), signal);
  assert.deepEqual([answer.samples, answer.older], [[], { step: 10, row: 0 }]);
});

test('a long text is cut, and the rest comes in pieces that make it whole', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 1 });
  const [row] = sampleRows(1);
  assert.ok(row !== undefined);
  await writeSamples(folder, 1, [{ ...row, prompt: hostileText }]);
  const { samples } = samplesAnswerSchema.parse(await readSamples(query(folder), signal));
  assert.equal(samples[0]?.prompt.length, hostileText.length);
  assert.equal(samples[0]?.prompt.text, hostileText.slice(0, CUT));
  const place = { run: folder.path, step: 1, row: 0, completion: null, field: 'prompt' as const };
  let whole = '';
  while (whole.length < hostileText.length) {
    const { text, length } = await readText(place, whole.length);
    assert.ok(text.length <= PIECE && length === hostileText.length);
    whole += text;
  }
  assert.equal(whole, hostileText);
});

test('a text that is gone is told as such', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 1 });
  const place = { run: folder.path, step: 9, row: 0, completion: 3, field: 'text' as const };
  await assert.rejects(readText(place, 0), { code: 'panel.sample-gone' });
});

test('lines that cannot be read are counted, and a run without samples has none', async () => {
  await using root = await temporaryFolder();
  const folder = await runWithSamples(root.path, 1);
  await appendFile(samplesFile(folder, 1), '{"step":1}\n');
  const answer = await readSamples(query(folder), signal);
  assert.deepEqual([answer.samples.length, answer.unreadable], [2, 1]);
  const empty = await writeRun(root.path, { id: 'empty', steps: 1 });
  assert.equal((await readSamples(query(empty), signal)).steps, null);
});
