/** Inputs that a graph itself extends, so that the next run can be given what this one leaves. */
import type { Graph, Value } from './graph.ts';
import { equal, where } from './operators/elementwise.ts';
import { staticShape } from './shapes.ts';

/** The input that says where: [slots, 1, 1, 1] (int32), the position of each slot that is written. */
export const heldInput = 'held';

/** The output that is an input as it is then. */
export const grownOutput = (input: string): string => `${input}.grown`;

/**
 * For each input [slots, heads, capacity, size] and output [slots, heads, 1, size] by their names: puts out the input
 * with the output's row at one position of every slot.
 */
export function outputGrown(graph: Graph, grown: ReadonlyMap<string, string>): void {
  const byName = new Map(graph.inputs.map((input) => [input.name, input]));
  const [first] = grown.keys();
  if (first === undefined) return;
  const [slots = 0] = byName.get(first)?.shape ?? [];
  const held = graph.input(heldInput, 'int32', [slots, 1, 1, 1]);
  const written = new Map<number, Value>();
  for (const [name, output] of grown) {
    const [input, row] = [byName.get(name), graph.outputs.get(output)];
    if (input === undefined || row === undefined) throw new RangeError(`There is no ${name} or ${output}.`);
    const [capacity = 0] = staticShape('a cache', input.shape.slice(2, 3));
    const isWritten = written.get(capacity) ?? equal(held, positions(graph, capacity));
    written.set(capacity, isWritten);
    graph.output(grownOutput(name), where(isWritten, row, input));
  }
}

/** [1, 1, capacity, 1] */
function positions(graph: Graph, capacity: number): Value {
  const numbers = Int32Array.from({ length: capacity }, (_, position) => position);
  return graph.constant(numbers, [1, 1, capacity, 1]);
}
