/** What all pages of the Monitor share: the journals that were read, and what the machine last said. */
import type { Figure } from '../../trainer/protocol/panel-snapshot.ts';
import { SHOWN_RUNS } from '../../trainer/protocol/panel-request.ts';
import type { RunEntry } from '../run/store.ts';
import { figuresOf, observeSystem } from './facts.ts';
import { FollowedRun } from './series/follow.ts';

/** Milliseconds for which the machine's figures stay as they are. */
const SYSTEM_MS = 5_000;
/** Runs whose numbers are kept: those of two pages. */
const KEPT = 2 * SHOWN_RUNS;

export class Observer {
  readonly #runs = new Map<string, FollowedRun>();
  #system: { readonly folder: string; readonly at: number; readonly figures: readonly Figure[] } | undefined;

  get system(): readonly Figure[] {
    return this.#system?.figures ?? [];
  }

  /** What was read of a run; the least recently used are forgotten. */
  followed(folder: string): FollowedRun {
    const run = this.#runs.get(folder) ?? new FollowedRun(folder);
    this.#runs.delete(folder);
    this.#runs.set(folder, run);
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= KEPT) break;
      this.#runs.delete(oldest);
    }
    return run;
  }

  /** Reads what is new of these runs, the first in focus. `onPage` hears of each page of a long journal. */
  async refresh(entries: readonly RunEntry[], signal: AbortSignal, onPage: () => void): Promise<void> {
    await this.#observe(entries[0]);
    for (const { summary } of entries) {
      // What is wrong with such a run stands in its summary, and its folder may well have no journal.
      if (summary.state === 'unreadable') continue;
      await this.followed(summary.folder).refresh(signal, onPage);
    }
  }

  async #observe(entry: RunEntry | undefined): Promise<void> {
    if (entry === undefined) return;
    const { folder, pid } = entry.summary;
    const known = this.#system;
    if (known?.folder === folder && performance.now() - known.at < SYSTEM_MS) return;
    const state = await observeSystem(folder, pid);
    const memory = state.trainer?.memory ?? null;
    if (memory !== null) this.followed(folder).observeMemory(memory);
    this.#system = { folder, at: performance.now(), figures: figuresOf(state) };
  }
}
