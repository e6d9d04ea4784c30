/** Forward and backward passes over micro-batches. */
import type { Tensor } from 'onnxruntime-node';
import { gradients } from '../../graph/gradients.ts';
import { Graph, type Value } from '../../graph/graph.ts';
import { gatherRows } from '../../graph/operators/gather.ts';
import { reshape } from '../../graph/operators/shape.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { decoderBody, decoderHead, packedAttend, packedMask, parameterInputs } from '../../model/decoder.ts';
import { rotaryInputs } from '../../model/rotary.ts';
import { crossEntropyLoss, policyInputs, policyLoss, scoreTokens } from '../loss.ts';
import type { Objective } from '../types.ts';
import type { MicroBatch } from './packing.ts';
import { rotaryTensors } from './rotary-tensors.ts';
import { GraphSession, tensorOver, type Tensors } from './runtime.ts';
import { SessionCache } from './session-cache.ts';
import type { ParameterVector } from './weights.ts';

/** What a graph computes beside log-probabilities and entropies: nothing, or the gradient of one of the objectives. */
type GraphKind = 'scores' | 'crossEntropy' | 'policy' | 'policyWithEntropy';

interface GraphShape {
  readonly kind: GraphKind;
  readonly rows: number;
  readonly length: number;
  readonly count: number;
}

/** One graph: packed forward pass, scores of the trained tokens, and the gradient of every parameter. */
function trainingGraph(config: DecoderConfig, { kind, rows, length, count }: GraphShape): Graph {
  const graph = new Graph();
  const parameters = parameterInputs(graph, config);
  const tokens = graph.input('tokens', 'int32', [rows, length]);
  const positions = graph.input('positions', 'int64', [rows, length]);
  const own = graph.input('own', 'int32', [rows, length]);
  const prefix = graph.input('prefix', 'int32', [rows, length]);
  const predictors = graph.input('predictors', 'int64', [count]);
  const targets = graph.input('targets', 'int32', [count]);
  const inverseTemperature = graph.input('inverseTemperature', 'float32', []);

  const attend = packedAttend(config, positions, packedMask(own, prefix), rotaryInputs(graph, config));
  const hidden = decoderBody(config, parameters, tokens, attend); // [B, T, D]
  const trained = gatherRows(reshape(hidden, [rows * length, config.hiddenSize]), predictors); // [N, D]
  const logits = decoderHead(config, parameters, trained); // [N, V]
  const scores = scoreTokens(logits, targets, inverseTemperature);
  graph.output('logprobs', scores.logprobs);
  graph.output('entropies', scores.entropies);
  if (kind === 'scores') return graph;

  const weights = graph.input('weights', 'float32', [count]);
  const loss: Value =
    kind === 'crossEntropy'
      ? crossEntropyLoss(scores, weights)
      : policyLoss(scores, policyInputs(graph, weights, count), kind === 'policyWithEntropy');
  graph.output('loss', loss);
  const names = [...parameters.keys()];
  gradients(loss, [...parameters.values()]).forEach((gradient, index) => {
    graph.output(gradientName(names[index] ?? ''), gradient);
  });
  return graph;
}

const gradientPrefix = 'gradient.';

function gradientName(parameter: string): string {
  return gradientPrefix + parameter;
}

/** Per-token results of one micro-batch, padding included. */
export interface MicroBatchResult {
  /** 0 when no gradient was asked for. */
  readonly loss: number;
  /** [N] */
  readonly logprobs: Float32Array;
  readonly entropies: Float32Array;
}

export class Training implements AsyncDisposable {
  readonly #sessions: SessionCache<GraphShape>;
  readonly #weights: ParameterVector;
  readonly #parameters: Tensors;
  /** Rotary tables, and the number of positions they cover. */
  #rotary: { readonly tables: Tensors; readonly count: number };
  readonly #config: DecoderConfig;

  constructor(config: DecoderConfig, weights: ParameterVector, threads: number) {
    this.#weights = weights;
    this.#parameters = weights.tensors(weights.values);
    this.#config = config;
    this.#rotary = { tables: rotaryTensors(config, config.maxPositions), count: config.maxPositions };
    this.#sessions = new SessionCache((shape) =>
      GraphSession.create(
        trainingGraph(config, shape),
        `training on ${shape.rows} × ${shape.length} tokens`,
        threads,
      ),
    );
  }

  /** Log-probabilities and entropies only. */
  async score(batch: MicroBatch, temperature: number): Promise<MicroBatchResult> {
    return this.#run(batch, 'scores', { ...this.#inputs(batch, temperature) }, {});
  }

  /** Writes the gradient of the objective into `gradient`, which is as long as all parameters together. */
  async differentiate(
    batch: MicroBatch,
    objective: Objective,
    gradient: Float32Array,
  ): Promise<MicroBatchResult> {
    const weights = { weights: tensorOver(batch.weights, [batch.count]) };
    const outputs = this.#weights.tensors(gradient, gradientPrefix);
    if (objective.kind === 'crossEntropy') {
      return this.#run(batch, 'crossEntropy', { ...this.#inputs(batch, 1), ...weights }, outputs);
    }
    const kind = objective.entropyCoef === 0 ? 'policy' : 'policyWithEntropy';
    const inputs = {
      ...this.#inputs(batch, objective.temperature),
      ...weights,
      ...policyTensors(batch, objective),
    };
    return this.#run(batch, kind, inputs, outputs);
  }

  #inputs(batch: MicroBatch, temperature: number): Record<string, Tensor> {
    const grid = [batch.rows, batch.length];
    if (this.#rotary.count < batch.length) {
      this.#rotary = { tables: rotaryTensors(this.#config, batch.length), count: batch.length };
    }
    return {
      ...this.#parameters,
      ...this.#rotary.tables,
      tokens: tensorOver(batch.tokens, grid),
      positions: tensorOver(batch.positions, grid),
      own: tensorOver(batch.own, grid),
      prefix: tensorOver(batch.prefix, grid),
      predictors: tensorOver(batch.predictors, [batch.count]),
      targets: tensorOver(batch.targets, [batch.count]),
      inverseTemperature: tensorOver(Float32Array.of(1 / temperature), []),
    };
  }

  async #run(
    batch: MicroBatch,
    kind: GraphKind,
    inputs: Tensors,
    outputs: Tensors,
  ): Promise<MicroBatchResult> {
    const { rows, length, count } = batch;
    const session = await this.#sessions.get(`${kind} ${rows} ${length} ${count}`, {
      kind,
      rows,
      length,
      count,
    });
    const loss = new Float32Array(1);
    const logprobs = new Float32Array(count);
    const entropies = new Float32Array(count);
    await session.run(inputs, {
      ...outputs,
      ...(kind === 'scores' ? {} : { loss: tensorOver(loss, []) }),
      logprobs: tensorOver(logprobs, [count]),
      entropies: tensorOver(entropies, [count]),
    });
    return { loss: loss[0] ?? 0, logprobs, entropies };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}

/** A dual clip of 0 stands for none: the bound then lies beyond the largest ratio, e^20 = 4.9e8. */
const noDualClip = 1e9;

function policyTensors(batch: MicroBatch, objective: Extract<Objective, { kind: 'policy' }>): Tensors {
  const perToken = (data: Float32Array) => tensorOver(data, [batch.count]);
  const coefficient = (value: number) => tensorOver(Float32Array.of(value), []);
  return {
    advantages: perToken(batch.advantages),
    oldLogprobs: perToken(batch.oldLogprobs),
    referenceLogprobs: perToken(batch.referenceLogprobs),
    clipLow: coefficient(objective.clipLow),
    clipHigh: coefficient(objective.clipHigh),
    dualClip: coefficient(objective.dualClip === 0 ? noDualClip : objective.dualClip),
    klCoef: coefficient(objective.klCoef),
    entropyCoef: coefficient(objective.entropyCoef),
  };
}
