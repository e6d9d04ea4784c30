/** Follows the journals of one run from where reading has stopped, and keeps what the panel draws of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { derived } from '../../../trainer/protocol/panel-chart-table.ts';
import type { Notice } from '../../../trainer/protocol/panel-snapshot.ts';
import type { RunEvent } from '../../../trainer/protocol/events.ts';
import { runEventSchema } from '../../../trainer/protocol/events.ts';
import type { MetricsLine, RunRecord } from '../../../trainer/protocol/run-folder.ts';
import { metricsLineSchema } from '../../../trainer/protocol/run-folder.ts';
import { openRun, runFolder } from '../../../trainer/run/folder.ts';
import type { JournalCursor } from '../../../trainer/run/journal-reader.ts';
import { readJournal } from '../../../trainer/run/journal-reader.ts';
import { t } from '../../l10n.ts';
import { Columns } from './columns.ts';

/** Bytes of a journal that are read in one go; the extension host does other things in between. */
const PAGE_BYTES = 2 ** 18;
/** Warnings and failures that are kept, the newest. */
const NOTICES = 50;

/** A moment of the run that charts mark. */
export interface Moment {
  readonly kind: 'phase' | 'resumed' | 'best';
  readonly step: number;
  readonly label: string;
}

export class FollowedRun {
  readonly folder: string;
  /** `run.json`; null until it is read. */
  record: RunRecord | null = null;
  /** A row a step. */
  steps = new Columns();
  /** A row a validation. */
  validation = new Columns();
  /** A row an observation of the trainer's memory. */
  memory = new Columns();
  moments: Moment[] = [];
  notices: Notice[] = [];
  /** Of the validation before training. */
  baseline: Readonly<Record<string, number>> = {};
  /** Share of the metrics that is read. */
  read = 0;
  #seconds = 0;
  #cursors: { metrics?: JournalCursor | undefined; events?: JournalCursor | undefined } = {};
  #unreadable = { metrics: 0, events: 0 };
  #reading: Promise<boolean> | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Lines of the journals that cannot be read. */
  get unreadable(): number {
    return this.#unreadable.metrics + this.#unreadable.events;
  }

  /**
   * Reads what is new, in pages; `onPage` hears of each but the last. Calls that overlap share one reading, and whoever
   * shared one that ended unfinished, since the page that had begun it was closed, goes on by itself.
   */
  async refresh(signal: AbortSignal, onPage: () => void): Promise<void> {
    let isWhole: boolean;
    do {
      this.#reading ??= this.#readAll(signal, onPage).finally(() => {
        this.#reading = undefined;
      });
      isWhole = await this.#reading;
    } while (!isWhole && !signal.aborted);
  }

  /** Notes how much memory the trainer takes now. */
  observeMemory(bytes: number): void {
    const step = this.steps.length === 0 ? 0 : this.steps.step.at(this.steps.length - 1);
    const last = this.memory.length - 1;
    if (last >= 0 && this.memory.step.at(last) >= step) return;
    this.memory.append(this.steps.placeOf(step), { [derived.memory]: bytes });
  }

  /** Whether both journals are read to their ends: not so if the signal came before. */
  async #readAll(signal: AbortSignal, onPage: () => void): Promise<boolean> {
    this.record ??= (await openRun(this.folder)).record;
    let isWhole = false;
    while (!signal.aborted && !(await this.#readMetrics())) {
      onPage();
      await nextTurn();
    }
    while (!signal.aborted && !isWhole) {
      isWhole = await this.#readEvents();
      if (!isWhole) await nextTurn();
    }
    this.validation.placeBy(this.steps);
    return isWhole;
  }

  /** Whether all is read. */
  async #readMetrics(): Promise<boolean> {
    const { metrics: path } = runFolder(this.folder);
    const page = await readJournal(path, metricsLineSchema, this.#cursors.metrics, PAGE_BYTES);
    if (page.restarted) {
      this.steps = new Columns();
      this.memory = new Columns();
      this.#seconds = 0;
      this.#unreadable.metrics = 0;
    }
    for (const line of page.records) this.#appendStep(line);
    this.#cursors.metrics = page.cursor;
    this.#unreadable.metrics += page.problems.length;
    this.read = page.complete ? 1 : (page.cursor?.offset ?? 0) / page.size;
    return page.complete;
  }

  #appendStep({ step, seconds, tokens, totalTokens, metrics }: MetricsLine): void {
    this.#seconds += seconds;
    this.steps.append(
      { step, tokens: totalTokens, seconds: this.#seconds },
      {
        ...metrics,
        [derived.stepTime]: seconds,
        ...(seconds > 0 ? { [derived.speed]: tokens / seconds } : {}),
      },
    );
  }

  /** Whether all is read. */
  async #readEvents(): Promise<boolean> {
    const { events: path } = runFolder(this.folder);
    const page = await readJournal(path, runEventSchema, this.#cursors.events, PAGE_BYTES);
    if (page.restarted) this.#forgetEvents();
    for (const event of page.records) this.#note(event);
    this.notices = this.notices.slice(-NOTICES);
    this.#cursors.events = page.cursor;
    this.#unreadable.events += page.problems.length;
    return page.complete;
  }

  #forgetEvents(): void {
    this.validation = new Columns();
    this.moments = [];
    this.notices = [];
    this.baseline = {};
    this.#unreadable.events = 0;
  }

  #note(event: RunEvent): void {
    const { step, time } = event;
    switch (event.type) {
      case 'validation':
        // Its place among the steps is known once these are read.
        this.validation.append({ step, tokens: 0, seconds: 0 }, event.metrics);
        if (step === 0) this.baseline = event.metrics;
        return;
      case 'phase-switched':
        this.moments.push({ kind: 'phase', step, label: t('Phase {0}', event.phase) });
        return;
      case 'resumed':
        this.moments.push({ kind: 'resumed', step, label: t('Resumed') });
        return;
      case 'best-checkpoint':
        this.moments = this.moments.filter(({ kind }) => kind !== 'best');
        this.moments.push({ kind: 'best', step, label: t('Best') });
        return;
      case 'warning':
        this.notices.push({ kind: 'warning', step, time, message: event.message, hint: '' });
        return;
      case 'failed':
        this.notices.push({ kind: 'failure', step, time, message: event.message, hint: event.hint });
        return;
      case 'started':
      case 'checkpoint-saved':
      case 'paused':
      case 'unpaused':
      case 'stopped':
      case 'finished':
        return;
    }
  }
}
