/**
 * One page of the Monitor and what it is told. Knows nothing of VS Code: it is handed the runs, a way to post and what
 * the page may ask for. Whatever comes from the page is checked before it is used, whatever goes to it before it is sent.
 */
import type { TrainerError } from '../../trainer/errors/error.ts';
import type { PanelMessage } from '../../trainer/protocol/panel.ts';
import { panelMessageSchema } from '../../trainer/protocol/panel.ts';
import type { PanelCommand, PanelRequest, PanelView } from '../../trainer/protocol/panel-request.ts';
import { greetingSchema, panelRequestSchema } from '../../trainer/protocol/panel-request.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { actionTitle, stateTitle } from '../../trainer/protocol/titles.ts';
import { PROTOCOL_VERSION } from '../../trainer/protocol/version.ts';
import { explain } from '../../trainer/run/files.ts';
import { isLive } from '../run/actions.ts';
import type { RunAction, RunEntry } from '../run/store.ts';
import { t } from '../l10n.ts';
import { failureOf } from '../errors/failure.ts';
import { requestInvalid } from '../errors/panel.ts';
import { notPossibleNow, runGone } from '../errors/shell.ts';
import { readLog } from './log.ts';
import type { Observer } from './observer.ts';
import { readSamples, readText } from './samples.ts';
import { snapshotOf } from './snapshot.ts';

/** Milliseconds between snapshots while things change, and between looks at a run that is trained. */
const PACE_MS = 400;
const LIVE_MS = 1000;

export type ChartRequest = Extract<PanelRequest, { type: 'exportChart' }>;

/** What the page's requests need of VS Code and of the runs. */
export interface SessionPorts {
  /** Newest first. */
  readonly runs: () => readonly RunEntry[];
  readonly perform: (action: RunAction, folder: string) => Promise<void>;
  readonly command: (command: PanelCommand, folder: string) => Promise<void>;
  readonly exportChart: (request: ChartRequest) => Promise<void>;
  readonly train: () => Promise<void>;
  readonly post: (message: PanelMessage) => void;
  /** For failures that the page was told, and those that it cannot be told. */
  readonly report: (failure: TrainerError) => void;
}

export class PanelSession {
  readonly #ports: SessionPorts;
  readonly #observer: Observer;
  readonly #end = new AbortController();
  #view: PanelView | undefined;
  #focus: Snapshot['focus'] = null;
  #visible = true;
  #timer: NodeJS.Timeout | undefined;
  #pushing = false;
  #again = false;
  #last = '';
  #sentAt = 0;

  constructor(ports: SessionPorts, observer: Observer) {
    this.#ports = ports;
    this.#observer = observer;
  }

  /** A message from the page. Never rejects: what fails is told to the page. */
  async receive(message: unknown): Promise<void> {
    try {
      const greeting = greetingSchema.safeParse(message);
      if (greeting.success && greeting.data.protocol !== PROTOCOL_VERSION) {
        this.#refuse(greeting.data.protocol);
        return;
      }
      const request = panelRequestSchema.safeParse(message);
      if (!request.success) throw requestInvalid(explain(request.error));
      await this.#answer(request.data);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** Something about a run may have changed. */
  changed(): void {
    this.#pushIn(PACE_MS);
  }

  /** A hidden page gets nothing; one that is shown again gets everything. */
  visible(visible: boolean): void {
    this.#visible = visible;
    this.#last = '';
    this.changed();
  }

  /** Brings runs into focus, once for each `id`. */
  show(focus: NonNullable<Snapshot['focus']>): void {
    this.#focus = focus;
    this.changed();
  }

  /** The run in focus, while the page is seen. */
  get focused(): string | undefined {
    return this.#visible && this.#view !== undefined ? this.#shown(this.#view)[0]?.summary.folder : undefined;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  #pushIn(milliseconds: number): void {
    if (!this.#visible || this.#view === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#push();
    }, milliseconds);
  }

  async #answer(request: PanelRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
      case 'view':
        this.#view = request.view;
        this.#last = request.type === 'ready' ? '' : this.#last;
        return this.#push();
      case 'samples':
        this.#known(request.query.run);
        return this.#post(await readSamples(request.query, this.#end.signal));
      case 'text': {
        this.#known(request.place.run);
        const { place, from } = request;
        return this.#post({ type: 'text', place, from, ...(await readText(place, from)) });
      }
      case 'log':
        this.#known(request.query.run);
        return this.#post(await readLog(request.query));
      case 'perform':
        return this.#perform(request.action, request.run);
      case 'command':
        this.#known(request.run);
        return this.#ports.command(request.command, request.run);
      case 'exportChart':
        request.view.runs.forEach((run) => this.#known(run));
        return this.#ports.exportChart(request);
      case 'train':
        return this.#ports.train();
    }
  }

  /** The page's button may be a moment older than the run's state. */
  async #perform(action: RunAction, folder: string): Promise<void> {
    const { summary, name, actions } = this.#known(folder);
    if (!actions.includes(action))
      throw notPossibleNow(actionTitle(action, t), name, stateTitle(summary.state, t));
    await this.#ports.perform(action, folder);
  }

  /** Only folders that are runs are ever opened for the page. */
  #known(folder: string): RunEntry {
    const entry = this.#ports.runs().find(({ summary }) => summary.folder === folder);
    if (entry === undefined) throw runGone(folder);
    return entry;
  }

  /** Reads what is new and sends a snapshot, if it says anything that the last did not. */
  async #push(): Promise<void> {
    this.#again = this.#pushing;
    if (this.#pushing) return;
    this.#pushing = true;
    try {
      do {
        this.#again = false;
        await this.#read();
        this.#send();
      } while (this.#again && !this.#end.signal.aborted);
      if (this.#shown(this.#view).some(({ summary }) => isLive(summary.state))) this.#pushIn(LIVE_MS);
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#pushing = false;
    }
  }

  async #read(): Promise<void> {
    const entries = this.#shown(this.#view);
    // A run that takes long to read is shown while it is read.
    const onPage = (): void => this.#sendEvery(PACE_MS);
    await this.#observer.refresh(entries, this.#end.signal, onPage);
  }

  #sendEvery(milliseconds: number): void {
    if (performance.now() - this.#sentAt >= milliseconds) this.#send();
  }

  #send(): void {
    this.#sentAt = performance.now();
    const view = this.#view;
    if (view === undefined || !this.#visible || this.#end.signal.aborted) return;
    const snapshot = this.snapshot(view);
    const text = JSON.stringify(snapshot);
    if (text === this.#last) return;
    this.#last = text;
    this.#post(snapshot);
  }

  /** Of what is read by now. */
  snapshot(view: PanelView): Snapshot {
    return snapshotOf({
      entries: this.#ports.runs(),
      shown: this.#shown(view).map((entry) => ({
        entry,
        followed: this.#observer.followed(entry.summary.folder),
      })),
      view,
      system: this.#observer.system,
      focus: this.#focus,
    });
  }

  #shown(view: PanelView | undefined): readonly RunEntry[] {
    return shownRuns(this.#ports.runs(), view?.runs ?? []);
  }

  #post(message: PanelMessage): void {
    this.#ports.post(panelMessageSchema.parse(message));
  }

  #refuse(protocol: number): void {
    this.#post({
      type: 'refused',
      protocol: PROTOCOL_VERSION,
      message: t(
        'This page is of another version ({0}) than the extension ({1}). Reload the window.',
        String(protocol),
        String(PROTOCOL_VERSION),
      ),
    });
  }

  #fail(cause: unknown): void {
    if (this.#end.signal.aborted) return;
    const failure = failureOf(cause);
    this.#ports.report(failure);
    this.#ports.post({ type: 'failed', message: failure.message, hint: failure.hint });
  }
}

/** The runs that were asked for, as far as they exist; the newest where none was. */
export function shownRuns(entries: readonly RunEntry[], folders: readonly string[]): readonly RunEntry[] {
  const asked = [...new Set(folders)].flatMap(
    (folder) => entries.find(({ summary }) => summary.folder === folder) ?? [],
  );
  return asked.length > 0 ? asked : entries.slice(0, 1);
}
