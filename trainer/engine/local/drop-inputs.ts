/** The inputs of a training graph that decide what dropout leaves out. */
import type { Graph, Value } from '../../graph/graph.ts';
import type { Adapters } from '../../model/adapters.ts';
import { dropout, dropoutFactors, type Drop } from '../../model/dropout.ts';
import type { MicroBatch } from './packing.ts';
import { tensorOver, type Tensors } from './runtime.ts';

/** Whether a pass for gradients leaves something out; scores are always of everything. */
export function drops(adapters: Adapters | null): adapters is Adapters {
  return adapters !== null && adapters.dropout > 0;
}

/** Adds the numbers of rows × length positions as an input, and what they decide to the parameters. */
export function withDrop<T extends object>(
  parameters: T,
  graph: Graph,
  adapters: Adapters | null,
  grid: readonly [number, number],
  factorOf: (layer: number) => Value,
): T & { readonly drop?: Drop } {
  if (!drops(adapters)) return parameters;
  const rows = graph.input('dropout', 'int64', grid);
  return { ...parameters, drop: dropout(graph, adapters.dropout, rows, factorOf) };
}

/** The tensor for that input. */
export function dropTensors({ rows, length, dropout: numbers }: MicroBatch): Tensors {
  return numbers === undefined ? {} : { dropout: tensorOver(numbers, [rows, length]) };
}

/** The micro-batch with numbers for its positions, which follow from the parts of the seed alone. */
export function numbered(batch: MicroBatch, ...seed: readonly number[]): MicroBatch {
  return { ...batch, dropout: dropoutFactors(batch.rows * batch.length, ...seed) };
}
