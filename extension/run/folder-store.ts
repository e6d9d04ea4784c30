/**
 * The runs of several folders, kept up to date. Folders are looked at in intervals rather than watched: network
 * drives and containers, where much training happens, do not tell of changes. What a live trainer says comes over its
 * socket at once.
 */
import { inspect, isDeepStrictEqual } from 'node:util';
import { basename, resolve } from 'node:path';
import { reasonOf } from '../../trainer/errors/error.ts';
import type { CommandBody, RunStatus } from '../../trainer/protocol/control.ts';
import { notRunning } from '../../trainer/errors/control.ts';
import type { RunSummary } from '../../trainer/run/list.ts';
import { coalesce } from '../base/coalesce.ts';
import { Emitter } from '../base/emitter.ts';
import type { Log } from '../log.ts';
import type { Contact } from './actions.ts';
import { isLive, possibleActions } from './actions.ts';
import { endTrainer } from './end-trainer.ts';
import { RunEnds, type End } from './ends.ts';
import type { SeenRuns } from './seen-runs.ts';
import type { Missed } from './missed.ts';
import { endOf, missedText } from './missed.ts';
import { runNames } from './names.ts';
import { RunReader, runFoldersIn } from './reader.ts';
import type { RunAction, RunEntry, RunStore } from './store.ts';
import { takeOver } from './take-over.ts';
import { TrainerLink } from './trainer-link.ts';

export interface FolderRunStoreOptions {
  readonly roots: readonly string[];
  readonly log: Log;
  readonly seen: SeenRuns;
  /** Does what a user has asked for; shows a failure itself. */
  readonly perform: (action: RunAction, folder: string) => Promise<void>;
  /** Whether this window says such an end to its user. */
  readonly says: (ended: End) => boolean;
  /** Milliseconds between two looks at the folders, while a run is trained and while none is. */
  readonly lookMs: { readonly live: number; readonly idle: number };
  /** Milliseconds between the attempts to connect to a trainer. */
  readonly retryMs: { readonly first: number; readonly most: number };
  /** Milliseconds without a word after which a trainer whose process is there counts as silent. */
  readonly silentMs: number;
}

export class FolderRunStore implements RunStore, AsyncDisposable {
  readonly #options: FolderRunStoreOptions;
  readonly #reader = new RunReader();
  readonly #links = new Map<string, TrainerLink>();
  readonly #changed = new Emitter<void>();
  readonly #ends: RunEnds;
  #roots: readonly string[];
  #entries: readonly RunEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  readonly onDidChange = this.#changed.event;
  /** Fires when a run that this window has seen alive is alive no more. */
  readonly onDidEnd: RunEnds['event'];
  /** Looks at the folders now; resolves when what they hold is known. */
  readonly refresh: () => Promise<void> = coalesce(() => this.#look());

  constructor(options: FolderRunStoreOptions) {
    this.#options = options;
    this.#ends = new RunEnds(options.says);
    this.onDidEnd = this.#ends.event;
    this.#roots = options.roots.map((root) => resolve(root));
  }

  get runs(): readonly RunEntry[] {
    return this.#entries;
  }

  get(folder: string): RunEntry | undefined {
    return this.#entries.find(({ summary }) => summary.folder === resolve(folder));
  }

  perform(action: RunAction, folder: string): Promise<void> {
    return this.#options.perform(action, folder);
  }

  /** What happened to a run while this window was closed; null once it was looked at. */
  missed(folder: string): Missed | null {
    return this.#options.seen.missed(folder);
  }

  /** The user has seen what was missed of this run. */
  acknowledge(folder: string): void {
    if (this.#options.seen.acknowledge(folder)) this.#changed.fire();
  }

  /** Starts a trainer on a folder by `start`; its end is told, once, however soon it comes. */
  async begin(folder: string, start: () => Promise<void>): Promise<void> {
    const { seen } = this.#options;
    const told = seen.endsTold(resolve(folder));
    await start();
    if (seen.endsTold(resolve(folder)) === told) seen.expect(resolve(folder));
    await this.refresh();
  }

  /** Looks at other folders from now on. */
  async setRoots(roots: readonly string[]): Promise<void> {
    this.#roots = roots.map((root) => resolve(root));
    await this.refresh();
  }

  /** Says a command to the trainer of a run; throws `control.not-running`, `control.not-possible` or `control.ended`. */
  async steer(folder: string, command: CommandBody): Promise<RunStatus> {
    const link = this.#links.get(resolve(folder));
    if (link === undefined) throw notRunning(folder);
    return link.request(command);
  }

  /** Ends the process that trains a run, and nobody is told that it has ended. Throws as `end-trainer.ts` does. */
  async endTrainer(folder: string): Promise<void> {
    const path = resolve(folder);
    await this.#ends.quietly(path, () => endTrainer(path));
    await this.refresh();
  }

  /** Takes a run from a machine that is gone, and nobody is told that its trainer has ended. */
  async takeOver(folder: string, host: string): Promise<void> {
    const path = resolve(folder);
    await this.#ends.quietly(path, () => takeOver(path, host));
    await this.refresh();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#changed.dispose();
    this.#ends.dispose();
    await Promise.all([...this.#links.values()].map((link) => link[Symbol.asyncDispose]()));
    this.#links.clear();
  }

  async #look(): Promise<void> {
    try {
      await this.#read();
    } catch (cause) {
      this.#options.log.error(`Looking at the runs failed: ${inspect(cause)}`);
    } finally {
      this.#schedule();
    }
  }

  async #read(): Promise<void> {
    if (this.#disposed) return;
    const folders = new Set((await Promise.all(this.#roots.map((root) => this.#foldersIn(root)))).flat());
    const summaries = await Promise.all(
      [...folders].map((folder) => this.#reader.summary(folder, this.#statusOf(folder) !== null)),
    );
    if (this.#disposed) return;
    this.#reader.keep(folders);
    await this.#link(summaries);
    const names = runNames(summaries.map(({ id }) => id));
    const entries = await Promise.all(
      summaries.map((summary) => this.#entryOf(summary, names.get(summary.id) ?? summary.id)),
    );
    await this.#show(entries.toSorted(newestFirst));
  }

  /** Links exist for the runs whose lock is held, and for no others. */
  async #link(summaries: readonly RunSummary[]): Promise<void> {
    const held = new Set(summaries.filter(({ pid }) => pid !== null).map(({ folder }) => folder));
    const { log, retryMs } = this.#options;
    const onChange = (): void => void this.refresh();
    for (const folder of held) {
      if (!this.#links.has(folder))
        this.#links.set(folder, new TrainerLink({ folder, log, retryMs, onChange }));
    }
    const over = [...this.#links].filter(([folder]) => !held.has(folder));
    for (const [folder] of over) this.#links.delete(folder);
    await Promise.all(over.map(([, link]) => link[Symbol.asyncDispose]()));
  }

  async #entryOf(summary: RunSummary, name: string): Promise<RunEntry> {
    const status = this.#statusOf(summary.folder);
    const { state, step, steps } = status ?? summary;
    const contact = this.#contactOf(summary);
    // Of the critic, which is made behind the last step, nobody knows how long it takes.
    const moves =
      status !== null && status.activity !== 'exporting' && (state === 'running' || state === 'pausing');
    return {
      summary: { ...summary, state, step, steps },
      name,
      status,
      contact,
      host: contact === 'elsewhere' ? (this.#links.get(summary.folder)?.host ?? null) : null,
      actions: possibleActions(state, contact),
      secondsLeft: moves ? await this.#reader.secondsLeft(summary.folder, step, status.steps) : null,
    };
  }

  async #show(entries: readonly RunEntry[]): Promise<void> {
    const { seen, log } = this.#options;
    const before = this.#entries;
    this.#entries = entries;
    for (const { summary, missed } of seen.look(entries.map((entry) => entry.summary))) {
      log.info(`${basename(summary.folder)}, ${missedText(missed)}.`);
    }
    if (!isDeepStrictEqual(before, entries)) this.#changed.fire();
    for (const entry of entries) {
      // While its trainer is there, the reason of an end may not be written yet.
      const end = entry.summary.pid === null ? endOf(entry.summary.state) : null;
      if (end !== null && seen.takeEnd(entry.summary.folder)) await this.#ends.tell({ entry, end });
    }
  }

  #contactOf({ folder, pid }: RunSummary): Contact {
    const link = this.#links.get(folder);
    if (pid === null || link === undefined) return 'none';
    if (link.status !== null) return 'answers';
    if (link.host !== null) return 'elsewhere';
    return link.silence < this.#options.silentMs ? 'unheard' : 'silent';
  }

  #statusOf(folder: string): RunStatus | null {
    return this.#links.get(folder)?.status ?? null;
  }

  async #foldersIn(root: string): Promise<string[]> {
    try {
      return await runFoldersIn(root);
    } catch (cause) {
      this.#options.log.warn(reasonOf(cause));
      return [];
    }
  }

  #schedule(): void {
    if (this.#disposed) return;
    const { live, idle } = this.#options.lookMs;
    const ms = this.#entries.some(({ summary }) => isLive(summary.state)) ? live : idle;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), ms);
    this.#timer.unref();
  }
}

const newestFirst = (a: RunEntry, b: RunEntry): number =>
  (b.summary.createdAt ?? '').localeCompare(a.summary.createdAt ?? '') ||
  a.summary.id.localeCompare(b.summary.id);
