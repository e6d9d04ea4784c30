import assert from 'node:assert/strict';
import test from 'node:test';
import { mapInOrder } from '../../../trainer/tasks/in-order.ts';
import { loadAll } from '../../../trainer/tasks/read.ts';

/** Resolves when told to, so that a test decides in which order work ends. */
function gates(count: number): { wait: Promise<void>; open: () => void }[] {
  return Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { wait: promise, open: resolve };
  });
}

test('results come in the order of the items although the last is ready first', async () => {
  const doors = gates(3);
  const results = loadAll(
    mapInOrder([0, 1, 2], (item) => (doors[item]?.wait ?? Promise.resolve()).then(() => item * 10), 3),
  );
  for (const door of doors.toReversed()) door.open();
  assert.deepEqual(await results, [0, 10, 20]);
});

test('no more items are under way than allowed', async () => {
  let underWay = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
  };
  await loadAll(mapInOrder(Array<number>(20).fill(0), work, 4));
  assert.equal(most, 4);
});

test('items are asked for only as they are needed', async () => {
  let asked = 0;
  function* items(): Generator<number> {
    for (;;) yield (asked += 1);
  }
  const results = mapInOrder(items(), (item) => Promise.resolve(item), 3);
  assert.equal((await results.next()).value, 1);
  assert.equal(asked, 3);
  await results.return(undefined);
});

test('a failure ends the others by their signal and is thrown', async () => {
  const stopped: number[] = [];
  const work = (item: number, signal: AbortSignal): Promise<number> =>
    item === 1
      ? Promise.reject(new Error('broken'))
      : new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            stopped.push(item);
            resolve(item);
          });
          if (item === 0) resolve(item);
        });
  await assert.rejects(loadAll(mapInOrder([0, 1, 2, 3], work, 4)), /broken/);
  assert.deepEqual(stopped, [0, 2, 3]);
});

test('a consumer that stops early waits for what is under way, and the signal tells it', async () => {
  let ended = 0;
  const work = (item: number, signal: AbortSignal): Promise<number> =>
    new Promise((resolve) => {
      if (item === 0) resolve(item);
      signal.addEventListener('abort', () => {
        setImmediate(() => {
          ended += 1;
          resolve(item);
        });
      });
    });
  for await (const result of mapInOrder([0, 1, 2], work, 3)) {
    assert.equal(result, 0);
    break;
  }
  assert.equal(ended, 3);
});

test('an aborted signal ends the work with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('stopped');
  const work = (_: number, signal: AbortSignal): Promise<number> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  const results = loadAll(mapInOrder([1, 2], work, 2, controller.signal));
  controller.abort(reason);
  await assert.rejects(results, reason);
});
