/**
 * AdamW over the flat parameter vector, in pieces small enough to stay in the processor's cache.
 * The update is element-wise, so pieces give the numbers that one graph over everything would give, with a fraction
 * of the memory traffic; docs/decisions/optimiser-in-pieces.md has the measurement.
 */
import { notFinite } from '../../errors/engine.ts';
import { Graph, type Value } from '../../graph/graph.ts';
import { add, divide, multiply, sqrt, subtract } from '../../graph/operators/elementwise.ts';
import { sum } from '../../graph/operators/reduce.ts';
import type { LoadedGraph } from '../runner.ts';
import type { AdamWParams, OptimStepResult } from '../types.ts';
import { loadOnOnnxRuntime, tensorOver } from './runtime.ts';
import type { Weights } from './weights.ts';

/** Elements of a piece: seven live arrays of it fit the second-level cache of two cores. */
const pieceSize = 1 << 16;

interface AdamWValues {
  readonly weight: Value;
  readonly firstMoment: Value;
  readonly secondMoment: Value;
}

/**
 * One AdamW update (Loshchilov and Hutter 2019), all tensors of one shape, coefficients of shape []:
 *
 *   m = β₁ m + (1 − β₁) g,  v = β₂ v + (1 − β₂) g²,  w = w · retain − rate · m / (√v · unbias + ε)
 *
 * with g = gradient · gradientScale, retain = 1 − learning rate · decay, rate = learning rate / (1 − β₁ᵗ) and
 * unbias = 1 / √(1 − β₂ᵗ).
 */
function adamW(before: AdamWValues, gradient: Value, coefficient: (name: string) => Value): AdamWValues {
  const scaled = multiply(gradient, coefficient('gradientScale'));
  const firstMoment = add(
    multiply(before.firstMoment, coefficient('beta1')),
    multiply(scaled, coefficient('oneMinusBeta1')),
  );
  const secondMoment = add(
    multiply(before.secondMoment, coefficient('beta2')),
    multiply(multiply(scaled, scaled), coefficient('oneMinusBeta2')),
  );
  const spread = add(multiply(sqrt(secondMoment), coefficient('unbias')), coefficient('epsilon'));
  const change = multiply(divide(firstMoment, spread), coefficient('rate'));
  return {
    weight: subtract(multiply(before.weight, coefficient('retain')), change),
    firstMoment,
    secondMoment,
  };
}

/** A graph that updates a piece of any size in place. */
function pieceGraph(): Graph {
  const graph = new Graph();
  const vector = (name: string) => graph.input(name, 'float32', ['size']);
  const coefficients = new Map<string, Value>();
  const coefficient = (name: string) => {
    const known = coefficients.get(name) ?? graph.input(name, 'float32', []);
    coefficients.set(name, known);
    return known;
  };
  const before = {
    weight: vector('weight'),
    firstMoment: vector('firstMoment'),
    secondMoment: vector('secondMoment'),
  };
  const after = adamW(before, vector('gradient'), coefficient);
  graph.output('newWeight', after.weight);
  graph.output('newFirstMoment', after.firstMoment);
  graph.output('newSecondMoment', after.secondMoment);
  return graph;
}

function squareSumGraph(): Graph {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['size']);
  graph.output('squareSum', sum(multiply(x, x)));
  return graph;
}

/** Pieces of the parameter vector, none across the border between decayed and undecayed parameters. */
function cutPieces(weights: Weights): readonly { start: number; end: number; decays: boolean }[] {
  const pieces: { start: number; end: number; decays: boolean }[] = [];
  for (const { offset, size, decays } of weights.specs) {
    const last = pieces.at(-1);
    const isSmall = last !== undefined && last.decays === decays && offset + size - last.start <= pieceSize;
    if (isSmall) {
      last.end = offset + size;
      continue;
    }
    for (let start = offset; start < offset + size; start += pieceSize) {
      pieces.push({ start, end: Math.min(start + pieceSize, offset + size), decays });
    }
  }
  return pieces;
}

/** The same update for every piece: what depends on the settings and on the number of updates made. */
function coefficientsOf(params: AdamWParams, updates: number, gradientScale: number, decays: boolean) {
  const { beta1, beta2, learningRate } = params;
  return {
    gradientScale,
    beta1,
    oneMinusBeta1: 1 - beta1,
    beta2,
    oneMinusBeta2: 1 - beta2,
    epsilon: params.epsilon,
    unbias: 1 / Math.sqrt(1 - beta2 ** updates),
    rate: learningRate / (1 - beta1 ** updates),
    retain: decays ? 1 - learningRate * params.weightDecay : 1,
  };
}

export class Optimiser implements AsyncDisposable {
  readonly #update: LoadedGraph;
  readonly #squareSum: LoadedGraph;

  private constructor(update: LoadedGraph, squareSum: LoadedGraph) {
    this.#update = update;
    this.#squareSum = squareSum;
  }

  static async create(threads: number, load = loadOnOnnxRuntime): Promise<Optimiser> {
    return new Optimiser(
      await load(pieceGraph(), 'the optimiser', threads),
      await load(squareSumGraph(), 'the gradient norm', threads),
    );
  }

  /** Updates `weights` in place with `gradient`, scaled down to the largest norm allowed. */
  async step(weights: Weights, gradient: Float32Array, params: AdamWParams): Promise<OptimStepResult> {
    const pieces = cutPieces(weights);
    const gradNorm = await this.#norm(gradient, pieces);
    if (!Number.isFinite(gradNorm)) throw notFinite('The gradient');
    const { maxGradNorm } = params;
    const scale = maxGradNorm > 0 && gradNorm > maxGradNorm ? maxGradNorm / gradNorm : 1;
    weights.updates += 1;
    const scalars = [true, false].map((decays) =>
      Object.fromEntries(
        Object.entries(coefficientsOf(params, weights.updates, scale, decays)).map(([name, value]) => [
          name,
          tensorOver(Float32Array.of(value), []),
        ]),
      ),
    );
    for (const { start, end, decays } of pieces) {
      const piece = (vector: Float32Array) => tensorOver(vector.subarray(start, end), [end - start]);
      const weight = piece(weights.values);
      const firstMoment = piece(weights.firstMoment);
      const secondMoment = piece(weights.secondMoment);
      // Each output is the last operation on its own input, so it may overwrite it.
      await this.#update.run(
        { ...scalars[decays ? 0 : 1], weight, firstMoment, secondMoment, gradient: piece(gradient) },
        { newWeight: weight, newFirstMoment: firstMoment, newSecondMoment: secondMoment },
      );
    }
    return { gradNorm };
  }

  /** Pieces are summed in double precision, always in the same order. */
  async #norm(gradient: Float32Array, pieces: readonly { start: number; end: number }[]): Promise<number> {
    const squareSum = new Float32Array(1);
    let total = 0;
    for (const { start, end } of pieces) {
      const x = tensorOver(gradient.subarray(start, end), [end - start]);
      await this.#squareSum.run({ x }, { squareSum: tensorOver(squareSum, []) });
      total += squareSum[0] ?? 0;
    }
    return Math.sqrt(total);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#update[Symbol.asyncDispose]();
    await this.#squareSum[Symbol.asyncDispose]();
  }
}
