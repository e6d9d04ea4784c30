/**
 * What this window has seen of each run, remembered over restarts. At its first look it tells what it missed; from
 * then on it keeps up.
 */
import { z } from 'zod';
import type { RunSummary } from '../../trainer/run/list.ts';
import { isLive } from './actions.ts';
import type { Missed, Seen } from './missed.ts';
import { missedSince, seenOf, seenSchema } from './missed.ts';

/** The part of VS Code's memento that is used; tests hand in a map. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'critiqueCoder.seenRuns';

export class SeenRuns {
  readonly #memory: Memory;
  readonly #seen: Map<string, Seen>;
  readonly #missed = new Map<string, Missed>();
  /** Runs that were alive when they were seen last. */
  readonly #alive: Set<string>;
  readonly #told = new Map<string, number>();
  #hasLooked = false;

  constructor(memory: Memory) {
    this.#memory = memory;
    // What another version has left there is no reason to fail.
    const stored = z.record(z.string(), seenSchema).safeParse(memory.get(KEY));
    this.#seen = new Map(Object.entries(stored.success ? stored.data : {}));
    this.#alive = new Set([...this.#seen].filter(([, { state }]) => isLive(state)).map(([folder]) => folder));
  }

  missed(folder: string): Missed | null {
    return this.#missed.get(folder) ?? null;
  }

  /** True if something was missed. */
  acknowledge(folder: string): boolean {
    return this.#missed.delete(folder);
  }

  /** How often an end of this run was told. */
  endsTold(folder: string): number {
    return this.#told.get(folder) ?? 0;
  }

  /** A trainer was started: the run counts as seen alive. */
  expect(folder: string): void {
    this.#alive.add(folder);
  }

  /** Whether a run was seen alive; asked once its end is there, and answered with yes once. */
  takeEnd(folder: string): boolean {
    const wasAlive = this.#alive.delete(folder);
    if (wasAlive) this.#told.set(folder, this.endsTold(folder) + 1);
    return wasAlive;
  }

  /** Takes note of the runs as they are, and returns those of which something was missed. */
  look(summaries: readonly RunSummary[]): readonly { summary: RunSummary; missed: Missed }[] {
    const news = this.#hasLooked ? [] : this.#compare(summaries);
    this.#hasLooked = true;
    for (const { summary, missed } of news) this.#missed.set(summary.folder, missed);
    this.#remember(summaries);
    return news;
  }

  #compare(summaries: readonly RunSummary[]): { summary: RunSummary; missed: Missed }[] {
    return summaries.flatMap((summary) => {
      const seen = this.#seen.get(summary.folder);
      const missed = seen === undefined ? null : missedSince(seen, summary);
      return missed === null ? [] : [{ summary, missed }];
    });
  }

  #remember(summaries: readonly RunSummary[]): void {
    let changed = summaries.length !== this.#seen.size;
    for (const summary of summaries) {
      const [before, now] = [this.#seen.get(summary.folder), seenOf(summary)];
      changed ||= before?.step !== now.step || before.state !== now.state || before.best !== now.best;
      if (isLive(now.state)) this.#alive.add(summary.folder);
    }
    if (!changed) return;
    this.#seen.clear();
    for (const summary of summaries) this.#seen.set(summary.folder, seenOf(summary));
    // Losing this costs one line about what was missed, so nobody waits for it.
    void this.#memory.update(KEY, Object.fromEntries(this.#seen));
  }
}
