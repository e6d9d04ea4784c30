/** What the doors of an interpreter work on, and how they end what runs in it. */

export type Statement = 'exited' | 'timeout' | 'memory' | 'output' | 'crashed' | 'unsupported';

/** Thrown by a door through the interpreter's frames, which cannot catch it. */
export class Stop extends Error {
  readonly status: Statement;
  /** With which a process would have ended; only of `exited`. */
  readonly code: number | null;

  constructor(status: Statement, message: string, code: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What the doors of one interpreter act on; one for each interpreter, renewed for each program. */
export interface Guest {
  sealed: boolean;
  /** Milliseconds as `performance.now` counts them. */
  deadline: number;
  input: Uint8Array;
  inputRead: number;
  printed: Uint8Array[];
  printedBytes: number;
  outputLimit: number;
  /** Bytes of memory, the interpreter's own included. */
  memoryLimit: number;
  /** Whether memory beyond the limit was asked for. */
  memoryRefused: boolean;
  memory(): ArrayBufferLike;
  /** State of the bytes that take the place of the system's random ones. */
  random: number;
  /** Descriptor `channel`: answers one written request; only the interpreter of test code has one. */
  exchange: ((request: Uint8Array) => Uint8Array) | null;
  reply: Uint8Array;
  replyRead: number;
}

export type Door = (...values: never[]) => unknown;
export type Glue = Readonly<Record<string, Door>>;

/** The error number of a file system that cannot be written. */
export const readOnly = 69;
