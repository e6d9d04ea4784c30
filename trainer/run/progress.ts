/**
 * The progress of a run for people. On a terminal it is one line that is rewritten, with sentences above it; elsewhere
 * plain lines, a step each but not more often than every few seconds.
 */
import { stripVTControlCharacters } from 'node:util';
import type { RunStatus } from '../protocol/control.ts';
import { duration } from '../protocol/duration.ts';
import type { RunEvent } from '../protocol/events.ts';
import type { Metrics, MetricsLine } from '../protocol/run-folder.ts';
import type { StatusObserver } from './conduct.ts';
import { describeEvent } from './log.ts';
import type { RunObserver } from './run-journal.ts';

/** What progress is written to: standard error, or a double in tests. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
  on(event: 'error', listener: () => void): unknown;
}

export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** Milliseconds of any clock. */
  readonly now?: () => number;
}

/** Milliseconds between plain lines. */
const PLAIN_INTERVAL = 5_000;
/** Steps whose mean duration the remaining time is told from. */
const ETA_STEPS = 10;

/** Shows a run until disposed. */
export function showProgress({ stream, now = () => performance.now() }: ProgressOptions): Progress {
  // A window that closes its end must not take the trainer with it.
  stream.on('error', () => undefined);
  return new Progress(stream, now);
}

export class Progress implements RunObserver, StatusObserver, Disposable {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  #status: RunStatus | undefined;
  #line: MetricsLine | undefined;
  /** When each of the last steps was complete; emptied by a pause. */
  #times: number[] = [];
  #printedAt = -Infinity;
  #drawn = false;

  constructor(stream: ProgressStream, now: () => number) {
    this.#stream = stream;
    this.#now = now;
  }

  status(status: RunStatus): void {
    this.#status = status;
    if (this.#stream.isTTY) this.#draw();
  }

  metrics(line: MetricsLine): void {
    this.#line = line;
    this.#times = [...this.#times, this.#now()].slice(-ETA_STEPS - 1);
    const last = line.step === this.#status?.steps;
    if (this.#stream.isTTY) this.#draw();
    else if (last || this.#now() - this.#printedAt >= PLAIN_INTERVAL) {
      this.#printedAt = this.#now();
      this.#stream.write(`${this.#text()}\n`);
    }
  }

  event(event: RunEvent): void {
    if (event.type === 'paused' || event.type === 'unpaused') this.#times = [];
    if (event.type === 'checkpoint-saved') return;
    // A failure's message may quote a program's output, which is not to steer the terminal.
    const sentence = stripVTControlCharacters(describeEvent(event));
    this.#stream.write(`${this.#drawn ? '\r\u001B[K' : ''}${sentence}\n`);
    this.#drawn = false;
  }

  [Symbol.dispose](): void {
    if (this.#drawn) this.#stream.write('\n');
    this.#drawn = false;
  }

  #draw(): void {
    const text = this.#text().slice(0, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(`\r${text}\u001B[K`);
    this.#drawn = true;
  }

  #text(): string {
    return progressText({
      status: this.#status,
      line: this.#line,
      secondsPerStep: secondsPerStep(this.#times),
    });
  }
}

/** Mean seconds between the given times in milliseconds; undefined below two of them. */
function secondsPerStep(times: readonly number[]): number | undefined {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined || times.length < 2) return undefined;
  return (last - first) / 1000 / (times.length - 1);
}

export interface ProgressFacts {
  readonly status: RunStatus | undefined;
  readonly line: MetricsLine | undefined;
  readonly secondsPerStep: number | undefined;
}

/** `phase 1, step 12/75, 4 min left, 5120 tokens/s, solve 0.42, critique 0.61 (balanced 0.58), updating`. */
export function progressText({ status, line, secondsPerStep }: ProgressFacts): string {
  const steps = status?.steps ?? 0;
  const perStep = secondsPerStep ?? line?.seconds;
  // Of the critic, which is made behind the last step, nobody knows how long it takes.
  const isUnknown = line === undefined || perStep === undefined || status?.activity === 'exporting';
  const left = isUnknown ? undefined : (steps - line.step) * perStep;
  return [
    `phase ${line?.phase ?? status?.phase ?? 1}`,
    `step ${line?.step ?? status?.step ?? 0}/${steps}`,
    left === undefined ? '' : `${duration(left)} left`,
    line === undefined || line.seconds === 0 ? '' : `${Math.round(line.tokens / line.seconds)} tokens/s`,
    line === undefined ? '' : rewards(line.metrics),
    status?.state === 'running' ? status.activity : (status?.state ?? ''),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function rewards(metrics: Metrics): string {
  const solve = metrics['solve/reward'];
  const critique = metrics['critique/reward'];
  const [tpr, tnr] = [metrics['critique/tpr'], metrics['critique/tnr']];
  const balanced =
    tpr === undefined || tnr === undefined ? '' : ` (balanced ${((tpr + tnr) / 2).toFixed(2)})`;
  const parts = [
    solve === undefined ? '' : `solve ${solve.toFixed(2)}`,
    critique === undefined ? '' : `critique ${critique.toFixed(2)}${balanced}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
