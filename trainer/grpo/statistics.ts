/** What one update did, counted over its tokens with weight; a mean of none is undefined. Pure. */
import type { ForwardBackwardResult, Objective, TrainSequence } from '../engine/types.ts';

export interface UpdateStatistics {
  readonly loss: number;
  readonly gradNorm: number;
  readonly learningRate: number;
  /** Mean entropy of the next-token distribution, nats. */
  readonly entropy: number | undefined;
  /** Mean k3 estimate of the KL divergence from the reference; undefined without one. */
  readonly kl: number | undefined;
  /** Mean of old minus new log-probability: how far the policy has moved since it sampled. */
  readonly policyKl: number | undefined;
  /** Share of tokens clipped at the lower bound (negative advantage) and at the upper one (positive advantage). */
  readonly clippedLow: number | undefined;
  readonly clippedHigh: number | undefined;
  /** Tokens of completions that had weight. */
  readonly trainedTokens: number;
  /** Tokens computed, prompts and padding included. */
  readonly tokensComputed: number;
}

type Policy = Extract<Objective, { kind: 'policy' }>;

export function countUpdate(
  sequences: readonly TrainSequence[],
  result: ForwardBackwardResult,
  objective: Policy,
  step: { readonly learningRate: number; readonly gradNorm: number },
): UpdateStatistics {
  const sums = { tokens: 0, entropy: 0, kl: 0, policyKl: 0, low: 0, high: 0 };
  let hasReference = false;
  sequences
    .flatMap(({ completions }) => completions)
    .forEach((completion, index) => {
      const logprobs = result.logprobs[index] ?? new Float32Array();
      const entropies = result.entropies[index] ?? new Float32Array();
      completion.weights.forEach((weight, token) => {
        if (weight === 0) return;
        const logprob = logprobs[token] ?? 0;
        const old = completion.oldLogprobs?.[token] ?? 0;
        const advantage = completion.advantages?.[token] ?? 0;
        const ratio = Math.exp(logprob - old);
        sums.tokens += 1;
        sums.entropy += entropies[token] ?? 0;
        sums.policyKl += old - logprob;
        if (advantage < 0 && ratio < 1 - objective.clipLow) sums.low += 1;
        if (advantage > 0 && ratio > 1 + objective.clipHigh) sums.high += 1;
        const reference = completion.referenceLogprobs?.[token];
        if (reference !== undefined) {
          hasReference = true;
          sums.kl += Math.exp(reference - logprob) - (reference - logprob) - 1;
        }
      });
    });
  const mean = (sum: number) => (sums.tokens === 0 ? undefined : sum / sums.tokens);
  return {
    ...step,
    loss: result.loss,
    entropy: mean(sums.entropy),
    kl: hasReference ? mean(sums.kl) : undefined,
    policyKl: mean(sums.policyKl),
    clippedLow: mean(sums.low),
    clippedHigh: mean(sums.high),
    trainedTokens: sums.tokens,
    tokensComputed: result.tokensComputed,
  };
}
