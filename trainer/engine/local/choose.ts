/** Choosing one token from a row of logits. Pure. */
import type { SamplingParams } from '../types.ts';

export interface Choice {
  readonly token: number;
  /** Under the distribution sampled from: after temperature, top-k and top-p. 0 for greedy choice. */
  readonly logprob: number;
  /** After temperature alone; for greedy choice, at temperature 1. */
  readonly policyLogprob: number;
}

/**
 * Draws from logits [V] with a number `uniform` in [0, 1). Ties in a greedy choice go to the lowest token.
 * `scratch` [V] is overwritten with probabilities, so that a call allocates nothing of that size.
 */
export function chooseToken(
  logits: Float32Array,
  params: Pick<SamplingParams, 'temperature' | 'topP' | 'topK'>,
  uniform: number,
  scratch: Float32Array,
): Choice {
  const { temperature, topP, topK } = params;
  const best = indexOfLargest(logits);
  const total = exponentials(logits, logits[best] as number, temperature === 0 ? 1 : temperature, scratch);
  const logprobOf = (token: number, mass: number) => Math.log(scratch[token] as number) - Math.log(mass);
  if (temperature === 0) return { token: best, logprob: 0, policyLogprob: logprobOf(best, total) };
  if (topP >= 1 && (topK === 0 || topK >= logits.length)) {
    const token = drawInOrder(scratch, uniform * total, best);
    const logprob = logprobOf(token, total);
    return { token, logprob, policyLogprob: logprob };
  }
  const kept = keptTokens(scratch, total, topP, topK);
  const mass = kept.reduce((sum, token) => sum + (scratch[token] as number), 0);
  const token = kept[drawPosition(kept, scratch, uniform * mass)] as number;
  return { token, logprob: logprobOf(token, mass), policyLogprob: logprobOf(token, total) };
}

function indexOfLargest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) {
    if ((logits[token] as number) > (logits[best] as number)) best = token;
  }
  return best;
}

/** Writes exp((logit − largest) / temperature) and returns the sum. */
function exponentials(
  logits: Float32Array,
  largest: number,
  temperature: number,
  target: Float32Array,
): number {
  const scale = 1 / temperature;
  let total = 0;
  for (let token = 0; token < logits.length; token++) {
    const value = Math.exp(((logits[token] as number) - largest) * scale);
    target[token] = value;
    total += value;
  }
  return total;
}

/** The token at which the running sum passes `goal`; `fallback` if rounding lets the sum end short of it. */
function drawInOrder(masses: Float32Array, goal: number, fallback: number): number {
  let running = 0;
  for (let token = 0; token < masses.length; token++) {
    running += masses[token] as number;
    if (running > goal) return token;
  }
  return fallback;
}

/** The `topK` most probable tokens, cut where their probabilities first reach `topP`; most probable first. */
function keptTokens(masses: Float32Array, total: number, topP: number, topK: number): readonly number[] {
  const order = Array.from(masses.keys()).sort(
    (a, b) => (masses[b] as number) - (masses[a] as number) || a - b,
  );
  const limit = topK === 0 ? order.length : Math.min(topK, order.length);
  let running = 0;
  for (let kept = 0; kept < limit; kept++) {
    running += masses[order[kept] as number] as number;
    if (running >= topP * total) return order.slice(0, kept + 1);
  }
  return order.slice(0, limit);
}

function drawPosition(kept: readonly number[], masses: Float32Array, goal: number): number {
  let running = 0;
  for (let position = 0; position < kept.length; position++) {
    running += masses[kept[position] as number] as number;
    if (running > goal) return position;
  }
  return 0;
}
