/** The end of a training graph, from the hidden states of trained tokens to their loss, and the tensors it is given. */
import type { Graph, Value } from '../../graph/graph.ts';
import { add, multiply, stopGradient } from '../../graph/operators/elementwise.ts';
import { concatenate, split } from '../../graph/operators/shape.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { decoderHead, type Parameters } from '../../model/decoder.ts';
import {
  crossEntropyLoss,
  policyInputs,
  policyLoss,
  scoreTokens,
  type TokenScores as TokenScoreValues,
} from '../loss.ts';
import type { Objective } from '../types.ts';
import type { LoadGraph } from '../runner.ts';
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

export interface HeadOptions {
  /** Of ONNX Runtime. */
  readonly threads: number;
  /** What computes; ONNX Runtime where it is left out. */
  readonly load?: LoadGraph | undefined;
  /** That are there at once. */
  readonly mostLogits?: number | undefined;
}

/** Logits that are there at once: 128 MiB of float32. More of them would not use the processor better. */
const usualLogits = 2 ** 25;

/** Tokens whose logits are computed at once. */
export function chunkFor(vocabularySize: number, count: number, mostLogits = usualLogits): number {
  const most = Math.max(1, Math.floor(mostLogits / vocabularySize));
  return Math.min(count, most < 32 ? most : most - (most % 32));
}

/**
 * Adds what follows the hidden states [N, hiddenSize] of trained tokens: inputs of what is known of them, and outputs
 * logprobs and entropies [N] and loss [], which is returned; scores alone have no loss. Logits [C, V] are computed for a
 * chunk of `chunk` tokens after the other.
 */
export function scoreHidden(
  graph: Graph,
  config: DecoderConfig,
  parameters: Parameters,
  hidden: Value,
  { scoring, chunk }: { readonly scoring: Scoring; readonly chunk: number },
): Value | undefined {
  const [count = 0] = hidden.shape as readonly number[];
  const cut = cutter(count, chunk);
  const targets = cut(graph.input('targets', 'int32', [count]));
  const inverseTemperature = graph.input('inverseTemperature', 'float32', []);
  const scores = cut(hidden).map((rows, index) => {
    const logits = decoderHead(config, parameters, rows); // [C, V]
    return scoreTokens(logits, targets[index] as Value, inverseTemperature);
  });
  graph.output('logprobs', joined(scores.map(({ logprobs }) => logprobs)));
  graph.output('entropies', joined(scores.map(({ entropies }) => entropies)));
  if (scoring === 'scores') return undefined;
  const losses = lossesOf(graph, scoring, scores, { count, cut });
  const loss = losses.reduce((sum, part) => add(sum, part));
  graph.output('loss', loss);
  return loss;
}

type Cut = (x: Value) => readonly Value[];

/** Cuts [N, ..] into chunks; the last may be smaller. */
function cutter(count: number, chunk: number): Cut {
  const sizes = Array.from({ length: Math.ceil(count / chunk) }, (_, index) =>
    Math.min(chunk, count - index * chunk),
  );
  return (x) => (sizes.length === 1 ? [x] : split(x, 0, sizes));
}

function joined(parts: readonly Value[]): Value {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : concatenate(parts, 0);
}

/** What the policy objective reads of each token, beside its weight. */
const tokenInputs = ['advantages', 'oldLogprobs', 'referenceLogprobs'] as const;

/** The loss of each chunk. */
function lossesOf(
  graph: Graph,
  scoring: Exclude<Scoring, 'scores'>,
  scores: readonly TokenScoreValues[],
  { count, cut }: { readonly count: number; readonly cut: Cut },
): readonly Value[] {
  const weights = graph.input('weights', 'float32', [count]);
  const weightParts = cut(weights);
  const isCut = weightParts.length > 1;
  const own = scores.map((chunk, index) => {
    const part = weightParts[index] as Value;
    return isCut ? afterScores(part, chunk) : part;
  });
  if (scoring === 'crossEntropy')
    return scores.map((chunk, index) => crossEntropyLoss(chunk, own[index] as Value));
  const inputs = policyInputs(graph, weights, count);
  const perToken = tokenInputs.map((name) => [name, cut(inputs[name])] as const);
  return scores.map((chunk, index) => {
    const parts = Object.fromEntries(perToken.map(([name, values]) => [name, values[index]]));
    const given = { ...inputs, ...parts, weights: own[index] as Value };
    return policyLoss(chunk, given, scoring === 'policyWithEntropy');
  });
}

/**
 * The same weights, but known only when the chunk is scored. ONNX Runtime computes what the last gradient needs, depth
 * first; were the scores not part of that, they would be left for the end, with the logits of all chunks waiting for
 * them. Measured on 1,024 tokens of 151,936 words: 0.2 GiB instead of 1.4.
 */
function afterScores(weights: Value, { logprobs, entropies }: TokenScoreValues): Value {
  return add(weights, multiply(stopGradient(add(logprobs, entropies)), 0));
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
