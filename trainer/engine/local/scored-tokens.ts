/** The end of a training graph, from the hidden states of trained tokens to their loss, and the tensors it is given. */
import type { Graph, Value } from '../../graph/graph.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { decoderHead, type Parameters } from '../../model/decoder.ts';
import { crossEntropyLoss, policyInputs, policyLoss, scoreTokens } from '../loss.ts';
import type { Objective } from '../types.ts';
import type { MicroBatch } from './packing.ts';
import { tensorOver, type Tensors } from './runtime.ts';

/** What is asked of trained tokens: their scores, or the gradient of an objective beside them. */
export type Task =
  | { readonly kind: 'score'; readonly temperature: number; readonly of: 'policy' | 'base' }
  | { readonly kind: 'differentiate'; readonly objective: Objective };

/** What a graph computes for it. */
export type Scoring = 'scores' | 'crossEntropy' | 'policy' | 'policyWithEntropy';

export function scoringOf(task: Task): Scoring {
  if (task.kind === 'score') return 'scores';
  if (task.objective.kind === 'crossEntropy') return 'crossEntropy';
  return task.objective.entropyCoef === 0 ? 'policy' : 'policyWithEntropy';
}

/**
 * Adds what follows the hidden states [N, hiddenSize] of trained tokens: inputs of what is known of them, and outputs
 * logprobs and entropies [N] and loss [], which is returned; scores alone have no loss.
 */
export function scoreHidden(
  graph: Graph,
  config: DecoderConfig,
  parameters: Parameters,
  hidden: Value,
  scoring: Scoring,
): Value | undefined {
  const [count = 0] = hidden.shape as readonly number[];
  const targets = graph.input('targets', 'int32', [count]);
  const inverseTemperature = graph.input('inverseTemperature', 'float32', []);
  const logits = decoderHead(config, parameters, hidden); // [N, V]
  const scores = scoreTokens(logits, targets, inverseTemperature);
  graph.output('logprobs', scores.logprobs);
  graph.output('entropies', scores.entropies);
  if (scoring === 'scores') return undefined;
  const weights = graph.input('weights', 'float32', [count]);
  const loss =
    scoring === 'crossEntropy'
      ? crossEntropyLoss(scores, weights)
      : policyLoss(scores, policyInputs(graph, weights, count), scoring === 'policyWithEntropy');
  graph.output('loss', loss);
  return loss;
}

/** What is known of trained tokens, [N] each. */
export type TokenArrays = Pick<
  MicroBatch,
  'count' | 'targets' | 'weights' | 'advantages' | 'oldLogprobs' | 'referenceLogprobs'
>;

/** The inputs that `scoreHidden` adds. */
export function tokenTensors(tokens: TokenArrays, task: Task): Tensors {
  const { count } = tokens;
  const objective = task.kind === 'score' ? undefined : task.objective;
  const temperature =
    task.kind === 'score' ? task.temperature : objective?.kind === 'policy' ? objective.temperature : 1;
  return {
    targets: tensorOver(tokens.targets, [count]),
    inverseTemperature: coefficient(1 / temperature),
    ...(objective && { weights: tensorOver(tokens.weights, [count]) }),
    ...(objective?.kind === 'policy' && policyTensors(tokens, objective)),
  };
}

/** A dual clip of 0 stands for none: the bound then lies beyond the largest ratio, e^20 = 4.9e8. */
const noDualClip = 1e9;

function policyTensors(tokens: TokenArrays, objective: Extract<Objective, { kind: 'policy' }>): Tensors {
  const perToken = (data: Float32Array) => tensorOver(data, [tokens.count]);
  return {
    advantages: perToken(tokens.advantages),
    oldLogprobs: perToken(tokens.oldLogprobs),
    referenceLogprobs: perToken(tokens.referenceLogprobs),
    clipLow: coefficient(objective.clipLow),
    clipHigh: coefficient(objective.clipHigh),
    dualClip: coefficient(objective.dualClip === 0 ? noDualClip : objective.dualClip),
    klCoef: coefficient(objective.klCoef),
    entropyCoef: coefficient(objective.entropyCoef),
  };
}

function coefficient(value: number) {
  return tensorOver(Float32Array.of(value), []);
}

/** Per-token results of one micro-batch, padding included. */
export interface TokenScores {
  /** 0 when no gradient was asked for. */
  loss: number;
  /** [N] */
  readonly logprobs: Float32Array;
  readonly entropies: Float32Array;
}
