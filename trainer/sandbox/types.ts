/**
 * What the sandbox is asked and what it answers. Expected outputs are not part of a job:
 * the program under test returns outputs, and the parent compares them where the program cannot reach.
 */
import type { Json, Language } from '../protocol/data.ts';

export interface Limits {
  /** Wall-clock milliseconds for one case, and as many again for test code that is run a second time because it failed. */
  readonly timeMs: number;
  /** Bytes of memory the program may take beyond the interpreter's own. */
  readonly memoryBytes: number;
  /** Bytes of stdout and stderr kept of one case, and of one returned value. */
  readonly outputBytes: number;
}

/**
 * How a program is exercised. `entryPoint` of test code is what it tests: the one name of the program that may hide a
 * builtin of the language from the test code.
 */
export type Exercise =
  | { readonly kind: 'calls'; readonly entryPoint: string; readonly inputs: readonly (readonly Json[])[] }
  | { readonly kind: 'stdin'; readonly inputs: readonly string[] }
  | { readonly kind: 'testCode'; readonly testCode: string; readonly entryPoint?: string };

export interface Job {
  readonly language: Language;
  readonly program: string;
  readonly exercise: Exercise;
  readonly limits: Limits;
  /**
   * Where Python's random numbers start, a whole number: without it they are the same in every run. Another start shows
   * whether a program depends on them. JavaScript's are never the same.
   */
  readonly seed?: number;
  /** How many cases may run out of time, or cost a process, before the rest is not run any more; 3 unless given. */
  readonly patience?: number;
}

/**
 * One case's outcome. `value` is what a call returned, or what a stdin program printed;
 * a `testCode` exercise has one case, whose value is null when no assertion failed.
 * `unsupported` says that the sandbox lacks something (a module), so nothing is known about the program.
 */
export type CaseOutcome =
  | { readonly status: 'returned'; readonly value: Json; readonly stdout: string }
  | { readonly status: 'raised'; readonly error: string; readonly stdout: string }
  | { readonly status: 'exited'; readonly error: string; readonly stdout: string }
  | {
      readonly status: 'timeout' | 'memory' | 'output' | 'crashed';
      readonly error: string;
      readonly stdout: string;
    }
  | { readonly status: 'unsupported'; readonly error: string; readonly stdout: string };

export interface JobOutcome {
  /** One a case, in the order of the job's inputs. */
  readonly cases: readonly CaseOutcome[];
  readonly milliseconds: number;
}

/** How strong the boundary is that the probe found by trying denied actions. */
export interface SandboxLevel {
  readonly level: 'strong' | 'none';
  readonly findings: readonly {
    readonly action: string;
    readonly denied: boolean;
    readonly detail: string;
  }[];
}

export interface Sandbox extends AsyncDisposable {
  readonly level: SandboxLevel;
  /** Jobs that it runs at once. */
  readonly workers: number;
  run(job: Job, options?: { readonly signal?: AbortSignal }): Promise<JobOutcome>;
}
