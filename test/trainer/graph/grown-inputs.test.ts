import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOnOnnxRuntime, tensorOver } from '../../../trainer/engine/local/runtime.ts';
import { Graph } from '../../../trainer/graph/graph.ts';
import { grownOutput, heldInput, outputGrown } from '../../../trainer/graph/grown-inputs.ts';
import { multiply } from '../../../trainer/graph/operators/elementwise.ts';

/** A cache of two heads, and a row for it that is ten times an input. */
function cacheGraph(): Graph {
  const graph = new Graph();
  graph.output('seen', multiply(graph.input('past', 'float32', ['slots', 2, 3, 1]), 1));
  graph.output('added', multiply(graph.input('row', 'float32', ['slots', 2, 1, 1]), 10));
  return graph;
}

test('an input is put out with a row written at the position that each slot has for it', async () => {
  const graph = cacheGraph();
  outputGrown(graph, new Map([['past', 'added']]));
  await using session = await loadOnOnnxRuntime(graph, 'a test', 1);
  const grown = new Float32Array(12);
  await session.run(
    {
      past: tensorOver(Float32Array.of(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16), [2, 2, 3, 1]),
      row: tensorOver(Float32Array.of(7, 8, 9, 10), [2, 2, 1, 1]),
      [heldInput]: tensorOver(Int32Array.of(0, 2), [2, 1, 1, 1]),
    },
    { [grownOutput('past')]: tensorOver(grown, [2, 2, 3, 1]) },
  );
  assert.deepEqual([...grown], [70, 2, 3, 80, 5, 6, 11, 12, 90, 14, 15, 100]);
});

test('a graph of which nothing grows stays as it is', () => {
  const graph = cacheGraph();
  outputGrown(graph, new Map());
  assert.deepEqual(
    graph.inputs.map(({ name }) => name),
    ['past', 'row'],
  );
  assert.deepEqual([...graph.outputs.keys()], ['seen', 'added']);
});

test('an input that the graph does not have is refused by its name', () => {
  assert.throws(() => outputGrown(cacheGraph(), new Map([['future', 'added']])), /no future or added/);
});
