export interface Bounds {
  /** Aborted when somebody stops the work. */
  readonly signal: AbortSignal;
  /** Aborted when the time for the work is over. */
  readonly time: AbortSignal;
}

/** What the work returns; null where the time is over before. Rejects when it fails, and when it is stopped. */
export async function inTime<Result>(
  { signal, time }: Bounds,
  work: (either: AbortSignal) => Promise<Result>,
): Promise<Result | null> {
  signal.throwIfAborted();
  if (time.aborted) return null;
  try {
    return await work(AbortSignal.any([signal, time]));
  } catch (cause) {
    signal.throwIfAborted();
    if (time.aborted) return null;
    throw cause;
  }
}
