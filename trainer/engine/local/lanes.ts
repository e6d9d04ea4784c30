/**
 * Lanes side by side. A small network's operators are too short to be divided among threads; whole micro-batches and
 * whole samples are not, so each core computes its own. Results never depend on the number of lanes' timing:
 * what a lane computes is decided before it starts, and gradients are added in the order of the micro-batches.
 */
import { parameterCount, parameterSpecs } from '../../model/parameters.ts';
import type { Completion, Objective, SampleRequest } from '../types.ts';
import { WorkerClient, workerProgram } from './client.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { MicroBatch } from './packing.ts';
import { loadOnOnnxRuntime } from './runtime.ts';
import type { TokenScores } from './scored-tokens.ts';
import { sharedVector, type SharedModel } from './shared-model.ts';
import type { TrainingOptions } from './training.ts';

/** Parameters up to which a core for each micro-batch is faster than all cores for one. */
const mostParametersInLanes = 2 ** 25;

/** How many lanes a model of so many parameters gets, and the threads inside each. */
export function divideThreads(parameters: number, threads: number): { lanes: number; threadsInside: number } {
  return parameters <= mostParametersInLanes
    ? { lanes: threads, threadsInside: 1 }
    : { lanes: 1, threadsInside: threads };
}

/** Only ONNX Runtime works in lanes: whatever else computes has threads of its own, and belongs to one thread of ours. */
function divided({ config }: SharedModel, threads: number, load = loadOnOnnxRuntime) {
  return load === loadOnOnnxRuntime
    ? divideThreads(parameterCount(parameterSpecs(config)), threads)
    : { lanes: 1, threadsInside: threads };
}

export class Lanes implements AsyncDisposable {
  /** The gradient that each lane leaves behind. */
  readonly gradients: readonly Float32Array[];
  readonly #own: Lane;
  readonly #others: readonly WorkerClient[];

  private constructor(gradients: readonly Float32Array[], own: Lane, others: readonly WorkerClient[]) {
    this.gradients = gradients;
    this.#own = own;
    this.#others = others;
  }

  /** The first lane computes on the calling thread, each other one on a thread of its own. */
  static async create(model: SharedModel, { threads, recompute, load }: TrainingOptions): Promise<Lanes> {
    const { lanes, threadsInside } = divided(model, threads, load);
    const gradients = Array.from({ length: lanes }, () => sharedVector(model.trained.length));
    const options = gradients.map((gradient) => ({
      model,
      gradient,
      training: { threads: threadsInside, recompute },
    }));
    const [first, ...others] = options as [LaneOptions, ...LaneOptions[]];
    await using opened = new AsyncDisposableStack();
    const own = opened.use(await Lane.create(first, load));
    const program = workerProgram('./lane-worker.ts', './engine-lane.mjs');
    const clients: WorkerClient[] = [];
    for (const each of others) clients.push(opened.use(await WorkerClient.start(program, each)));
    opened.move();
    return new Lanes(gradients, own, clients);
  }

  get count(): number {
    return this.gradients.length;
  }

  /** At most `count` micro-batches at once; their gradients are then in `gradients`, in the same order. */
  differentiate(batches: readonly MicroBatch[], objective: Objective): Promise<TokenScores[]> {
    return this.#eachTake(
      batches,
      (batch) => this.#own.differentiate(batch, objective),
      (lane, batch) => lane.call('differentiate', [batch, objective]) as Promise<TokenScores>,
    );
  }

  score(batches: readonly MicroBatch[], temperature: number, of: 'policy' | 'base'): Promise<TokenScores[]> {
    return this.#eachTake(
      batches,
      (batch) => this.#own.score(batch, temperature, of),
      (lane, batch) => lane.call('score', [batch, temperature, of]) as Promise<TokenScores>,
    );
  }

  /** Requests are dealt out to the lanes in turn. */
  async sample(requests: readonly SampleRequest[], signal?: AbortSignal): Promise<Completion[][]> {
    const hands = Array.from({ length: Math.min(this.count, requests.length) }, (_, lane) =>
      requests.filter((_request, index) => index % this.count === lane),
    );
    const completions = await this.#eachTake(
      hands,
      (hand) => this.#own.sample(hand, signal),
      (lane, hand) => lane.call('sample', [hand], signal) as Promise<Completion[][]>,
    );
    return requests.map(
      (_, index) => completions[index % this.count]?.[Math.floor(index / this.count)] ?? [],
    );
  }

  /** Gives each lane one piece of work, and waits for all of them even when one fails. */
  async #eachTake<W, R>(
    work: readonly W[],
    here: (piece: W) => Promise<R>,
    there: (lane: WorkerClient, piece: W) => Promise<R>,
  ): Promise<R[]> {
    const [first, ...rest] = work;
    if (first === undefined) return [];
    // The other threads begin before this one, which its own share blocks.
    const elsewhere = rest.map((piece, index) => there(this.#others[index] as WorkerClient, piece));
    const settled = await Promise.allSettled([here(first), ...elsewhere]);
    return settled.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const lane of this.#others) await lane[Symbol.asyncDispose]();
    await this.#own[Symbol.asyncDispose]();
  }
}
