/** Per-token results in the order of the caller's completions. */
import type { ForwardBackwardResult, TrainSequence } from '../types.ts';
import type { MicroBatch } from './packing.ts';
import type { TokenScores } from './scored-tokens.ts';

/** Puts the micro-batches' per-token results back into the order of the caller's completions. */
export class TokenResults {
  readonly #lengths: readonly number[];
  readonly #logprobs: Float32Array[];
  readonly #entropies: Float32Array[];
  #tokensComputed = 0;

  constructor(sequences: readonly TrainSequence[]) {
    this.#lengths = sequences.flatMap(({ completions }) => completions.map(({ tokens }) => tokens.length));
    this.#logprobs = this.#lengths.map((length) => new Float32Array(length));
    this.#entropies = this.#lengths.map((length) => new Float32Array(length));
  }

  collect(batch: MicroBatch, result: TokenScores): void {
    for (const { completion, offset } of batch.placements) {
      const end = offset + (this.#lengths[completion] ?? 0);
      this.#logprobs[completion]?.set(result.logprobs.subarray(offset, end));
      this.#entropies[completion]?.set(result.entropies.subarray(offset, end));
    }
    this.#tokensComputed += batch.rows * batch.length;
  }

  get collected(): Omit<ForwardBackwardResult, 'loss'> {
    return { logprobs: this.#logprobs, entropies: this.#entropies, tokensComputed: this.#tokensComputed };
  }
}
