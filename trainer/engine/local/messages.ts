/** What a worker thread and the thread that started it say to each other. */
import { TrainerError } from '../../errors/error.ts';

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly verb: string; readonly args: readonly unknown[] }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failedToStart'; readonly error: CarriedError }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'aborted'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: CarriedError };

/** An error taken apart, so that what tells it from others survives the crossing. */
export interface CarriedError {
  /** Of a `TrainerError`, or the system's (`ENOSPC`). */
  readonly code: string | undefined;
  readonly message: string;
  /** Only a `TrainerError` has one. */
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

export function carryError(thrown: unknown): CarriedError {
  const error: Error & { code?: unknown } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    code: typeof error.code === 'string' ? error.code : undefined,
    message: error.message,
    hint: error instanceof TrainerError ? error.hint : undefined,
    stack: error.stack,
  };
}

/** The error as it was thrown, with the worker's stack as its cause. */
export function rebuildError({ code, message, hint, stack }: CarriedError): Error {
  const cause = new Error(stack ?? message);
  if (code !== undefined && hint !== undefined) return new TrainerError(code, message, hint, { cause });
  return Object.assign(new Error(message, { cause }), code === undefined ? {} : { code });
}
