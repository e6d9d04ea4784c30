/** What the run's record and the machine say, as figures with their labels. Formatting is pure; observing is not. */
import { execFile } from 'node:child_process';
import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os';
import { locale, t } from '../l10n.ts';
import { promisify } from 'node:util';
import type { Figure } from '../../trainer/protocol/panel-snapshot.ts';
import type { RunRecord } from '../../trainer/protocol/run-folder.ts';
import { sizeText } from '../run/words.ts';

/** Versions, seeds and data sets. */
export function factsOf(record: RunRecord | null): Figure[] {
  if (record === null) return [];
  return [
    { label: t('Created'), value: locale().moment(new Date(record.createdAt)) },
    ...Object.entries(record.versions).map(([name, version]) => ({ label: name, value: version })),
    ...Object.entries(record.seeds).map(([name, seed]) => ({
      label: t('Seed: {0}', name),
      value: String(seed),
    })),
    ...record.datasets.map(({ role, source, rows, sha256 }) => ({
      label: t('Data: {0}', role),
      value: t('{0}, rows: {1}, SHA-256 {2}…', source, rows, sha256.slice(0, 12)),
    })),
  ];
}

export interface SystemState {
  readonly cores: number;
  /** Processes that wait for a core, averaged over a minute; null where the system does not tell. */
  readonly load: number | null;
  readonly freeMemory: number;
  readonly totalMemory: number;
  /** Bytes left where the run lies; null where the system does not tell. */
  readonly freeDisk: number | null;
  /** The trainer's process. */
  readonly trainer: { readonly pid: number; readonly memory: number | null } | null;
}

/** What the machine says now. `pid` is the trainer's. */
export async function observeSystem(folder: string, pid: number | null): Promise<SystemState> {
  const [load = 0] = loadavg();
  return {
    cores: availableParallelism(),
    load: process.platform === 'win32' ? null : load,
    freeMemory: freemem(),
    totalMemory: totalmem(),
    freeDisk: await freeDisk(folder),
    trainer: pid === null ? null : { pid, memory: await memoryOf(pid) },
  };
}

export function figuresOf(state: SystemState): Figure[] {
  const { trainer, freeDisk: disk, load } = state;
  const figures: (Figure | null)[] = [
    trainer === null ? null : { label: t('Trainer process'), value: String(trainer.pid) },
    trainer === null || trainer.memory === null
      ? null
      : { label: t('Memory of the trainer'), value: sizeText(trainer.memory) },
    {
      label: t('Memory free'),
      value: t('{0} of {1}', sizeText(state.freeMemory), sizeText(state.totalMemory)),
    },
    load === null
      ? null
      : { label: t('Load'), value: t('{0}, cores: {1}', locale().fixed(load, 1), state.cores) },
    disk === null ? null : { label: t('Disk free'), value: sizeText(disk) },
  ];
  return figures.filter((figure) => figure !== null);
}

async function freeDisk(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Bytes that a process holds in memory; null where the system has no short way to tell, as Windows. */
async function memoryOf(pid: number): Promise<number | null> {
  if (process.platform === 'win32') return null;
  try {
    if (process.platform !== 'linux') return await memoryFromPs(pid);
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}

/** Exported for its test: BSD and procps agree on the word and on kilobytes. */
export async function memoryFromPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout) * 1024;
}
