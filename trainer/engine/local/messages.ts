/** What the engine and its worker thread say to each other. */
import { TrainerError } from '../../errors/error.ts';

/** The methods of `LocalCore` that cross the thread. */
export const verbs = [
  'sample',
  'forwardBackward',
  'forward',
  'optimStep',
  'zeroGrad',
  'save',
  'restore',
  'exportModel',
] as const;
export type Verb = (typeof verbs)[number];

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly verb: Verb; readonly args: readonly unknown[] }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failedToStart'; readonly error: CarriedError }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'aborted'; readonly id: number }
  | { readonly kind: 'error'; readonly id: number; readonly error: CarriedError };

/** An error taken apart, so that its code and hint survive the crossing. */
export interface CarriedError {
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string;
  readonly stack: string | undefined;
}

export function carryError(thrown: unknown): CarriedError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const isOurs = error instanceof TrainerError;
  return {
    code: isOurs ? error.code : undefined,
    message: error.message,
    hint: isOurs ? error.hint : '',
    stack: error.stack,
  };
}

/** The error as it was thrown, with the worker's stack as its cause. */
export function rebuildError({ code, message, hint, stack }: CarriedError): Error {
  const cause = new Error(stack ?? message);
  return code === undefined
    ? new Error(message, { cause })
    : new TrainerError(code, message, hint, { cause });
}
