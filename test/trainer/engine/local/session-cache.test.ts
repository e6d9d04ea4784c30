/** The loaded graphs that are kept. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GraphSession } from '../../../../trainer/engine/local/runtime.ts';
import { SessionCache } from '../../../../trainer/engine/local/session-cache.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';
import { exp } from '../../../../trainer/graph/operators/elementwise.ts';

/** A cache of graphs by the size of their input, and the sizes that were loaded so far. */
function cacheOfSizes() {
  const loaded: number[] = [];
  const cache = new SessionCache<number>(async (size) => {
    loaded.push(size);
    const graph = new Graph();
    graph.output('y', exp(graph.input('x', 'float32', [size])));
    return GraphSession.create(graph, 'a test', 1);
  });
  return {
    loaded,
    get: (size: number) => cache.get(`size ${size}`, size),
    [Symbol.asyncDispose]: () => cache[Symbol.asyncDispose](),
  };
}

test('a graph is loaded once for many uses', async () => {
  await using sizes = cacheOfSizes();
  const { loaded, get } = sizes;
  const first = await get(3);
  assert.equal(await get(3), first);
  assert.notEqual(await get(4), first);
  assert.deepEqual(loaded, [3, 4]);
});

test('of more graphs than are kept, the one that was not used for longest goes', async () => {
  await using sizes = cacheOfSizes();
  const { loaded, get } = sizes;
  // Fills the cache until a graph used long ago has to be loaded again; the one in use every time stays.
  const favourite = await get(1);
  for (let size = 2; size <= 40; size++) {
    await get(size);
    assert.equal(await get(1), favourite);
  }
  await get(40);
  assert.equal(loaded.length, 40);
  await get(2);
  assert.deepEqual(loaded.slice(-2), [40, 2]);
});
