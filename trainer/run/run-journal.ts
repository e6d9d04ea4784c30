/** The three journals of a run as one, stamped with time, and told to whoever watches. */
import type { RunEvent, RunEventBody } from '../protocol/events.ts';
import type { MetricsLine, SampleRow } from '../protocol/run-folder.ts';
import { writeFileAtomic } from './files.ts';
import type { RunFolder } from './folder.ts';
import { samplesFile } from './folder.ts';
import { openJournal } from './journal.ts';

/** Hears what is written to a run, right after it was written. */
export interface RunObserver {
  metrics(line: MetricsLine): void;
  event(event: RunEvent): void;
}

export interface RunJournal extends AsyncDisposable {
  metrics(line: Omit<MetricsLine, 'time'>): Promise<void>;
  /** `step` is the last complete one. */
  event(step: number, event: RunEventBody): Promise<void>;
  /** A file a step, whole or not at all. */
  samples(step: number, rows: readonly SampleRow[]): Promise<void>;
  /** Resolves when everything so far is on the disk. */
  sync(): Promise<void>;
}

export async function openRunJournal(
  folder: RunFolder,
  observers: readonly RunObserver[],
): Promise<RunJournal> {
  await using opened = new AsyncDisposableStack();
  const metrics = opened.use(await openJournal<MetricsLine>(folder.metrics));
  const events = opened.use(await openJournal<RunEvent>(folder.events));
  const open = opened.move();
  return {
    async metrics(body) {
      const line = { ...body, time: new Date().toISOString() };
      await metrics.append(line);
      for (const observer of observers) observer.metrics(line);
    },
    async event(step, body) {
      const event = { step, time: new Date().toISOString(), ...body };
      await events.append(event);
      for (const observer of observers) observer.event(event);
    },
    async samples(step, rows) {
      const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      await writeFileAtomic(samplesFile(folder, step), text);
    },
    async sync() {
      await metrics.sync();
      await events.sync();
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}
