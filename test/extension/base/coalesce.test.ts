import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from '../../../extension/base/coalesce.ts';

/** Work that ends when it is told to. */
function controlled(): { work: () => Promise<void>; begun: () => number; end: (error?: Error) => void } {
  const runs: PromiseWithResolvers<void>[] = [];
  return {
    work: () => {
      const run = Promise.withResolvers<void>();
      runs.push(run);
      return run.promise;
    },
    begun: () => runs.length,
    end: (error) => (error === undefined ? runs.at(-1)?.resolve() : runs.at(-1)?.reject(error)),
  };
}

test('whoever asks while work is under way gets the work after it, once for all', async () => {
  const { work, begun, end } = controlled();
  const run = coalesce(work);
  const first = run();
  const second = run();
  assert.equal(second, run());
  assert.equal(begun(), 1);
  end();
  await first;
  while (begun() < 2) await Promise.resolve();
  end();
  await second;
  assert.equal(begun(), 2);
});

test('who asks between the end of one and the beginning of the next gets the next, and none runs beside another', async () => {
  let [under, most] = [0, 0];
  const run = coalesce(async () => {
    under += 1;
    most = Math.max(most, under);
    await Promise.resolve();
    under -= 1;
  });
  const first = run();
  const second = run();
  const between = first.then(() => run());
  await Promise.all([second, between]);
  assert.equal(most, 1);
});

test('after all is done the next one begins at once', async () => {
  const { work, begun, end } = controlled();
  const run = coalesce(work);
  const first = run();
  end();
  await first;
  void run();
  assert.equal(begun(), 2);
  end();
});

test('a failure reaches who asked for it, and not who asked afterwards', async () => {
  const { work, begun, end } = controlled();
  const run = coalesce(work);
  const first = run();
  const second = run();
  end(new Error('no'));
  await assert.rejects(first, /no/);
  while (begun() < 2) await Promise.resolve();
  end();
  await second;
});
