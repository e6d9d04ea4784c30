/** Choosing one token from the probabilities of all. Pure. */
import type { SamplingParams } from '../types.ts';

export interface Choice {
  readonly token: number;
  /** Under the distribution sampled from: after temperature, top-k and top-p. 0 for greedy choice. */
  readonly logprob: number;
  /** After temperature alone; for greedy choice, at temperature 1. */
  readonly policyLogprob: number;
}

/** What logits are divided by: greedy choice, which is temperature 0, is measured at temperature 1. */
export function divisorOf({ temperature }: Pick<SamplingParams, 'temperature'>): number {
  return temperature === 0 ? 1 : temperature;
}

/** softmax(logits / divisor), [V] both. */
export function probabilitiesOf(logits: Float32Array, divisor: number): Float32Array {
  const largest = logits[indexOfLargest(logits)] as number;
  const masses = logits.map((logit) => Math.exp((logit - largest) / divisor));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/**
 * Draws with a number `uniform` in [0, 1) from probabilities [V] that already have the temperature of `params`.
 * Ties in a greedy choice go to the lowest token.
 */
export function chooseToken(
  probabilities: Float32Array,
  { temperature, topP, topK }: Pick<SamplingParams, 'temperature' | 'topP' | 'topK'>,
  uniform: number,
): Choice {
  const logprobOf = (token: number, mass: number) => Math.log((probabilities[token] as number) / mass);
  if (temperature === 0) {
    const token = indexOfLargest(probabilities);
    return { token, logprob: 0, policyLogprob: logprobOf(token, 1) };
  }
  if (topP >= 1 && (topK === 0 || topK >= probabilities.length)) {
    const token = drawInOrder(probabilities, uniform);
    const logprob = logprobOf(token, 1);
    return { token, logprob, policyLogprob: logprob };
  }
  const kept = keptTokens(probabilities, topP, topK);
  const mass = kept.reduce((sum, token) => sum + (probabilities[token] as number), 0);
  const token = kept[drawPosition(kept, probabilities, uniform * mass)] as number;
  return { token, logprob: logprobOf(token, mass), policyLogprob: logprobOf(token, 1) };
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let token = 1; token < values.length; token++) {
    if ((values[token] as number) > (values[best] as number)) best = token;
  }
  return best;
}

/** The token at which the running sum passes `goal`; the most probable one if rounding lets the sum end short of it. */
function drawInOrder(probabilities: Float32Array, goal: number): number {
  let running = 0;
  for (let token = 0; token < probabilities.length; token++) {
    running += probabilities[token] as number;
    if (running > goal) return token;
  }
  return indexOfLargest(probabilities);
}

/** The `topK` most probable tokens, cut where their probabilities first reach `topP`; most probable first. */
function keptTokens(probabilities: Float32Array, topP: number, topK: number): readonly number[] {
  const order = Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[b] as number) - (probabilities[a] as number) || a - b,
  );
  const limit = topK === 0 ? order.length : Math.min(topK, order.length);
  let running = 0;
  for (let kept = 0; kept < limit; kept++) {
    running += probabilities[order[kept] as number] as number;
    if (running >= topP) return order.slice(0, kept + 1);
  }
  return order.slice(0, limit);
}

function drawPosition(kept: readonly number[], probabilities: Float32Array, goal: number): number {
  let running = 0;
  for (let position = 0; position < kept.length; position++) {
    running += probabilities[kept[position] as number] as number;
    if (running > goal) return position;
  }
  return 0;
}
