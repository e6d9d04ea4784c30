/**
 * Checkpoints: folders that exist whole or not at all. A checkpoint is written under a temporary name, every file of
 * it is listed with size and SHA-256 in its manifest and waited for on the disk, and then the folder is renamed.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { reasonOf, TrainerError } from '../errors/error.ts';
import { checkpointCorrupt, checkpointMissing, fileFailed, systemCode } from '../errors/run.ts';
import { describeFile, describeFiles } from '../hash.ts';
import type { CheckpointState, Manifest } from '../protocol/run-folder.ts';
import { checkpointStateSchema, manifestSchema } from '../protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { isUnderWay } from '../whole-folder.ts';
import { readRecord, syncDirectory, syncFile, UNFINISHED, writeSynced } from './files.ts';
import type { RunFolder } from './folder.ts';
import { stepName, stepOfName } from './folder.ts';

const DELETED = '.delete-';

export const checkpointFolder = (folder: RunFolder, step: number): string =>
  join(folder.checkpoints, stepName(step));

/** The folder inside a checkpoint that the training saves to and restores from. */
export const weightsFolder = (folder: RunFolder, step: number): string =>
  join(checkpointFolder(folder, step), 'weights');

/**
 * Saves a checkpoint; `saveWeights` writes files into the empty folder it is given. A failure leaves no trace and
 * every earlier checkpoint as it was.
 * @returns the bytes of the checkpoint.
 */
export async function saveCheckpoint(
  folder: RunFolder,
  checkpoint: Omit<CheckpointState, 'protocol'>,
  saveWeights: (directory: string) => Promise<void>,
): Promise<number> {
  const { step } = checkpoint;
  const temporary = join(folder.checkpoints, `${UNFINISHED}${stepName(step)}`);
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(join(temporary, 'weights'), { recursive: true });
    await saveWeights(join(temporary, 'weights'));
    const state = { protocol: PROTOCOL_VERSION, ...checkpoint };
    await writeSynced(join(temporary, 'state.json'), `${JSON.stringify(state)}\n`);
    const manifest: Manifest = { protocol: PROTOCOL_VERSION, step, files: await describeFiles(temporary) };
    await syncTree(temporary);
    await writeSynced(join(temporary, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await syncDirectory(temporary);
    await rename(temporary, checkpointFolder(folder, step));
    await syncDirectory(folder.checkpoints);
    return Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    // Only the file system's failures are told as such; a defect of the training keeps its own stack.
    throw systemCode(cause) === undefined ? cause : fileFailed('Saving the checkpoint', temporary, cause);
  }
}

/** Steps that have a checkpoint, lowest first. They are whole, but only `verifyCheckpoint` knows if undamaged. */
export async function listCheckpoints(folder: RunFolder): Promise<number[]> {
  const names = await readdir(folder.checkpoints).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFailed('Reading', folder.checkpoints, cause);
  });
  return names
    .map(stepOfName)
    .filter((step) => step !== undefined)
    .sort((a, b) => a - b);
}

/** Reads a checkpoint's state after comparing every file with the manifest. Throws `run.checkpoint-corrupt`. */
export async function verifyCheckpoint(folder: RunFolder, step: number): Promise<CheckpointState> {
  const root = checkpointFolder(folder, step);
  const manifest = await readPart(join(root, 'manifest.json'), manifestSchema);
  for (const [name, expected] of Object.entries(manifest.files)) {
    const path = join(root, name);
    const found = await describeFile(path).catch((cause: unknown) => {
      throw checkpointCorrupt(path, reasonOf(cause));
    });
    if (found.bytes !== expected.bytes) {
      throw checkpointCorrupt(path, `it has ${found.bytes} bytes and should have ${expected.bytes}`);
    }
    if (found.sha256 !== expected.sha256)
      throw checkpointCorrupt(path, 'its SHA-256 is not the one in the manifest');
  }
  return readState(folder, step);
}

/**
 * The folder of the weights of a checkpoint that is there and undamaged. Throws `run.checkpoint-missing` or
 * `run.checkpoint-corrupt`.
 */
export async function soundWeights(folder: RunFolder, step: number): Promise<string> {
  const existing = await listCheckpoints(folder);
  if (!existing.includes(step)) throw checkpointMissing(folder.path, step, existing);
  await verifyCheckpoint(folder, step);
  return weightsFolder(folder, step);
}

/**
 * Deletes all but the newest `keep` checkpoints and those that they call the best, so that falling back to an older
 * checkpoint never misses its best one.
 */
export async function pruneCheckpoints(folder: RunFolder, keep: number): Promise<void> {
  const steps = await listCheckpoints(folder);
  const newest = steps.slice(-keep);
  const kept = new Set(newest);
  for (const step of newest) {
    // A damaged one cannot be resumed from, so its best is not needed either.
    const state = await readState(folder, step).catch(() => undefined);
    if (state?.progress.best) kept.add(state.progress.best.step);
  }
  for (const step of steps.filter((candidate) => !kept.has(candidate))) {
    // Renamed first: a crash in the middle of deleting must not leave a part under a checkpoint's name.
    const doomed = join(folder.checkpoints, `${DELETED}${stepName(step)}`);
    try {
      await rename(checkpointFolder(folder, step), doomed);
      await rm(doomed, { recursive: true, force: true });
    } catch {
      // Somebody reads it, on a system where that prevents deleting. The next checkpoint tries again.
    }
  }
}

/**
 * Deletes what a crash has left of files and checkpoints that were being written or deleted. Only the lock's holder
 * may call it. Making a critic takes no lock, so what another process writes in the run's folder right now is left alone.
 */
export async function clearLeftovers(folder: RunFolder): Promise<void> {
  for (const place of [folder.path, folder.samples, folder.checkpoints]) {
    await mkdir(place, { recursive: true });
    const names = await readdir(place);
    for (const name of names) {
      if (!name.includes(UNFINISHED) && !name.startsWith(DELETED)) continue;
      // A number at the end of a checkpoint's name is its step, not a process.
      if (place === folder.path && (await isUnderWay(name))) continue;
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

const readState = (folder: RunFolder, step: number): Promise<CheckpointState> =>
  readPart(join(checkpointFolder(folder, step), 'state.json'), checkpointStateSchema);

async function readPart<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return readRecord(path, schema).catch((cause: unknown) => {
    throw cause instanceof TrainerError && cause.code === 'run.too-new'
      ? cause
      : checkpointCorrupt(path, reasonOf(cause));
  });
}

async function syncTree(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    await (entry.isDirectory() ? syncDirectory(path) : syncFile(path));
  }
}
