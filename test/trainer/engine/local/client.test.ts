/** The start of a worker thread, as the side that calls it sees it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { WorkerClient } from '../../../../trainer/engine/local/client.ts';
import { carryError } from '../../../../trainer/engine/local/messages.ts';

test('a thread that fails to start has ended when its error is thrown, whatever it still waits for', async () => {
  const failure = { kind: 'failedToStart', error: carryError(new Error('no room')) };
  const program = `import { parentPort } from 'node:worker_threads';
parentPort.on('message', () => undefined);
parentPort.postMessage(${JSON.stringify(failure)});`;
  const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
  await assert.rejects(
    WorkerClient.start(new URL(`data:text/javascript,${encodeURIComponent(program)}`), null),
    { message: 'no room' },
  );
  const worker = await started;
  const hasEnded = worker.threadId === -1;
  await worker.terminate();
  assert.ok(hasEnded);
});
