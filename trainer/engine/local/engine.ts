/** The local engine: the four verbs, carried to a worker thread that computes with ONNX Runtime. */
import { Worker } from 'node:worker_threads';
import { engineClosed, workerEnded } from '../../errors/engine.ts';
import type {
  AdamWParams,
  CallOptions,
  Completion,
  Engine,
  ForwardBackwardResult,
  Objective,
  OptimStepResult,
  SampleRequest,
  TrainSequence,
} from '../types.ts';
import type { LocalCore, LocalEngineOptions } from './core.ts';
import { rebuildError, type FromWorker, type ToWorker, type Verb } from './messages.ts';

/** The worker's program: a TypeScript file in the repository, a bundle of its own where the product is installed. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './engine-worker.mjs',
  import.meta.url,
);

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
}

type VerbArguments<V extends Verb> = Parameters<LocalCore[V]>;
type VerbAnswer<V extends Verb> = Awaited<ReturnType<LocalCore[V]>>;

export class LocalEngine implements Engine {
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

  /** Loads the model in a new worker thread. */
  static async open(options: LocalEngineOptions): Promise<LocalEngine> {
    const worker = new Worker(workerUrl, { workerData: options });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', (exitCode) => reject(workerEnded(exitCode, 0)));
      worker.once('message', (message: FromWorker) => {
        if (message.kind === 'failedToStart') reject(rebuildError(message.error));
        else resolve();
      });
    });
    return new LocalEngine(worker);
  }

  sample(
    requests: readonly SampleRequest[],
    options?: CallOptions,
  ): Promise<readonly (readonly Completion[])[]> {
    return this.#call('sample', [requests], options?.signal);
  }

  forwardBackward(
    sequences: readonly TrainSequence[],
    objective: Objective,
    options?: CallOptions,
  ): Promise<ForwardBackwardResult> {
    return this.#call('forwardBackward', [sequences, objective], options?.signal);
  }

  forward(
    sequences: readonly TrainSequence[],
    temperature: number,
    options?: CallOptions,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    return this.#call('forward', [sequences, temperature], options?.signal);
  }

  optimStep(params: AdamWParams): Promise<OptimStepResult> {
    return this.#call('optimStep', [params]);
  }

  zeroGrad(): Promise<void> {
    return this.#call('zeroGrad', []);
  }

  save(directory: string): Promise<void> {
    return this.#call('save', [directory]);
  }

  restore(directory: string): Promise<void> {
    return this.#call('restore', [directory]);
  }

  exportModel(directory: string): Promise<void> {
    return this.#call('exportModel', [directory]);
  }

  async #call<V extends Verb>(verb: V, args: VerbArguments<V>, signal?: AbortSignal): Promise<VerbAnswer<V>> {
    signal?.throwIfAborted();
    if (this.#refusal !== undefined) throw this.#refusal;
    const id = this.#count++;
    const abort = () => this.#send({ kind: 'abort', id });
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return (await new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, signal });
        this.#send({ kind: 'call', id, verb, args });
      })) as VerbAnswer<V>;
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
