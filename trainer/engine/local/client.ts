/** The calling side of a worker thread: calls, cancellation, and the thread's end, wanted or not. */
import { Worker } from 'node:worker_threads';
import { engineClosed, workerEnded } from '../../errors/engine.ts';
import { rebuildError, type FromWorker, type ToWorker } from './messages.ts';

/** A worker's program: a TypeScript file in the repository, a bundle of its own where the product is installed. */
export function workerProgram(source: string, bundle: string): URL {
  return new URL(import.meta.url.endsWith('.ts') ? source : bundle, import.meta.url);
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
}

export class WorkerClient implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #ended: Promise<void>;
  /** Why the thread cannot answer any more. */
  #refusal: Error | undefined;
  #count = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromWorker) => this.#receive(message));
    let crash: unknown;
    // Without a listener, an error that the thread does not catch would end this process.
    worker.once('error', (error: unknown) => {
      crash = error;
    });
    this.#ended = new Promise((resolve) => {
      worker.once('exit', (exitCode) => {
        this.#refusal ??= workerEnded(exitCode, this.#pending.size, crash);
        for (const { reject } of this.#pending.values()) reject(this.#refusal);
        this.#pending.clear();
        resolve();
      });
    });
  }

  /** Starts the thread; rejects with what kept it from getting ready. */
  static async start(program: URL, workerData: unknown): Promise<WorkerClient> {
    const worker = new Worker(program, { workerData });
    const ready = new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', (exitCode) => reject(workerEnded(exitCode, 0)));
      worker.once('message', (message: FromWorker) => {
        if (message.kind === 'failedToStart') reject(rebuildError(message.error));
        else resolve();
      });
    });
    try {
      await ready;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    return new WorkerClient(worker);
  }

  async call(verb: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    if (this.#refusal !== undefined) throw this.#refusal;
    const id = this.#count++;
    const abort = () => this.#send({ kind: 'abort', id });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, signal });
        this.#send({ kind: 'call', id, verb, args });
      });
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'ready' || message.kind === 'failedToStart') return;
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    const { resolve, reject, signal } = pending;
    if (message.kind === 'answer') resolve(message.value);
    else if (message.kind === 'error') reject(rebuildError(message.error));
    else reject(signal?.aborted === true ? signal.reason : this.#refusal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#refusal ??= engineClosed();
    this.#send({ kind: 'close' });
    await this.#ended;
  }
}
