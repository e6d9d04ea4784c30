/** How fast this machine multiplies matrices now, in a tenth of a second: what the time of a step is estimated by. */
import { Graph } from '../../graph/graph.ts';
import { matmul } from '../../graph/operators/linear.ts';
import { GraphSession, tensorOver } from './runtime.ts';

const side = 512;
const milliseconds = 100;

/** Floating-point operations a second: the best of the products of two square matrices in that time. */
export async function measureProductSpeed(threads: number): Promise<number> {
  const graph = new Graph();
  const square = (name: string) => graph.input(name, 'float32', [side, side]);
  graph.output('product', matmul(square('a'), square('b')));
  await using session = await GraphSession.create(graph, 'a matrix product', threads);
  const numbers = () => tensorOver(new Float32Array(side ** 2).fill(0.5), [side, side]);
  const inputs = { a: numbers(), b: numbers() };
  const outputs = { product: numbers() };
  const end = performance.now() + milliseconds;
  let best = 0;
  do {
    const began = performance.now();
    await session.run(inputs, outputs);
    best = Math.max(best, (2 * side ** 3 * 1000) / (performance.now() - began));
  } while (performance.now() < end);
  return best;
}
