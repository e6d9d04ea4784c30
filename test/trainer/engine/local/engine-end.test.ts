/** The end of the local engine's worker thread, wanted or not: nothing waits for ever, nothing stays behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import { endless, request } from '../../../support/sampling.ts';
import { tinyModel } from '../../../support/tiny-model.ts';

/** A promise that is never settled fails its test after this long. */
const patience = { timeout: 60_000 };

const options = (model: string) => ({ model, threads: 1, microBatchTokens: 64 });

/** An engine and its thread, which a test may then harm. */
async function openWithWorker(model: string): Promise<{ engine: LocalEngine; worker: Worker }> {
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  const engine = await LocalEngine.open(options(model));
  return { engine, worker: await started };
}

test('disposing of the engine ends its thread', patience, async () => {
  await using folder = await tinyModel();
  const { engine, worker } = await openWithWorker(folder.path);
  const exitCode = new Promise((resolve) => worker.once('exit', resolve));
  await engine.sample([request()]);
  await engine[Symbol.asyncDispose]();
  assert.equal(await exitCode, 0);
  await engine[Symbol.asyncDispose]();
});

test('disposing of the engine answers the calls that are waiting with an error', patience, async () => {
  await using folder = await tinyModel();
  const { engine } = await openWithWorker(folder.path);
  const running = assert.rejects(engine.sample([endless]), { code: 'engine.closed' });
  const waiting = assert.rejects(engine.zeroGrad(), { code: 'engine.closed' });
  const signalled = assert.rejects(engine.sample([endless], { signal: new AbortController().signal }), {
    code: 'engine.closed',
  });
  await engine[Symbol.asyncDispose]();
  await Promise.all([running, waiting, signalled]);
});

test('a call to an engine that was disposed of is refused at once', patience, async () => {
  await using folder = await tinyModel();
  const { engine } = await openWithWorker(folder.path);
  await engine[Symbol.asyncDispose]();
  await assert.rejects(engine.sample([request()]), { code: 'engine.closed' });
  await assert.rejects(engine.zeroGrad(), { code: 'engine.closed' });
});

test(
  'a thread that is killed answers the calls that are waiting and refuses later ones',
  patience,
  async () => {
    await using folder = await tinyModel();
    const { engine, worker } = await openWithWorker(folder.path);
    const running = engine.sample([endless]);
    const waiting = engine.zeroGrad();
    const refused = { code: 'engine.worker-ended', hint: /last checkpoint/ };
    const both = [
      assert.rejects(running, { ...refused, message: /2 calls were waiting/ }),
      assert.rejects(waiting, refused),
    ];
    await worker.terminate();
    await Promise.all(both);
    await assert.rejects(engine.sample([request()]), refused);
    await engine[Symbol.asyncDispose]();
  },
);

test(
  'a thread that crashes answers the calls that are waiting and does not take the process along',
  patience,
  async () => {
    await using folder = await tinyModel();
    const { engine, worker } = await openWithWorker(folder.path);
    const running = assert.rejects(engine.sample([endless]), {
      code: 'engine.worker-ended',
      message: /null/,
    });
    // No message is null; the thread throws where nothing catches.
    worker.postMessage(null);
    await running;
    await assert.rejects(engine.zeroGrad(), { code: 'engine.worker-ended' });
    await engine[Symbol.asyncDispose]();
  },
);

test('a thread that ends while it loads the model is an error, not a wait', patience, async () => {
  await using folder = await tinyModel();
  process.once('worker', (worker) => void worker.terminate());
  await assert.rejects(LocalEngine.open(options(folder.path)), { code: 'engine.worker-ended' });
});
