/** The runs in a folder, as their own folders tell it. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { reasonOf } from '../errors/error.ts';
import { fileFailed, systemCode } from '../errors/run.ts';
import type { RunEvent } from '../protocol/events.ts';
import { runEventSchema } from '../protocol/events.ts';
import type { RunsReport } from '../protocol/reports.ts';
import type { Lock, RunRecord } from '../protocol/run-folder.ts';
import { metricsLineSchema } from '../protocol/run-folder.ts';
import type { RunFolder } from './folder.ts';
import { openRun, readBest } from './folder.ts';
import { readJournal, readJournalEnd } from './journal-reader.ts';
import { holderOf, readLock } from './lock.ts';
import { endOf, lengthOf } from './resume.ts';

export type RunSummary = RunsReport['runs'][number];

/** Newest first; a folder without a readable `run.json` is listed as `unreadable`. A missing root holds no runs. */
export async function listRuns(root: string): Promise<RunsReport> {
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFailed('Listing the runs in', root, cause);
  });
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const runs = await Promise.all(folders.map((entry) => summariseFolder(join(root, entry.name))));
  const age = (run: RunSummary): string => run.createdAt ?? '';
  return { runs: runs.sort((a, b) => age(b).localeCompare(age(a)) || a.id.localeCompare(b.id)) };
}

/** The run in a folder; without a readable `run.json` it is `unreadable`, and its problem says why. */
export async function summariseFolder(path: string): Promise<RunSummary> {
  try {
    const { folder, record } = await openRun(path);
    return await summariseRun(folder, record);
  } catch (cause) {
    return {
      id: basename(path),
      folder: path,
      state: 'unreadable',
      createdAt: null,
      step: 0,
      steps: null,
      best: null,
      pid: null,
      problem: reasonOf(cause),
    };
  }
}

async function summariseRun(folder: RunFolder, record: RunRecord): Promise<RunSummary> {
  const events = (await readJournal(folder.events, runEventSchema)).records;
  const lastLine = (await readJournalEnd(folder.metrics, metricsLineSchema)).at(-1);
  const lock = await readLock(folder);
  const training = lock !== null && (await holderOf(lock)) !== 'gone';
  return {
    id: record.id,
    folder: folder.path,
    state: training ? stateWhileTraining(events, lock) : endOf(events),
    createdAt: record.createdAt,
    step: lastLine?.step ?? 0,
    steps: stepsOf(events, record),
    best: await readBest(folder),
    pid: training ? lock.pid : null,
    problem: failureOf(events),
  };
}

/** What the events say since the lock was taken; pausing and stopping are known to the control socket alone. */
function stateWhileTraining(events: readonly RunEvent[], lock: Lock): RunSummary['state'] {
  const last = events.findLast((event) => event.type !== 'warning' && event.time >= lock.createdAt);
  if (last === undefined) return 'preparing';
  // A trainer that has ended holds its lock a moment longer.
  if (last.type === 'stopped' || last.type === 'finished' || last.type === 'failed') return last.type;
  return last.type === 'paused' ? 'paused' : 'running';
}

function stepsOf(events: readonly RunEvent[], record: RunRecord): number | null {
  const { length } = record.config;
  return lengthOf(events) ?? ('steps' in length ? length.steps : null);
}

/** Of a run whose last word is a failure: what it was. */
function failureOf(events: readonly RunEvent[]): string | null {
  const failed = endOf(events) === 'failed' ? events.findLast((event) => event.type === 'failed') : undefined;
  return failed === undefined ? null : `${failed.message} ${failed.hint}`;
}
