/** The worker thread's side: an object whose methods are called from another thread. */
import { parentPort } from 'node:worker_threads';
import { carryError, type FromWorker, type ToWorker } from './messages.ts';

/**
 * Makes the object and answers calls to the methods in `verbs`, one after another; each gets an abort signal as its
 * last argument, and `abort` is heard while it runs. Tells the other side if the object cannot be made.
 */
export async function serve<T extends AsyncDisposable>(
  make: () => Promise<T>,
  verbs: readonly (keyof T & string)[],
): Promise<void> {
  if (parentPort === null) throw new Error('This module runs as a worker thread only.');
  const port = parentPort;
  const send = (message: FromWorker) => port.postMessage(message);
  const running = new Map<number, AbortController>();
  let queue = Promise.resolve();
  try {
    const target = await make();
    port.on('message', (message: ToWorker) => {
      switch (message.kind) {
        case 'call': {
          const controller = new AbortController();
          running.set(message.id, controller);
          queue = queue.then(async () => {
            send(await answer(target, verbs, message, controller.signal));
            running.delete(message.id);
          });
          return;
        }
        case 'abort':
          running.get(message.id)?.abort();
          return;
        case 'close':
          for (const controller of running.values()) controller.abort();
          queue = queue.then(async () => {
            await target[Symbol.asyncDispose]();
            port.close();
          });
      }
    });
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'failedToStart', error: carryError(error) });
  }
}

async function answer<T>(
  target: T,
  verbs: readonly (keyof T & string)[],
  { id, verb, args }: Extract<ToWorker, { kind: 'call' }>,
  signal: AbortSignal,
): Promise<FromWorker> {
  try {
    signal.throwIfAborted();
    const known = verbs.find((name) => name === verb);
    if (known === undefined) throw new RangeError(`The worker thread has no verb "${verb}".`);
    const methods = target as unknown as Record<string, (...all: readonly unknown[]) => unknown>;
    return { kind: 'answer', id, value: await methods[known]?.(...args, signal) };
  } catch (error) {
    return signal.aborted && error === signal.reason
      ? { kind: 'aborted', id }
      : { kind: 'error', id, error: carryError(error) };
  }
}
