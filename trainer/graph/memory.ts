/** How much memory a graph needs while it runs, told from its shapes: it follows what the runtime does with them. */
import type { Graph, Operation, Value } from './graph.ts';
import { sizeOf, staticShape } from './shapes.ts';

/** Of the dimensions that have names. */
export type Sizes = Readonly<Record<string, number>>;

const elementBytes: Readonly<Record<Value['type'], number>> = {
  float32: 4,
  int32: 4,
  int64: 8,
  bool: 1,
  uint8: 1,
};

/** Results of these are their input under another shape. */
const aliases = new Set(['Reshape', 'Identity']);

/** These write into an input of their result's size that nothing else needs any more. */
const inPlace = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Log', 'Sqrt', 'Reciprocal', 'Sigmoid', 'Softmax', 'Cast'],
]);

/**
 * Bytes of the largest moment: each operation in turn takes memory for its results, and what nobody needs any more is
 * given back behind it. Inputs and constants are the caller's. Results of the graph stay to its end.
 */
export function peakBytes(graph: Graph, sizes: Sizes = {}): number {
  const owner = ownersOf(graph);
  const lastUses = new Map<Value, Operation>();
  for (const operation of graph.operations) {
    for (const input of operation.inputs) if (input) lastUses.set(owner(input), operation);
  }
  const results = new Set([...graph.outputs.values()].map(owner));
  const live = new LiveMemory();
  for (const operation of graph.operations) {
    const made = operation.outputs.filter((output) => owner(output) === output);
    const used = new Set(operation.inputs.flatMap((input) => (input ? [owner(input)] : [])));
    const isOver = (value: Value) => lastUses.get(value) === operation && !results.has(value);
    const ending = [...used].filter((value) => isOver(value) && live.has(value));
    for (const output of made) {
      const bytes = bytesOf(output, sizes);
      const reused = ending.find((value) => inPlace.has(operation.type) && live.bytesOf(value) === bytes);
      if (reused !== undefined) live.release(reused);
      live.take(output, bytes);
    }
    ending.forEach((value) => live.release(value));
    for (const output of made) if (!lastUses.has(output) && !results.has(output)) live.release(output);
  }
  return live.most;
}

class LiveMemory {
  readonly #bytes = new Map<Value, number>();
  #now = 0;
  most = 0;

  has(value: Value): boolean {
    return this.#bytes.has(value);
  }

  bytesOf(value: Value): number {
    return this.#bytes.get(value) ?? 0;
  }

  take(value: Value, bytes: number): void {
    this.#bytes.set(value, bytes);
    this.#now += bytes;
    this.most = Math.max(this.most, this.#now);
  }

  release(value: Value): void {
    this.#now -= this.bytesOf(value);
    this.#bytes.delete(value);
  }
}

/** From a value that is another one under another shape to the one that has the memory. */
function ownersOf({ operations }: Graph): (value: Value) => Value {
  const owners = new Map<Value, Value>();
  const owner = (value: Value): Value => owners.get(value) ?? value;
  for (const { type, inputs, outputs } of operations) {
    const [input] = inputs;
    const [output] = outputs;
    if (aliases.has(type) && input && output) owners.set(output, owner(input));
  }
  return owner;
}

function bytesOf({ name, type, shape }: Value, sizes: Sizes): number {
  const known = shape.map((dimension) =>
    typeof dimension === 'string' ? (sizes[dimension] ?? dimension) : dimension,
  );
  return sizeOf(staticShape(name, known)) * elementBytes[type];
}
