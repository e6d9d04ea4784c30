/**
 * What the parent and a worker process say to each other.
 *
 * To the process: frames on its stdin, each a length (4 bytes, little endian), a JSON header of that length, and the
 * bytes of the blobs that the header lists. From the process: lines on its stdout, each beginning with the nonce of
 * the message that it answers; a line may be followed by as many raw bytes as it says. A program under test can write
 * to stdout but never sees a nonce, so whatever lacks the right one is noise.
 */
import type { CaseOutcome, Exercise, Job } from '../types.ts';

export type WorkerKind = 'python' | 'javascript';

export interface Blob {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A job as a process gets it. `patience`: how many cases may run out of time before the rest is given up. */
export interface WorkerJob extends Job {
  readonly patience: number;
}

/** `wantsImage` asks a Python process for the image of its memory, from which later ones start faster. */
export type ToProcess =
  | {
      readonly type: 'start';
      readonly nonce: string;
      readonly kind: WorkerKind;
      readonly wantsImage: boolean;
    }
  | { readonly type: 'job'; readonly nonce: string; readonly job: WorkerJob };

/**
 * `rerun` says that a case runs once more, in time of its own. `done` is the last answer to a job; `bytes` is the resident
 * size of the process after it. A process that is not `usable` any more ends by itself, after the outcome that made it so.
 */
export type FromProcess =
  | { readonly type: 'ready'; readonly attached: number; readonly pointers?: Pointers }
  | { readonly type: 'case'; readonly outcome: CaseOutcome }
  | { readonly type: 'rerun' }
  | { readonly type: 'done'; readonly usable: boolean; readonly bytes: number };

/** Where an image has what JavaScript calls or restores. */
export interface Pointers {
  readonly serve: number;
  readonly judge: number;
  readonly stack: number;
}

export interface Image {
  readonly bytes: Uint8Array;
  readonly pointers: Pointers;
}

export type Report = (outcome: CaseOutcome) => void;

/** What runs jobs in further threads of a process; one job at a time. */
export interface Host {
  /** What later processes may start from, if it was asked for. */
  readonly image: Image | null;
  /** Milliseconds that a case may take beyond its limit before the process is given up. */
  readonly graceMs: number;
  /** Bytes that the threads may take during a job apart from what the program takes. */
  readonly spareBytes: number;
  /** Whether another job may follow the first. */
  readonly lasts: boolean;
  /**
   * Does what should not count as the program's time; what it returns runs the job, one report a case. Before a case
   * runs once more, `rerun` gets the outcome that stands if that breaks a limit.
   */
  prepare(job: WorkerJob): Promise<(report: Report, rerun: Report) => Promise<void>>;
}

/** From the supervising thread of a process to the thread that hosts programs, and back. */
export type ToHost =
  | { readonly type: 'start'; readonly blobs: ReadonlyMap<string, Uint8Array>; readonly wantsImage: boolean }
  | { readonly type: 'job'; readonly job: WorkerJob };

export type FromHost =
  | { readonly type: 'ready'; readonly image: Image | null }
  | { readonly type: 'case' | 'rerun'; readonly outcome: CaseOutcome }
  | { readonly type: 'done' };

/** What a program's thread says instead of an outcome when it does nothing more, however many cases are left. */
export const threadEnded = 'ended';

export function countCases(exercise: Exercise): number {
  return exercise.kind === 'testCode' ? 1 : exercise.inputs.length;
}

/** The outcome of a case that is not run, because too many before it ran out of time. */
export const givenUp: CaseOutcome = {
  status: 'timeout',
  error: 'not run: too many of the cases before it ran out of time',
  stdout: '',
};
