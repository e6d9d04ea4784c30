/**
 * What a local engine takes of the memory, told from the shapes of the model and of the run before anything is loaded.
 * Pure. Everything is counted but the figures of `programBytes` and `gaps`, which were measured; docs/decisions/preflight.md
 * says where.
 */
import { peakBytes } from '../../graph/memory.ts';
import { blockBytes, blocksOf } from '../../graph/matrix.ts';
import type { Adapters } from '../../model/adapters.ts';
import type { DecoderConfig } from '../../model/config.ts';
import { parameterCount, parameterSpecs } from '../../model/parameters.ts';
import { baseFormatOf } from '../../model/stored.ts';
import type { BasePrecision } from '../../protocol/config-adapters.ts';
import { breakEvenPerWidth } from './core.ts';
import { capacityFor } from './key-value-cache.ts';
import { divideThreads } from './lanes.ts';
import { backwardGraph, forwardGraph, headGraph } from './layer-graphs.ts';
import { sharesOf } from './optimiser.ts';
import { bestSharing, rowLengthFor, trainedCountFor } from './packing.ts';
import { recomputes, type Recompute } from './recompute.ts';
import { roomFor } from './sampler.ts';
import { chunkFor } from './scored-tokens.ts';
import { trainedSpecs } from './shared-model.ts';
import { wholeGraph } from './whole-pass.ts';

const numberBytes = Float32Array.BYTES_PER_ELEMENT;

/** Node, the runtime and the program, with the graphs that sample; what each lane more has of these, and each thread that updates. */
const programBytes = { first: 245 * 2 ** 20, lane: 25 * 2 ** 20, updating: 30 * 2 ** 20 };

/** Memory that is given back leaves gaps: what the passes take, in units of what they need. */
const gaps = 1.3;

export interface EngineDemand {
  readonly config: DecoderConfig;
  readonly adapters: Adapters | null;
  /** How the base under adapters is kept: float32 where it is left out. */
  readonly basePrecision?: BasePrecision;
  readonly threads: number;
  readonly microBatchTokens: number;
  readonly recompute: Recompute;
  /** Prompts that are sampled in one call, and completions of each. */
  readonly prompts: number;
  readonly groupSize: number;
  /** Prompts that are asked for one completion each in one call, as validation does; none where it is left out. */
  readonly validated?: number;
  /** The longest of each, in tokens. */
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Bytes. */
export interface MemoryEstimate {
  readonly program: number;
  /** The model, there once for sampling and training unless it is stored in fewer bits. */
  readonly weights: number;
  /** Of what is trained: adapters, the moments, and gradients of all lanes with their sum. */
  readonly training: number;
  /** What is kept of the micro-batches under way. */
  readonly passes: number;
  /** Keys, values and probabilities of the completions that are sampled at once. */
  readonly sampling: number;
  readonly total: number;
}

export function estimateMemory(demand: EngineDemand): MemoryEstimate {
  const { config, adapters, threads } = demand;
  const parameters = parameterCount(parameterSpecs(config));
  const trained = parameterCount(trainedSpecs({ config, adapters }));
  const { lanes } = divideThreads(parameters, threads);
  // A lane without work touches no memory. The completions of a prompt are rarely divided among lanes.
  const busy = Math.min(lanes, demand.prompts);
  const parts = {
    program:
      programBytes.first +
      (lanes - 1) * programBytes.lane +
      (sharesOf(trained, threads) - 1) * programBytes.updating,
    weights: weightBytes(demand, busy),
    training: (trained * (3 + busy) + (adapters === null ? 0 : trained)) * numberBytes,
    passes: passBytes(demand) * busy,
    sampling: samplingBytes(demand, lanes),
  };
  return { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/**
 * The model; where it is stored in fewer bits, also what each lane has of it besides: a copy, in the order in which the
 * products of sampling read it, and one layer unpacked for reading prompts and one for training.
 */
function weightBytes({ config, basePrecision = 'fp32' }: EngineDemand, lanes: number): number {
  let whole = 0;
  let stored = 0;
  let unpacked = 0;
  for (const spec of parameterSpecs(config)) {
    const format = baseFormatOf(spec, basePrecision);
    if (format === null) {
      whole += spec.size * numberBytes;
      continue;
    }
    const [rows = 0, columns = 0] = spec.shape;
    stored += rows * blocksOf(columns, format) * (blockBytes(format) + numberBytes);
    unpacked += (spec.size / config.layers) * numberBytes;
  }
  return whole + stored + lanes * (stored + 2 * unpacked);
}

/** The largest micro-batch: as many of the longest rows as it has room for, and their trained tokens. */
function largestBatch({ config, microBatchTokens, groupSize, promptTokens, completionTokens }: EngineDemand) {
  const sharing = bestSharing(promptTokens, breakEvenPerWidth * config.hiddenSize);
  const together = Math.floor(Math.min(sharing, microBatchTokens - promptTokens) / completionTokens);
  const trained = completionTokens * Math.min(groupSize, Math.max(1, together));
  const length = rowLengthFor(promptTokens + trained);
  const rows = Math.max(1, Math.floor(microBatchTokens / length));
  return { rows, length, count: trainedCountFor(rows * trained, rows * length) };
}

/** What the passes of one lane take, the states between layers included. */
function passBytes(demand: EngineDemand): number {
  const { config, adapters, microBatchTokens, recompute } = demand;
  const { rows, length, count } = largestBatch(demand);
  const sizes = { positions: Math.max(config.maxPositions, length) };
  const model = { config, adapters };
  const chunk = chunkFor(config.vocabularySize, count);
  if (!recomputes(demand, microBatchTokens, recompute)) {
    return gaps * peakBytes(wholeGraph(model, { scoring: 'policy', rows, length, count, chunk }), sizes);
  }
  const shape = { grid: [rows, length] as const, isDropping: (adapters?.dropout ?? 0) > 0 };
  // They never run at once, but what one has given back is too much in pieces for the next.
  const graphs = [forwardGraph(model, shape), backwardGraph(model, shape), headGraph(model, 'policy', chunk)];
  const states = (config.layers + 3) * rows * length * config.hiddenSize * numberBytes;
  return states + gaps * graphs.reduce((sum, graph) => sum + peakBytes(graph, sizes), 0);
}

/**
 * What the samplers of all lanes take. What a call has taken is kept for the next: a step has more rows that share a prompt,
 * validation a prompt for each.
 */
function samplingBytes(
  { config, prompts, groupSize, validated = 0, ...demand }: EngineDemand,
  lanes: number,
): number {
  const { promptTokens, completionTokens } = demand;
  const { layers, kvHeads, headSize, maxPositions, vocabularySize } = config;
  const positions = Math.min(maxPositions, promptTokens + completionTokens);
  const rooms = [
    { requests: prompts, most: groupSize },
    { requests: validated, most: 1 },
  ].map(({ requests, most }) => {
    const busy = Math.min(lanes, requests);
    if (busy === 0) return { rows: 0, groups: 0 };
    const { rows, groups } = roomFor(config, { positions, samples: Math.ceil(requests / busy) * most, most });
    return { rows: busy * rows, groups: busy * groups };
  });
  const rows = Math.max(...rooms.map((room) => room.rows));
  const groups = Math.max(...rooms.map((room) => room.groups));
  const held = groups * capacityFor(promptTokens) + rows * capacityFor(completionTokens);
  // Probabilities as they are handed out, and the logits they are made of.
  return (2 * layers * kvHeads * headSize * held + 2 * rows * vocabularySize) * numberBytes;
}
