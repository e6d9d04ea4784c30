/** The progress of loading, for people and for a parent process. */
import type { ModelProgress } from '../../protocol/hub.ts';
import type { ProgressStream } from '../../run/progress.ts';
import type { Parent } from './parent.ts';
import { progressText } from './words.ts';

/** Milliseconds between two reports to a parent or on a terminal, and between two lines elsewhere. */
const OFTEN = 200;
const SELDOM = 5_000;

export interface LoadProgress extends Disposable {
  show(progress: ModelProgress): void;
  /** A line for people, above the progress. */
  note(text: string): void;
}

/** On a terminal one line is rewritten; elsewhere there are plain lines, not too often. `now` gives milliseconds of any clock. */
export function loadProgress(
  stream: ProgressStream,
  parent: Parent | undefined,
  now: () => number = () => performance.now(),
): LoadProgress {
  // A window that closes its end must not end the loading.
  stream.on('error', () => undefined);
  const isTerminal = stream.isTTY === true;
  let isDrawn = false;
  const write = (progress: ModelProgress): void => {
    const text = progressText(progress);
    if (isTerminal) stream.write(`\r${text.slice(0, (stream.columns ?? 80) - 1)}\u001B[K`);
    else stream.write(`${text}\n`);
    isDrawn = isTerminal;
  };
  const toParent = (progress: ModelProgress): void => parent?.tell(progress);
  const isOften = parent !== undefined || isTerminal;
  const newest = new Newest(isOften ? OFTEN : SELDOM, parent === undefined ? write : toParent, now);
  return {
    show: (progress) => newest.offer(progress, progress.doneBytes === progress.totalBytes),
    note(text) {
      stream.write(`${isDrawn ? '\r\u001B[K' : ''}${text}\n`);
      isDrawn = false;
    },
    [Symbol.dispose]() {
      newest[Symbol.dispose]();
      if (isDrawn) stream.write('\n');
      isDrawn = false;
    },
  };
}

/** Passes values on, not more often than every so many milliseconds, but the newest in any case, if only later. */
class Newest<T> implements Disposable {
  readonly #ms: number;
  readonly #pass: (value: T) => void;
  readonly #now: () => number;
  #passedAt = -Infinity;
  #later: NodeJS.Timeout | undefined;

  constructor(ms: number, pass: (value: T) => void, now: () => number) {
    this.#ms = ms;
    this.#pass = pass;
    this.#now = now;
  }

  offer(value: T, isLast: boolean): void {
    clearTimeout(this.#later);
    const wait = this.#passedAt + this.#ms - this.#now();
    if (isLast || wait <= 0) this.#passOn(value);
    else this.#later = setTimeout(() => this.#passOn(value), wait);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#later);
  }

  #passOn(value: T): void {
    this.#passedAt = this.#now();
    this.#pass(value);
  }
}
