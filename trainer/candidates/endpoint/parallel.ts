/**
 * Works on items, up to `concurrency` at once; the order in which they end does not matter, so none waits for another.
 * When one fails or the signal aborts, the others are told by the signal that `work` is given, and the promise rejects
 * when all of them have ended.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<void>,
  concurrency: number,
  signal: AbortSignal,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      either.throwIfAborted();
      await work(item, either);
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, () =>
    worker().catch((cause: unknown) => {
      stop.abort(cause);
      throw cause;
    }),
  );
  await Promise.allSettled(workers);
  either.throwIfAborted();
}
