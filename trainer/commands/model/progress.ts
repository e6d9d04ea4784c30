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
  let [toldAt, writtenAt, isDrawn] = [-Infinity, -Infinity, false];
  const write = (progress: ModelProgress): void => {
    writtenAt = now();
    const text = progressText(progress);
    if (isTerminal) stream.write(`\r${text.slice(0, (stream.columns ?? 80) - 1)}\u001B[K`);
    else stream.write(`${text}\n`);
    isDrawn = isTerminal;
  };
  return {
    show(progress) {
      const isDone = progress.doneBytes === progress.totalBytes;
      if (parent !== undefined && (isDone || now() - toldAt >= OFTEN)) {
        toldAt = now();
        parent.tell(progress);
      }
      if (parent === undefined && (isDone || now() - writtenAt >= (isTerminal ? OFTEN : SELDOM)))
        write(progress);
    },
    note(text) {
      stream.write(`${isDrawn ? '\r\u001B[K' : ''}${text}\n`);
      isDrawn = false;
    },
    [Symbol.dispose]() {
      if (isDrawn) stream.write('\n');
      isDrawn = false;
    },
  };
}
