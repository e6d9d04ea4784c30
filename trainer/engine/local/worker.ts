/** The worker thread of the local engine: ONNX Runtime blocks its thread, so the main one stays free to answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { LocalCore, type LocalEngineOptions } from './core.ts';
import { carryError, type FromWorker, type ToWorker, type Verb } from './messages.ts';

if (parentPort === null) throw new Error('This module runs as a worker thread of the local engine only.');
const port = parentPort;
const send = (message: FromWorker) => port.postMessage(message);

/** Calls are done one after another; `abort` is heard while one is running. */
const running = new Map<number, AbortController>();
let queue = Promise.resolve();

try {
  const core = await LocalCore.create(workerData as LocalEngineOptions);
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'call': {
        const controller = new AbortController();
        running.set(message.id, controller);
        queue = queue.then(() => answer(core, message.id, message.verb, message.args, controller.signal));
        return;
      }
      case 'abort':
        running.get(message.id)?.abort();
        return;
      case 'close':
        for (const controller of running.values()) controller.abort();
        queue = queue.then(async () => {
          await core[Symbol.asyncDispose]();
          port.close();
        });
    }
  });
  send({ kind: 'ready' });
} catch (error) {
  send({ kind: 'failedToStart', error: carryError(error) });
}

async function answer(
  core: LocalCore,
  id: number,
  verb: Verb,
  args: readonly unknown[],
  signal: AbortSignal,
): Promise<void> {
  try {
    signal.throwIfAborted();
    const methods = core as unknown as Record<Verb, (...all: readonly unknown[]) => unknown>;
    send({ kind: 'answer', id, value: await methods[verb](...args, signal) });
  } catch (error) {
    send(
      signal.aborted && error === signal.reason
        ? { kind: 'aborted', id }
        : { kind: 'error', id, error: carryError(error) },
    );
  } finally {
    running.delete(id);
  }
}
