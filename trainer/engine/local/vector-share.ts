/** One thread's share of the vectors of training: a range of them that no other thread writes. */
import {
  addAll,
  squareSums,
  updateAdamW,
  type AdamWCoefficients,
  type MomentVectors,
  type Span,
} from './vectors.ts';

/** Plain data over shared memory, so that it can be given to a thread. */
export interface VectorShareOptions {
  readonly trained: MomentVectors;
  /** The sum over micro-batches. */
  readonly gradient: Float32Array;
  /** What each lane leaves behind, to be added to it. */
  readonly increments: readonly Float32Array[];
  /** The share; it begins at a block's border. */
  readonly span: Span;
  /** Parts of the whole vector that do not decay. */
  readonly undecayed: readonly Span[];
}

export class VectorShare implements AsyncDisposable {
  readonly #options: VectorShareOptions;
  /** What lies in the share. */
  readonly #decayed: readonly Span[];
  readonly #undecayed: readonly Span[];

  constructor(options: VectorShareOptions) {
    this.#options = options;
    const { span, undecayed } = options;
    this.#undecayed = undecayed
      .map(({ start, end }) => ({ start: Math.max(start, span.start), end: Math.min(end, span.end) }))
      .filter(({ start, end }) => start < end);
    const borders = this.#undecayed.flatMap(({ start, end }) => [start, end]);
    const cuts = [span.start, ...borders, span.end];
    this.#decayed = Array.from({ length: cuts.length / 2 }, (_, index) => ({
      start: cuts[2 * index] ?? 0,
      end: cuts[2 * index + 1] ?? 0,
    }));
  }

  /** Adds what the first `count` lanes left behind, in their order. */
  add(count: number, isFirst: boolean): void {
    const { gradient, increments, span } = this.#options;
    addAll(gradient, increments.slice(0, count), span, isFirst);
  }

  /** Of the gradient, a sum a block. */
  squareSums(): number[] {
    return squareSums(this.#options.gradient, this.#options.span);
  }

  /** `retain` of the coefficients is for what decays. */
  update(coefficients: AdamWCoefficients): void {
    const { trained, gradient } = this.#options;
    for (const span of this.#decayed) updateAdamW(trained, gradient, span, coefficients);
    for (const span of this.#undecayed) updateAdamW(trained, gradient, span, { ...coefficients, retain: 1 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Memory is all that it holds.
  }
}
