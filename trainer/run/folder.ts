/** The run folder: where each file is, how a run comes to be, and how it is opened. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { TrainerError } from '../errors/error.ts';
import { fileFailed, runExists, runIdInvalid, runNotFound, systemCode } from '../errors/run.ts';
import type { Best, RunRecord } from '../protocol/run-folder.ts';
import { bestSchema, runRecordSchema } from '../protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { readRecord, syncDirectory, writeFileAtomic } from './files.ts';

/** Absolute paths in a run folder; none of the files but `run.json` needs to exist. */
export interface RunFolder {
  readonly path: string;
  readonly record: string;
  readonly metrics: string;
  readonly events: string;
  readonly samples: string;
  readonly checkpoints: string;
  readonly best: string;
  readonly critic: string;
  readonly log: string;
  readonly lock: string;
  /** What resuming has moved out of the way, a folder each time. */
  readonly setAside: string;
}

export function runFolder(path: string): RunFolder {
  const root = resolve(path);
  return {
    path: root,
    record: join(root, 'run.json'),
    metrics: join(root, 'metrics.jsonl'),
    events: join(root, 'events.jsonl'),
    samples: join(root, 'samples'),
    checkpoints: join(root, 'checkpoints'),
    best: join(root, 'best'),
    critic: join(root, 'critic'),
    log: join(root, 'trainer.log'),
    lock: join(root, 'lock.json'),
    setAside: join(root, 'set-aside'),
  };
}

/** `step-000123`: the name of a step's checkpoint, and without the ending of its samples. */
export const stepName = (step: number): string => `step-${String(step).padStart(6, '0')}`;

/** The step that a name made by `stepName` stands for, or undefined. */
export function stepOfName(name: string): number | undefined {
  const digits = /^step-(\d{6,})$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export const samplesFile = (folder: RunFolder, step: number): string =>
  join(folder.samples, `${stepName(step)}.jsonl`);

/** `2026-11-22-1430-05-k3f9`: sorts by time, and is short enough to be typed. The time is UTC. */
export function newRunId(now: Date): string {
  const [, date = '', hour = '', minute = '', second = ''] =
    /^(.{10})T(\d\d):(\d\d):(\d\d)/.exec(now.toISOString()) ?? [];
  return `${date}-${hour}${minute}-${second}-${randomBytes(2).toString('hex')}`;
}

export type NewRun = Omit<RunRecord, 'protocol' | 'id' | 'createdAt'> & {
  /** Chosen by the user; a fresh one is made otherwise. */
  readonly id?: string;
};

/**
 * Creates `<root>/<id>/` with its `run.json`. Throws `run.exists` if the folder is there already: a run is never
 * written over.
 */
export async function createRun(
  root: string,
  run: NewRun,
): Promise<{ folder: RunFolder; record: RunRecord }> {
  const now = new Date();
  const id = run.id ?? newRunId(now);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)) throw runIdInvalid(id);
  const folder = runFolder(join(root, id));
  try {
    await mkdir(root, { recursive: true });
    await mkdir(folder.path);
    await mkdir(folder.samples);
    await mkdir(folder.checkpoints);
    await syncDirectory(dirname(folder.path));
  } catch (cause) {
    throw systemCode(cause) === 'EEXIST'
      ? runExists(folder.path)
      : fileFailed('Creating', folder.path, cause);
  }
  const record: RunRecord = { ...run, protocol: PROTOCOL_VERSION, id, createdAt: now.toISOString() };
  await writeFileAtomic(folder.record, `${JSON.stringify(record, null, 2)}\n`);
  return { folder, record };
}

/** Opens a run for reading. Throws `run.not-found`, `run.record-invalid` or `run.too-new`. */
export async function openRun(path: string): Promise<{ folder: RunFolder; record: RunRecord }> {
  const folder = runFolder(path);
  try {
    return { folder, record: await readRecord(folder.record, runRecordSchema) };
  } catch (cause) {
    throw cause instanceof TrainerError ? cause : runNotFound(folder.path, cause);
  }
}

/** The best checkpoint by validation, or null before the first validation. */
export async function readBest(folder: RunFolder): Promise<Best | null> {
  try {
    return await readRecord(folder.best, bestSchema);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
}
