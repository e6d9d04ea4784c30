/** Asks an interpreter's Python sources and reads what comes back, from wherever and however it came back. */
import type { Json } from '../../../protocol/data.ts';
import type { CaseOutcome } from '../../types.ts';
import { Stop } from './guest.ts';
import type { Interpreter } from './interpreter.ts';

export type Request = Readonly<Record<string, Json>>;

type Failure = Exclude<CaseOutcome['status'], 'returned'>;

/** `code`: with which a process would have ended. */
export type Reply =
  | { readonly status: 'returned'; readonly value: Json }
  | { readonly status: Failure; readonly error: string; readonly code?: number };

/** `intact`: the interpreter came to the end of what it was asked; otherwise it must be restored before its next use. */
export interface Answer {
  readonly reply: Reply;
  readonly intact: boolean;
  /** The reply as it came. */
  readonly bytes: Uint8Array;
}

const failures = new Set(['raised', 'exited', 'timeout', 'memory', 'output', 'crashed', 'unsupported']);
const longestError = 1000;
const nothing = new Uint8Array(0);

export function ask(interpreter: Interpreter, request: Request, entry: 'serve' | 'judge' = 'serve'): Answer {
  return askBytes(interpreter, new TextEncoder().encode(JSON.stringify(request)), entry);
}

export function askBytes(
  interpreter: Interpreter,
  request: Uint8Array,
  entry: 'serve' | 'judge' = 'serve',
): Answer {
  try {
    const bytes = interpreter.ask(entry, request);
    return { reply: readReply(bytes), intact: true, bytes };
  } catch (error) {
    return { reply: endedBy(error), intact: false, bytes: nothing };
  }
}

function endedBy(error: unknown): Reply {
  if (error instanceof Stop) {
    const { status, message, code } = error;
    return code === null ? { status, error: message } : { status, error: message, code };
  }
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return { status: 'raised', error: 'RecursionError: the interpreter has no stack left' };
  }
  return { status: 'crashed', error: `the interpreter failed: ${String(error)}`.slice(0, longestError) };
}

/** The reply was written where the program could write too, so it is believed only as far as its form goes. */
function readReply(bytes: Uint8Array): Reply {
  const reply: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof reply === 'object' && reply !== null && 'status' in reply) {
    if (reply.status === 'returned' && 'value' in reply) {
      return { status: 'returned', value: reply.value as Json };
    }
    if (failures.has(String(reply.status)) && 'error' in reply) {
      return { status: reply.status as Failure, error: String(reply.error).slice(0, longestError) };
    }
  }
  return { status: 'crashed', error: 'the program broke the interpreter' };
}
