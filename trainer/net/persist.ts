/** Trying again what fails for a while only: pauses that grow, a server's own wish first, and an end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf, TrainerError } from '../errors/error.ts';

export interface Patience {
  /** Failures in a row, with nothing gained between them, after which all is given up. */
  readonly attempts: number;
  /** Pause after the first failure, in milliseconds; it doubles with each further one. */
  readonly pauseMs: number;
  /** Longest pause, also where the server asks for a longer one. */
  readonly mostPauseMs: number;
}

/** A failure that may pass. The network's own errors count as such too. */
export class PassingFailure extends Error {
  override readonly name = 'PassingFailure';
  /** Seconds that the server asks for. */
  readonly waitSeconds: number | undefined;

  constructor(reason: string, waitSeconds?: number) {
    super(reason);
    this.waitSeconds = waitSeconds;
  }
}

export interface Persistence {
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly onRetry?: (reason: string, seconds: number) => void;
  /** The error with which all is given up, of the last failure's reason and of how many there were. */
  readonly giveUp: (reason: string, failures: number) => TrainerError;
}

/**
 * Calls `attempt` until it resolves. It says `progressed()` where something has been gained, and then the failures
 * before do not count any more. Rejects with the signal's reason, with any `TrainerError` at once, and with that of
 * `giveUp` when there have been too many failures in a row.
 */
export async function persist<T>(
  { patience, signal, onRetry, giveUp }: Persistence,
  attempt: (progressed: () => void) => Promise<T>,
): Promise<T> {
  let failures = 0;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt(() => (failures = 0));
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof TrainerError) throw cause;
      failures += 1;
      const asked = cause instanceof PassingFailure ? (cause.waitSeconds ?? 0) * 1000 : 0;
      if (failures >= patience.attempts || asked > patience.mostPauseMs) {
        throw giveUp(explained(cause, asked), failures);
      }
      const pause = Math.max(asked, pauseAfter(failures, patience));
      onRetry?.(reasonOf(cause), pause / 1000);
      // When it is aborted, the next round says so.
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Seconds of a `Retry-After`, which is a number or a date; undefined where it is neither. */
export function secondsOfRetryAfter(wish: string): number | undefined {
  const text = wish.trim();
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - Date.now()) / 1000);
}

/** Doubles with each failure; up to a quarter shorter, so that those who failed together do not come back together. */
function pauseAfter(failures: number, { pauseMs, mostPauseMs }: Patience): number {
  return Math.min(mostPauseMs, pauseMs * 2 ** (failures - 1)) * (1 - Math.random() / 4);
}

function explained(cause: unknown, askedMs: number): string {
  const wish = askedMs === 0 ? '' : ` (it asks to wait ${Math.ceil(askedMs / 1000)} seconds)`;
  return `${reasonOf(cause)}${wish}`;
}
