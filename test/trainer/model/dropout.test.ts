/** Dropout by numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../trainer/graph/graph.ts';
import { dropout, dropoutFactors, layerFactor } from '../../../trainer/model/dropout.ts';
import { evaluate } from '../../support/evaluate.ts';

const [rows, width] = [24, 500];

/** What is left of ones, for rows with numbers of the given seed. */
async function kept(rate: number, seed: number, module = 'model.layers.3.self_attn.q_proj') {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, rows / 2, width]);
  const numbers = graph.input('rows', 'int64', [2, rows / 2]);
  const drop = dropout(graph, rate, numbers, (layer) => graph.constant(layerFactor(layer), [1]));
  graph.output('y', drop(x, module));
  const given = { x: new Float32Array(rows * width).fill(1), rows: dropoutFactors(rows, seed) };
  return (await evaluate(graph, given)).numbers('y');
}

for (const rate of [0.1, 0.5, 0.75]) {
  test(`at rate ${rate} so much is left out, in every row, and the rest is scaled up for it`, async () => {
    const left = await kept(rate, 1);
    const value = Math.fround(1 / (1 - rate));
    assert.ok(left.every((x) => x === 0 || x === value));
    for (let row = 0; row < rows; row++) {
      const share = left.slice(row * width, (row + 1) * width).filter((x) => x === 0).length / width;
      // Five deviations of a share of 500.
      assert.ok(Math.abs(share - rate) < 5 * Math.sqrt((rate * (1 - rate)) / width), `row ${row}: ${share}`);
    }
  });
}

/** Share of the elements in which two masks agree. */
function agreement(one: readonly number[], other: readonly number[]): number {
  return one.filter((x, index) => (x === 0) === (other[index] === 0)).length / one.length;
}

test('the same numbers leave out the same, others leave out others, in other rows, layers and projections too', async () => {
  const first = await kept(0.5, 1);
  assert.deepEqual(await kept(0.5, 1), first);
  const others = [
    await kept(0.5, 2),
    await kept(0.5, 1, 'model.layers.4.self_attn.q_proj'),
    await kept(0.5, 1, 'model.layers.3.self_attn.k_proj'),
    [...first.slice(width), ...first.slice(0, width)],
  ];
  // Independent masks agree in half of 12,000 elements, give or take 0.5 %.
  for (const other of others) assert.ok(Math.abs(agreement(first, other) - 0.5) < 0.025);
});
