/** Forward and backward pass as one graph, which keeps everything in between: the fastest form where memory allows it. */
import { gradients } from '../../graph/gradients.ts';
import { Graph, type Value } from '../../graph/graph.ts';
import { gatherRows } from '../../graph/operators/gather.ts';
import { reshape } from '../../graph/operators/shape.ts';
import { decoderBody, parameterInputs } from '../../model/decoder.ts';
import { layerFactor } from '../../model/dropout.ts';
import { dropTensors, withDrop } from './drop-inputs.ts';
import type { MicroBatch } from './packing.ts';
import { packedInputs, PackedTensors } from './packed-rows.ts';
import type { Pass } from './pass.ts';
import { ParameterSets } from './parameter-sets.ts';
import { loadOnOnnxRuntime, tensorOver } from './runtime.ts';
import {
  chunkFor,
  scoreHidden,
  scoringOf,
  tokenTensors,
  type HeadOptions,
  type Scoring,
  type Task,
  type TokenScores,
} from './scored-tokens.ts';
import { SessionCache } from './session-cache.ts';
import { gradientName, gradientTensors, type SharedModel } from './shared-model.ts';

export interface GraphShape {
  readonly scoring: Scoring;
  readonly rows: number;
  readonly length: number;
  readonly count: number;
  /** Tokens whose logits are there at once. */
  readonly chunk: number;
}

/** One graph: packed forward pass, scores of the trained tokens, and the gradient of every trained parameter. */
export function wholeGraph(
  { config, adapters }: Pick<SharedModel, 'config' | 'adapters'>,
  { scoring, rows, length, count, chunk }: GraphShape,
): Graph {
  const graph = new Graph();
  const given = parameterInputs(graph, config, adapters);
  const tokens = graph.input('tokens', 'int32', [rows, length]);
  const factorOf = (layer: number) => graph.constant(layerFactor(layer), [1]);
  const parameters =
    scoring === 'scores' ? given : withDrop(given, graph, adapters, [rows, length], factorOf);
  const attend = packedInputs(graph, config, [rows, length]);
  const predictors = graph.input('predictors', 'int64', [count]);
  const hidden = decoderBody(config, parameters, tokens, attend); // [B, T, D]
  const trained = gatherRows(reshape(hidden, [rows * length, config.hiddenSize]), predictors); // [N, D]
  const loss = scoreHidden(graph, config, parameters, trained, { scoring, chunk });
  if (loss === undefined) return graph;
  const targets = parameters.trained.map((name) => parameters.values.get(name) as Value);
  gradients(loss, targets).forEach((gradient, index) => {
    graph.output(gradientName(parameters.trained[index] ?? ''), gradient);
  });
  return graph;
}

export class WholePass implements Pass {
  readonly #sessions: SessionCache<GraphShape>;
  readonly #model: SharedModel;
  readonly #parameters: ParameterSets;
  readonly #packed: PackedTensors;
  readonly #mostLogits: number | undefined;

  constructor(model: SharedModel, { threads, mostLogits, load = loadOnOnnxRuntime }: HeadOptions) {
    this.#model = model;
    this.#mostLogits = mostLogits;
    this.#parameters = new ParameterSets(model);
    this.#packed = new PackedTensors(model.config);
    this.#sessions = new SessionCache((shape) =>
      load(wholeGraph(model, shape), `training on ${shape.rows} × ${shape.length} tokens`, threads, {
        returnsMemory: true,
      }),
    );
  }

  async run(batch: MicroBatch, task: Task, gradient?: Float32Array): Promise<TokenScores> {
    const { rows, length, count } = batch;
    const scoring = scoringOf(task);
    const chunk = chunkFor(this.#model.config.vocabularySize, count, this.#mostLogits);
    const shape = { scoring, rows, length, count, chunk };
    const session = await this.#sessions.get(Object.values(shape).join(' '), shape);
    const loss = new Float32Array(1);
    const logprobs = new Float32Array(count);
    const entropies = new Float32Array(count);
    await session.run(
      {
        ...this.#parameters.of(task),
        ...this.#packed.of(batch),
        ...(gradient && dropTensors(batch)),
        ...tokenTensors(batch, task),
        tokens: tensorOver(batch.tokens, [rows, length]),
        predictors: tensorOver(batch.predictors, [count]),
      },
      {
        ...(gradient && { loss: tensorOver(loss, []), ...gradientTensors(this.#model, gradient) }),
        logprobs: tensorOver(logprobs, [count]),
        entropies: tensorOver(entropies, [count]),
      },
    );
    return { loss: loss[0] ?? 0, logprobs, entropies };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]();
  }
}
