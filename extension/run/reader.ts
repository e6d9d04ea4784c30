/** Reads runs from their folders, and none anew that has not changed. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFailed, systemCode } from '../../trainer/errors/run.ts';
import { metricsLineSchema } from '../../trainer/protocol/run-folder.ts';
import { openRun, readBest, runFolder } from '../../trainer/run/folder.ts';
import type { RunFolder } from '../../trainer/run/folder.ts';
import { readJournalEnd } from '../../trainer/run/journal-reader.ts';
import type { RunSummary } from '../../trainer/run/list.ts';
import { summariseFolder } from '../../trainer/run/list.ts';
import { exists } from './contents.ts';
import { secondsLeft } from './eta.ts';

/** The folders of a root that hold a run. A missing root holds none. */
export async function runFoldersIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return [];
    throw fileFailed('Listing the runs in', root, cause);
  });
  const folders = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(root, entry.name));
  const areRuns = await Promise.all(folders.map((folder) => exists(runFolder(folder).record)));
  return folders.filter((_, index) => areRuns[index]);
}

interface Known {
  /** Size and time of every file that the summary was made of. */
  readonly fingerprint: string;
  readonly summary: RunSummary;
}

/** The seconds left after `step` of `steps`. */
interface Estimate {
  readonly step: number;
  readonly steps: number;
  readonly seconds: number | null;
}

export class RunReader {
  readonly #known = new Map<string, Known>();
  readonly #times = new Map<string, Estimate>();

  /**
   * The run in a folder. `attached` says that its trainer tells the rest itself; then only the best checkpoint is read,
   * because the journal of a long run is long.
   */
  async summary(folder: string, attached: boolean): Promise<RunSummary> {
    const files = runFolder(folder);
    const known = this.#known.get(folder);
    if (attached && known !== undefined) {
      const best = await readBest(files).catch(() => known.summary.best);
      return { ...known.summary, best };
    }
    const fingerprint = await fingerprintOf(files);
    // A trainer that dies changes no file, so a run that seemed to be trained is looked at anew.
    if (known?.fingerprint === fingerprint && known.summary.pid === null) return known.summary;
    const summary = await summariseFolder(folder);
    this.#known.set(folder, { fingerprint, summary });
    return summary;
  }

  /** Seconds that a run still takes; read from its journal once a step, and anew where it is to take more steps. */
  async secondsLeft(folder: string, step: number, steps: number): Promise<number | null> {
    const known = this.#times.get(folder);
    if (known?.step === step && known.steps === steps) return known.seconds;
    const lines = await readJournalEnd(runFolder(folder).metrics, metricsLineSchema).catch(() => []);
    const validationEvery = await openRun(folder).then(
      ({ record }) => record.config.validation.every,
      () => 0,
    );
    const seconds = secondsLeft(lines, { steps, validationEvery });
    this.#times.set(folder, { step, steps, seconds });
    return seconds;
  }

  /** Forgets what is not among these folders. */
  keep(folders: ReadonlySet<string>): void {
    for (const known of [this.#known, this.#times]) {
      for (const folder of known.keys()) if (!folders.has(folder)) known.delete(folder);
    }
  }
}

async function fingerprintOf({ record, events, metrics, lock, best }: RunFolder): Promise<string> {
  const parts = await Promise.all(
    [record, events, metrics, lock, best].map(async (path) => {
      const found = await stat(path).catch(() => undefined);
      return found === undefined ? '-' : `${found.ino}:${found.size}:${found.mtimeMs}`;
    }),
  );
  return parts.join(' ');
}
