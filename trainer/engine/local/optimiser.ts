/**
 * Sums the gradients of micro-batches and updates what is trained, by AdamW over the flat vectors. Ranges of them are
 * shared among threads; how many there are changes no number.
 */
import { notFinite } from '../../errors/engine.ts';
import type { AdamWParams, OptimStepResult } from '../types.ts';
import { WorkerClient, workerProgram } from './client.ts';
import { sharedVector } from './shared-model.ts';
import { VectorShare, type VectorShareOptions } from './vector-share.ts';
import { blockSize, type AdamWCoefficients, type Span } from './vectors.ts';
import type { Weights } from './weights.ts';

export class Optimiser implements AsyncDisposable {
  readonly #weights: Weights;
  readonly #gradient: Float32Array;
  /** The first range, on the calling thread. */
  readonly #own: VectorShare;
  readonly #others: readonly WorkerClient[];
  #hasGradient = false;

  private constructor(
    weights: Weights,
    gradient: Float32Array,
    own: VectorShare,
    others: readonly WorkerClient[],
  ) {
    this.#weights = weights;
    this.#gradient = gradient;
    this.#own = own;
    this.#others = others;
  }

  /** `increments` are vectors in shared memory, in which micro-batches leave their gradients. */
  static async create(
    weights: Weights,
    increments: readonly Float32Array[],
    threads: number,
  ): Promise<Optimiser> {
    const { values, firstMoment, secondMoment } = weights;
    const gradient = sharedVector(values.length);
    const trained = { values, firstMoment, secondMoment };
    const undecayed = undecayedSpans(weights);
    const [first, ...rest] = divide(values.length, threads).map((span): VectorShareOptions => ({
      trained,
      gradient,
      increments,
      span,
      undecayed,
    })) as [VectorShareOptions, ...VectorShareOptions[]];
    await using opened = new AsyncDisposableStack();
    const program = workerProgram('./vector-worker.ts', './engine-vectors.mjs');
    const others: WorkerClient[] = [];
    for (const each of rest) others.push(opened.use(await WorkerClient.start(program, each)));
    opened.move();
    return new Optimiser(weights, gradient, new VectorShare(first), others);
  }

  /** Adds the gradients that the first `count` micro-batches of a round left behind, in their order. */
  async add(count: number): Promise<void> {
    const isFirst = !this.#hasGradient;
    await this.#each(
      () => this.#own.add(count, isFirst),
      (other) => other.call('add', [count, isFirst]),
    );
    this.#hasGradient = true;
  }

  /** Forgets what was added. */
  clear(): void {
    this.#hasGradient = false;
  }

  /**
   * Updates the weights in place with the gradient, scaled down to the largest norm allowed, and forgets it. Without
   * one, only decay and momentum move the weights. Throws `engine.not-finite`, and then the weights are as before.
   */
  async step(params: AdamWParams): Promise<OptimStepResult> {
    if (!this.#hasGradient) this.#gradient.fill(0);
    this.clear();
    const gradNorm = await this.#norm();
    if (!Number.isFinite(gradNorm)) throw notFinite('The gradient');
    const { maxGradNorm } = params;
    const scale = maxGradNorm > 0 && gradNorm > maxGradNorm ? maxGradNorm / gradNorm : 1;
    this.#weights.updates += 1;
    const coefficients = coefficientsOf(params, this.#weights.updates, scale);
    await this.#each(
      () => this.#own.update(coefficients),
      (other) => other.call('update', [coefficients]),
    );
    return { gradNorm };
  }

  /** Blocks are always summed in the order of the vector. */
  async #norm(): Promise<number> {
    const sums = await this.#each(
      () => this.#own.squareSums(),
      (other) => other.call('squareSums', []) as Promise<number[]>,
    );
    return Math.sqrt(sums.flat().reduce((total, block) => total + block, 0));
  }

  /** Answers are in the order of the ranges. */
  #each<R>(here: () => R, there: (other: WorkerClient) => Promise<R>): Promise<R[]> {
    // The other threads begin before this one, which its own share blocks.
    const elsewhere = this.#others.map(there);
    return Promise.all([here(), ...elsewhere]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const other of this.#others) await other[Symbol.asyncDispose]();
  }
}

/** How many threads share a vector: fewer than there are where there are fewer blocks. */
export function sharesOf(length: number, threads: number): number {
  return Math.max(1, Math.min(threads, blocksOf(length)));
}

const blocksOf = (length: number): number => Math.ceil(length / blockSize);

/** A range a thread, cut at the borders of blocks. */
function divide(length: number, threads: number): Span[] {
  const count = sharesOf(length, threads);
  const border = (index: number): number =>
    Math.min(Math.floor((index * blocksOf(length)) / count) * blockSize, length);
  return Array.from({ length: count }, (_, index) => ({ start: border(index), end: border(index + 1) }));
}

function undecayedSpans({ specs }: Weights): Span[] {
  return specs
    .filter(({ decays }) => !decays)
    .map(({ offset, size }) => ({ start: offset, end: offset + size }));
}

function coefficientsOf(params: AdamWParams, updates: number, gradientScale: number): AdamWCoefficients {
  const { beta1, beta2, epsilon, learningRate, weightDecay } = params;
  return {
    gradientScale,
    beta1,
    beta2,
    epsilon,
    unbias: 1 / Math.sqrt(1 - beta2 ** updates),
    rate: learningRate / (1 - beta1 ** updates),
    retain: 1 - learningRate * weightDecay,
  };
}
