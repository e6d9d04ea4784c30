/** Expressions over given numbers, for tests with hand-computed results. */
import type { TensorData } from '../../trainer/engine/local/runtime.ts';
import { Graph, type ElementType, type Value } from '../../trainer/graph/graph.ts';
import { cast } from '../../trainer/graph/operators/elementwise.ts';
import { evaluate } from './evaluate.ts';

export interface Given {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export function floats(shape: readonly number[], numbers: readonly number[]): Given {
  return { type: 'float32', shape, data: Float32Array.from(numbers) };
}

export function int32s(shape: readonly number[], numbers: readonly number[]): Given {
  return { type: 'int32', shape, data: Int32Array.from(numbers) };
}

export function int64s(shape: readonly number[], numbers: readonly number[]): Given {
  return { type: 'int64', shape, data: BigInt64Array.from(numbers, BigInt) };
}

/** Feeds the given numbers to the expression as inputs and returns its elements; booleans come back as 0 and 1. */
export async function compute(
  given: readonly Given[],
  expression: (...inputs: Value[]) => Value,
): Promise<number[]> {
  const [numbers = []] = await computeAll(given, (...inputs) => [expression(...inputs)]);
  return numbers;
}

/** Like `compute`, for an expression with several results. */
export async function computeAll(
  given: readonly Given[],
  expressions: (...inputs: Value[]) => readonly Value[],
): Promise<number[][]> {
  const graph = new Graph();
  const inputs = given.map(({ type, shape }, index) => graph.input(`given.${index}`, type, shape));
  const results = expressions(...inputs);
  results.forEach((value, index) => {
    graph.output(`result.${index}`, value.type === 'bool' ? cast(value, 'int32') : value);
  });
  const outputs = await evaluate(
    graph,
    Object.fromEntries(given.map(({ data }, index) => [`given.${index}`, data])),
  );
  return results.map((_, index) => outputs.numbers(`result.${index}`));
}
