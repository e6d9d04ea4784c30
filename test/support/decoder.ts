/** A decoder's logits by either of its graphs, for tests that compare them. */
import type { LoadGraph } from '../../trainer/engine/runner.ts';
import { adapterSpecs, type Adapters } from '../../trainer/model/adapters.ts';
import { cachedGraph, cacheNames } from '../../trainer/model/cached-graph.ts';
import type { DecoderConfig } from '../../trainer/model/config.ts';
import { packedAttend, packedMask } from '../../trainer/model/attend.ts';
import { decoderBody, decoderHead, parameterInputs } from '../../trainer/model/decoder.ts';
import { parameterSpecs, type ParameterSpec } from '../../trainer/model/parameters.ts';
import { rotaryAngles, rotaryInputs } from '../../trainer/model/rotary.ts';
import { Graph } from '../../trainer/graph/graph.ts';
import { Evaluator, evaluate } from './evaluate.ts';

/** One packed row: what `packSequences` makes, spelled out. */
export interface PackedRow {
  readonly tokens: readonly number[];
  readonly positions: readonly number[];
  readonly own: readonly number[];
  readonly prefix: readonly number[];
}

/** A row that holds one sequence and nothing else. */
export function plainRow(tokens: readonly number[]): PackedRow {
  const zeros = tokens.map(() => 0);
  return { tokens, positions: [...tokens.keys()], own: zeros, prefix: zeros };
}

/** Adapters of a decoder with their numbers, one behind another. */
export interface Adapted {
  readonly adapters: Adapters;
  readonly values: Float32Array;
}

function parametersOf(config: DecoderConfig, weights: Float32Array, adapted: Adapted | undefined) {
  const parts = (specs: readonly ParameterSpec[], values: Float32Array) =>
    specs.map(({ name, offset, size }) => [name, values.subarray(offset, offset + size)] as const);
  return Object.fromEntries([
    ...parts(parameterSpecs(config), weights),
    ...(adapted ? parts(adapterSpecs(config, adapted.adapters), adapted.values) : []),
  ]);
}

function rotaryTables(config: DecoderConfig) {
  const { cosine, sine } = rotaryAngles(config, config.maxPositions);
  return { data: { cosine, sine }, sizes: { positions: config.maxPositions } };
}

/** Logits [position][vocabulary] of one row by the graph that trains. */
export async function packedLogits(
  config: DecoderConfig,
  weights: Float32Array,
  row: PackedRow,
  adapted?: Adapted,
): Promise<Float32Array[]> {
  const length = row.tokens.length;
  const graph = new Graph();
  const parameters = parameterInputs(graph, config, adapted?.adapters);
  const tokens = graph.input('tokens', 'int32', [1, length]);
  const positions = graph.input('positions', 'int64', [1, length]);
  const mask = packedMask(
    graph.input('own', 'int32', [1, length]),
    graph.input('prefix', 'int32', [1, length]),
  );
  const attend = packedAttend(config, positions, mask, rotaryInputs(graph, config));
  graph.output('logits', decoderHead(config, parameters, decoderBody(config, parameters, tokens, attend)));
  const tables = rotaryTables(config);
  const outputs = await evaluate(
    graph,
    {
      ...parametersOf(config, weights, adapted),
      ...tables.data,
      tokens: Int32Array.from(row.tokens),
      positions: BigInt64Array.from(row.positions, BigInt),
      own: Int32Array.from(row.own),
      prefix: Int32Array.from(row.prefix),
    },
    tables.sizes,
  );
  return rowsOf(outputs.floats('logits'), config.vocabularySize);
}

/** Logits [position][vocabulary] by the graph that samples: a prompt of `promptLength` at once, then one by one. */
export async function cachedLogits(
  config: DecoderConfig,
  weights: Float32Array,
  tokens: readonly number[],
  promptLength: number,
  adapted?: Adapted,
  load?: LoadGraph,
): Promise<Float32Array[]> {
  const graph = cachedGraph(config, { adapters: adapted?.adapters ?? null });
  await using evaluator = await Evaluator.open(graph, load);
  const tables = rotaryTables(config);
  const capacity = tokens.length;
  const caches = new Map<string, Float32Array>();
  for (let layer = 0; layer < config.layers; layer++) {
    const { keys, values } = cacheNames('past', layer);
    for (const name of [keys, values]) {
      caches.set(name, new Float32Array(config.kvHeads * capacity * config.headSize));
    }
  }
  const logits: Float32Array[] = [];
  for (let start = 0; start < tokens.length; start = Math.max(promptLength, start + 1)) {
    const part = tokens.slice(start, Math.max(promptLength, start + 1));
    const end = start + part.length;
    const outputs = await evaluator.run(
      {
        ...parametersOf(config, weights, adapted),
        ...tables.data,
        ...Object.fromEntries(caches),
        tokens: Int32Array.from(part),
        positions: BigInt64Array.from(part, (_, index) => BigInt(start + index)),
        lastPositions: Int32Array.of(end - 1),
        totalLength: Int32Array.of(end),
        last: BigInt64Array.from(part, (_, index) => BigInt(index)),
      },
      { ...tables.sizes, batch: 1, sequence: part.length, rows: part.length, capacity },
    );
    logits.push(...rowsOf(outputs.floats('logits'), config.vocabularySize));
    for (let layer = 0; layer < config.layers; layer++) {
      const [past, added] = [cacheNames('past', layer), cacheNames('added', layer)];
      for (const kind of ['keys', 'values'] as const) {
        const cache = caches.get(past[kind]) ?? new Float32Array(0);
        appendToCache(cache, outputs.floats(added[kind]), start, config);
      }
    }
  }
  return logits;
}

/** Writes what [kvHeads, new positions, headSize] were added to a cache of one row, from a position on. */
function appendToCache(
  cache: Float32Array,
  added: Float32Array,
  position: number,
  { kvHeads, headSize }: DecoderConfig,
): void {
  const [capacity, size] = [cache.length / kvHeads, added.length / kvHeads];
  for (let head = 0; head < kvHeads; head++) {
    cache.set(added.subarray(head * size, (head + 1) * size), head * capacity + position * headSize);
  }
}

function rowsOf(data: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: data.length / width }, (_, row) =>
    data.subarray(row * width, (row + 1) * width),
  );
}
