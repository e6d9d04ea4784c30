import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { manifestSchema } from '../../../trainer/protocol/run-folder.ts';
import { initialProgress } from '../../../trainer/run/advance.ts';
import {
  checkpointFolder,
  clearLeftovers,
  listCheckpoints,
  pruneCheckpoints,
  saveCheckpoint,
  verifyCheckpoint,
} from '../../../trainer/run/checkpoint.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun } from './fixtures/toy-run.ts';

async function save(folder: RunFolder, step: number, bestStep: number | null = null): Promise<number> {
  const best = bestStep === null ? null : { step: bestStep, score: 1 };
  const progress = { ...initialProgress, best };
  return saveCheckpoint(folder, { step, progress, state: { position: step } }, async (directory) => {
    await mkdir(join(directory, 'shards'));
    await writeFile(join(directory, 'shards', 'a.bin'), 'abc');
    await writeFile(join(directory, 'empty.bin'), '');
  });
}

test('the manifest lists every file of a checkpoint with its size and SHA-256', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await save(folder, 12);
  const path = join(folder.checkpoints, 'step-000012', 'manifest.json');
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  assert.deepEqual(Object.keys(manifest.files), ['state.json', 'weights/empty.bin', 'weights/shards/a.bin']);
  // SHA-256 of 'abc', from FIPS 180-2, appendix B.1.
  assert.deepEqual(manifest.files['weights/shards/a.bin'], {
    bytes: 3,
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  });
  assert.deepEqual((await verifyCheckpoint(folder, 12)).state, { position: 12 });
});

const damages: readonly [string, (root: string) => Promise<void>, RegExp][] = [
  [
    'a byte changed',
    (root) => writeFile(join(root, 'weights/shards/a.bin'), 'abd'),
    /a\.bin is damaged: its SHA-256/,
  ],
  [
    'a file cut',
    (root) => truncate(join(root, 'weights/shards/a.bin'), 1),
    /it has 1 bytes and should have 3/,
  ],
  ['a file gone', (root) => rm(join(root, 'weights/empty.bin')), /empty\.bin is damaged: ENOENT/],
  ['the manifest gone', (root) => rm(join(root, 'manifest.json')), /manifest\.json is damaged: ENOENT/],
  ['the manifest cut', (root) => truncate(join(root, 'manifest.json'), 20), /manifest\.json is damaged/],
  ['the state changed', (root) => writeFile(join(root, 'state.json'), '{}'), /state\.json is damaged/],
];

for (const [damage, doDamage, message] of damages) {
  test(`a checkpoint with ${damage} is named as corrupt`, async () => {
    await using root = await temporaryFolder();
    const folder = await newRun(root.path, 'run');
    await save(folder, 3);
    await doDamage(checkpointFolder(folder, 3));
    await assert.rejects(verifyCheckpoint(folder, 3), { code: 'run.checkpoint-corrupt', message });
  });
}

test('a checkpoint whose weights cannot be saved leaves no trace and keeps the defect as it was', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const defect = new RangeError('no such tensor');
  const saving = saveCheckpoint(folder, { step: 1, progress: initialProgress, state: null }, () => {
    throw defect;
  });
  await assert.rejects(saving, (thrown) => thrown === defect);
  assert.deepEqual(await readdir(folder.checkpoints), []);
});

test('pruning keeps the newest, and whatever they call the best', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  for (const [step, best] of [
    [1, 1],
    [2, 1],
    [3, 3],
    [4, 3],
    [5, 5],
  ] as const)
    await save(folder, step, best);
  await pruneCheckpoints(folder, 2);
  // 4 and 5 are the newest; 4 calls 3 the best and 5 itself.
  assert.deepEqual(await listCheckpoints(folder), [3, 4, 5]);
  await pruneCheckpoints(folder, 1);
  assert.deepEqual(await listCheckpoints(folder), [5]);
});

test('what a crash left unfinished is cleared away, and checkpoints stay', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await save(folder, 1);
  await mkdir(join(folder.checkpoints, '.tmp-step-000002', 'weights'), { recursive: true });
  await mkdir(join(folder.checkpoints, '.delete-step-000000'));
  await writeFile(join(folder.samples, 'step-000002.jsonl.tmp-77'), '');
  await writeFile(`${folder.best}.tmp-77`, '');
  await clearLeftovers(folder);
  assert.deepEqual(await readdir(folder.checkpoints), ['step-000001']);
  assert.deepEqual(await readdir(folder.samples), []);
  assert.deepEqual((await readdir(folder.path)).sort(), ['checkpoints', 'run.json', 'samples']);
});

test('a critic that another process is making in the folder is left alone, and one whose process has ended is not', async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  const names = (pid: number) => [
    `.tmp-critic-${pid}`,
    `.tmp-critic-${pid}-full`,
    `.tmp-critic-model-${pid}`,
  ];
  for (const name of [...names(process.ppid), ...names(gone), ...names(process.pid)])
    await mkdir(join(folder.path, name));
  // The same digits at the end of a checkpoint's name are its step.
  await mkdir(join(folder.checkpoints, `.tmp-step-${String(process.ppid).padStart(6, '0')}`));
  await clearLeftovers(folder);
  const left = (await readdir(folder.path)).filter((name) => name.startsWith('.tmp-'));
  assert.deepEqual(left.sort(), names(process.ppid).sort());
  assert.deepEqual(await readdir(folder.checkpoints), []);
});
