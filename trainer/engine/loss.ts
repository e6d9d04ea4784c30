/**
 * The objectives that the engine minimises, as graphs over the logits of the trained tokens.
 * N is the number of trained tokens, V the vocabulary. Both return Σ weight · loss, so batches add up.
 */
import type { Graph, Value } from '../graph/graph.ts';
import {
  add,
  exp,
  greater,
  maximum,
  minimum,
  multiply,
  negate,
  stopGradient,
  subtract,
  where,
} from '../graph/operators/elementwise.ts';
import { pickColumns } from '../graph/operators/gather.ts';
import { logSoftmax } from '../graph/operators/normalise.ts';
import { sum } from '../graph/operators/reduce.ts';

export interface TokenScores {
  /** [N] log-probability of each target. */
  readonly logprobs: Value;
  /** [N] entropy of each distribution, nats. */
  readonly entropies: Value;
}

/** logits [N, V], targets [N] (int32), inverse temperature [] → what is known of each token. */
export function scoreTokens(logits: Value, targets: Value, inverseTemperature: Value): TokenScores {
  const all = logSoftmax(multiply(logits, inverseTemperature)); // [N, V]
  return {
    logprobs: pickColumns(all, targets), // [N]
    entropies: negate(sum(multiply(exp(all), all), [-1])), // [N]
  };
}

/** Supervised learning: −weight · logprob, summed. */
export function crossEntropyLoss(scores: TokenScores, weights: Value): Value {
  return negate(sum(multiply(weights, scores.logprobs)));
}

/** What the policy objective reads beside the logits; per-token values are [N], coefficients []. */
export interface PolicyInputs {
  readonly weights: Value;
  readonly advantages: Value;
  readonly oldLogprobs: Value;
  readonly referenceLogprobs: Value;
  readonly clipLow: Value;
  readonly clipHigh: Value;
  readonly dualClip: Value;
  readonly klCoef: Value;
  readonly entropyCoef: Value;
}

/** Adds the policy objective's inputs for `count` tokens to the graph. */
export function policyInputs(graph: Graph, weights: Value, count: number): PolicyInputs {
  const tokens = (name: string) => graph.input(name, 'float32', [count]);
  const coefficient = (name: string) => graph.input(name, 'float32', []);
  return {
    weights,
    advantages: tokens('advantages'),
    oldLogprobs: tokens('oldLogprobs'),
    referenceLogprobs: tokens('referenceLogprobs'),
    clipLow: coefficient('clipLow'),
    clipHigh: coefficient('clipHigh'),
    dualClip: coefficient('dualClip'),
    klCoef: coefficient('klCoef'),
    entropyCoef: coefficient('entropyCoef'),
  };
}

/** The log-ratio is kept within ±20, so that its exponential stays finite. */
const largestLogRatio = 20;

/**
 * The clipped surrogate of GRPO with an asymmetric range (Critique-Coder §3.1: 0.2 and 0.3), the dual clip of
 * Ye et al. 2020 for negative advantages, the k3 estimate of the KL divergence to a reference policy
 * (Schulman 2020) and an entropy bonus:
 *
 *   r = exp(logprob − old),  s = min(r · A, clip(r, 1 − low, 1 + high) · A),  s = max(s, c · A) where A < 0
 *   loss = Σ weight · (−s + klCoef · (exp(ref − logprob) − (ref − logprob) − 1) − entropyCoef · entropy)
 *
 * `dualClip` c must be a large number to switch that clip off. The entropy carries a gradient only when
 * `withEntropy` says so, since that costs two passes over [N, V].
 */
export function policyLoss(scores: TokenScores, inputs: PolicyInputs, withEntropy: boolean): Value {
  const { advantages } = inputs;
  const ratio = exp(clip(subtract(scores.logprobs, inputs.oldLogprobs), -largestLogRatio, largestLogRatio)); // [N]
  const clippedRatio = minimum(maximum(ratio, subtract(1, inputs.clipLow)), add(1, inputs.clipHigh)); // [N]
  const surrogate = minimum(multiply(ratio, advantages), multiply(clippedRatio, advantages)); // [N]
  const bounded = where(
    greater(0, advantages),
    maximum(surrogate, multiply(inputs.dualClip, advantages)),
    surrogate,
  ); // [N]
  const drift = clip(subtract(inputs.referenceLogprobs, scores.logprobs), -largestLogRatio, largestLogRatio); // [N]
  const divergence = subtract(subtract(exp(drift), drift), 1); // [N]
  const entropies = withEntropy ? scores.entropies : stopGradient(scores.entropies);
  const regularised = subtract(multiply(inputs.klCoef, divergence), multiply(inputs.entropyCoef, entropies)); // [N]
  return sum(multiply(inputs.weights, subtract(regularised, bounded)));
}

function clip(x: Value, low: number, high: number): Value {
  return minimum(maximum(x, low), high);
}
