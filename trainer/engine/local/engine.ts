/** The local engine: the four verbs, carried to a worker thread that computes with ONNX Runtime. */
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
import { WorkerClient, workerProgram } from './client.ts';
import type { LocalCore } from './core.ts';
import type { LocalEngineOptions } from './options.ts';

type Verb = keyof LocalCore & string;
type VerbArguments<V extends Verb> = Parameters<LocalCore[V]>;
type VerbAnswer<V extends Verb> = Awaited<ReturnType<LocalCore[V]>>;

export class LocalEngine implements Engine {
  readonly #worker: WorkerClient;

  private constructor(worker: WorkerClient) {
    this.#worker = worker;
  }

  /** Loads the model in a new worker thread. */
  static async open(options: LocalEngineOptions): Promise<LocalEngine> {
    return new LocalEngine(
      await WorkerClient.start(workerProgram('./worker.ts', './engine-worker.mjs'), options),
    );
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

  /** Like `forward`, by the model that the adapters were put on. */
  forwardBase(
    sequences: readonly TrainSequence[],
    temperature: number,
    options?: CallOptions,
  ): Promise<Omit<ForwardBackwardResult, 'loss'>> {
    return this.#call('forwardBase', [sequences, temperature], options?.signal);
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
    return (await this.#worker.call(verb, args, signal)) as VerbAnswer<V>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker[Symbol.asyncDispose]();
  }
}
