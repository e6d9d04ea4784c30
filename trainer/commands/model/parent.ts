/** The process that has started this one with a channel for messages, as the extension does; it wants to be told of progress. */
import type { ModelMessage } from '../../protocol/hub.ts';

export interface Parent extends Disposable {
  tell(message: ModelMessage): void;
  /** Aborted when that process has ended or has closed the channel: nobody waits for the model any more. */
  readonly gone: AbortSignal;
}

/** Undefined without such a channel. Dispose of it, because an open channel keeps a process alive. */
export function openParent(): Parent | undefined {
  if (process.send === undefined) return undefined;
  const closed = new AbortController();
  const onDisconnect = (): void => closed.abort();
  process.on('disconnect', onDisconnect);
  return {
    gone: closed.signal,
    tell(message) {
      // A message to somebody who has just gone is lost, and that is no failure.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    [Symbol.dispose]: () => void process.off('disconnect', onDisconnect),
  };
}
