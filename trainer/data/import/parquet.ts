/** Rows of a Parquet file as JSON texts, read by a thread that may be ended at any time. */
import { Worker } from 'node:worker_threads';
import { parquetUnreadable } from '../../errors/data.ts';
import { reasonOf } from '../../errors/error.ts';

export interface ParquetTask {
  readonly file: string;
  /** Longest row, as JSON text. */
  readonly mostRowBytes: number;
}

/** A row with its 1-based number, or what is wrong with it. */
export type ParquetRow =
  { readonly number: number; readonly text: string } | { readonly number: number; readonly problem: string };

export type FromParquet =
  | { readonly kind: 'rows'; readonly rows: readonly ParquetRow[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface ParquetLimits {
  /** The longest that reading some rows may take; a file that needs longer is damaged, or made to. */
  readonly milliseconds: number;
  readonly mostRowBytes: number;
  readonly signal?: AbortSignal | undefined;
}

/** Of the thread: megabytes of values, and bytes of the process that were not there when it was asked. */
const heapMegabytes = 2048;
const mostGrowth = 4 * 2 ** 30;

export async function* readParquet(file: string, limits: ParquetLimits): AsyncGenerator<ParquetRow> {
  const program = import.meta.url.endsWith('.ts') ? './parquet-worker.ts' : './parquet-worker.mjs';
  const task: ParquetTask = { file, mostRowBytes: limits.mostRowBytes };
  const worker = new Worker(new URL(program, import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  try {
    for (;;) {
      const answer = await ask(worker, file, limits);
      if (answer.kind === 'end') return;
      if (answer.kind === 'failed') throw parquetUnreadable(file, answer.reason);
      yield* answer.rows;
    }
  } finally {
    await worker.terminate();
  }
}

/** The thread's next answer, unless it ends, takes too long or too much, or is not wanted any more. */
async function ask(worker: Worker, file: string, limits: ParquetLimits): Promise<FromParquet> {
  const { milliseconds, signal } = limits;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<FromParquet>();
  const refuse = (reason: string, cause?: unknown): void => reject(parquetUnreadable(file, reason, cause));
  const onError = (cause: unknown): void => refuse(`its reader ended: ${reasonOf(cause)}`, cause);
  const onExit = (): void => refuse('its reader ended');
  const onAbort = (): void => reject(signal?.reason as Error);
  const began = performance.now();
  const memory = process.memoryUsage.rss();
  const watch = setInterval(
    () => {
      if (performance.now() - began > milliseconds)
        refuse(`reading some rows took more than ${milliseconds} ms`);
      if (process.memoryUsage.rss() - memory > mostGrowth)
        refuse(`reading some rows took more than ${mostGrowth} bytes`);
    },
    Math.min(100, milliseconds),
  );
  worker.once('message', resolve).once('error', onError).once('exit', onExit);
  signal?.addEventListener('abort', onAbort, { once: true });
  worker.postMessage('more');
  try {
    return await promise;
  } finally {
    clearInterval(watch);
    worker.off('message', resolve).off('error', onError).off('exit', onExit);
    signal?.removeEventListener('abort', onAbort);
  }
}
