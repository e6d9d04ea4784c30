/**
 * Maps items with up to `concurrency` of them under way, and yields the results in the items' order. When the
 * consumer stops, the signal aborts or one item fails, the others are told by the signal that `work` is given, and
 * the generator ends when all of them have.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  concurrency: number,
  signal?: AbortSignal,
): AsyncGenerator<Result> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      signal?.throwIfAborted();
      const result = work(item, either);
      // Marks the failure of one that is not awaited yet as seen; awaiting it below still throws.
      result.catch(() => undefined);
      underWay.push(result);
      if (underWay.length >= concurrency) yield await (underWay.shift() as Promise<Result>);
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<Result>);
  } finally {
    stop.abort();
    await Promise.allSettled(underWay);
  }
}
