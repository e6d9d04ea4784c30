/** How fast matrices are multiplied here, in a tenth of a second: what the time of a step is estimated by. */
import { Graph } from '../../graph/graph.ts';
import { matmul } from '../../graph/operators/linear.ts';
import type { LoadGraph } from '../runner.ts';
import { loadOnOnnxRuntime, tensorOver } from './runtime.ts';

const milliseconds = 100;

export interface ProductOptions {
  /** Of the square matrices. */
  readonly side?: number;
  /** What computes, instead of ONNX Runtime on the processor; it is given the second matrix as one that never changes. */
  readonly loader?: (fixed: readonly Float32Array[]) => LoadGraph;
}

/** Floating-point operations a second: the best of the products in that time, and of one at least. */
export async function measureProductSpeed(
  threads: number,
  { side = 512, loader = () => loadOnOnnxRuntime }: ProductOptions = {},
): Promise<number> {
  const graph = new Graph();
  const square = (name: string) => graph.input(name, 'float32', [side, side]);
  graph.output('product', matmul(square('a'), square('b')));
  const numbers = () => new Float32Array(side ** 2).fill(0.5);
  const over = (data: Float32Array) => tensorOver(data, [side, side]);
  const fixed = numbers();
  await using session = await loader([fixed])(graph, 'a matrix product', threads);
  const inputs = { a: over(numbers()), b: over(fixed) };
  const outputs = { product: over(numbers()) };
  const run = () => session.run(inputs, outputs);
  // The first run of a graph on a graphics card is mostly the translation of its programs.
  await run();
  const end = performance.now() + milliseconds;
  let best = 0;
  do {
    const began = performance.now();
    await run();
    best = Math.max(best, (2 * side ** 3 * 1000) / (performance.now() - began));
  } while (performance.now() < end);
  return best;
}
