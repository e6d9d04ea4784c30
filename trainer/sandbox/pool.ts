/** Worker processes and the jobs that wait for one. */
import { performance } from 'node:perf_hooks';
import { sandboxClosed } from '../errors/sandbox.ts';
import type { Assets } from './assets.ts';
import { WorkerProcess } from './process.ts';
import type { CaseOutcome, Exercise, Job, JobOutcome } from './types.ts';
import { countCases, givenUp, type Image, type WorkerKind } from './worker/protocol.ts';

export interface PoolOptions {
  readonly workers: number;
  readonly deno: string;
  readonly assets: Assets;
  readonly image: Image | null;
}

/** Of a job that does not say how many. */
const usualPatience = 3;
/** A process is replaced after so many jobs, or when it has grown by so much since its first. */
const mostJobs = 5000;
const mostGrowth = 2 ** 28;

/** A place for one job at a time, with the processes that wait there for the next one. */
interface Slot {
  readonly processes: Map<WorkerKind, { readonly process: WorkerProcess; jobs: number; firstBytes: number }>;
}

export class Pool implements AsyncDisposable {
  /** From which new Python processes start; the first one makes it if it was not given. */
  image: Image | null;
  readonly #options: PoolOptions;
  readonly #free: Slot[];
  readonly #waiting: ((slot: Slot | null) => void)[] = [];
  readonly #living = new Set<WorkerProcess>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.image = options.image;
    this.#free = Array.from({ length: options.workers }, () => ({ processes: new Map() }));
  }

  /** Process ids of all processes that live. */
  get pids(): readonly number[] {
    return [...this.#living].map(({ pid }) => pid).filter((pid) => pid !== undefined);
  }

  /** Rejects with the signal's reason, with a TrainerError if a process cannot be started, and never otherwise. */
  async run(job: Job, signal?: AbortSignal): Promise<JobOutcome> {
    const started = performance.now();
    const slot = await this.#takeSlot(signal);
    try {
      const cases = await this.#runOn(slot, job, signal);
      return { cases, milliseconds: performance.now() - started };
    } finally {
      this.#giveBack(slot);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake(null);
    const ended = [...this.#living].map((process) => {
      process.kill();
      return process.exited;
    });
    await Promise.all(ended);
  }

  async #takeSlot(signal: AbortSignal | undefined): Promise<Slot> {
    signal?.throwIfAborted();
    if (this.#closed) throw sandboxClosed();
    const free = this.#free.pop();
    if (free !== undefined) return free;
    const { promise, resolve, reject } = Promise.withResolvers<Slot | null>();
    const forget = (): void => {
      const at = this.#waiting.indexOf(resolve);
      if (at >= 0) this.#waiting.splice(at, 1);
      reject(signal?.reason as Error);
    };
    this.#waiting.push(resolve);
    signal?.addEventListener('abort', forget);
    const slot = await promise.finally(() => signal?.removeEventListener('abort', forget));
    if (slot === null) throw sandboxClosed();
    return slot;
  }

  #giveBack(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(slot);
    else next(slot);
  }

  /** Runs a job's cases, in as many processes as it takes. */
  async #runOn(slot: Slot, job: Job, signal: AbortSignal | undefined): Promise<CaseOutcome[]> {
    const kind = job.language === 'python' ? 'python' : 'javascript';
    const total = countCases(job.exercise);
    const { patience = usualPatience } = job;
    const cases: CaseOutcome[] = [];
    for (let lost = 0; cases.length < total; lost += 1) {
      const left = patience - Math.max(lost, cases.filter(({ status }) => status === 'timeout').length);
      if (left <= 0) {
        cases.push(...Array.from({ length: total - cases.length }, () => unrun(cases.at(-1))));
        break;
      }
      const process = await this.#takeProcess(slot, kind, signal);
      const kill = (): void => process.kill();
      signal?.addEventListener('abort', kill);
      const result = await process.run({
        ...job,
        exercise: rest(job.exercise, cases.length),
        patience: left,
      });
      signal?.removeEventListener('abort', kill);
      signal?.throwIfAborted();
      if (this.#closed) throw sandboxClosed();
      cases.push(...result.cases);
      if (result.failure !== null) cases.push({ ...result.failure, stdout: '' });
      this.#settle(slot, kind);
    }
    return cases;
  }

  /** The process that waits in the slot, or a new one. */
  async #takeProcess(slot: Slot, kind: WorkerKind, signal: AbortSignal | undefined): Promise<WorkerProcess> {
    signal?.throwIfAborted();
    let held = slot.processes.get(kind);
    if (held === undefined || held.process.ended) {
      held = { process: this.#start(kind), jobs: 0, firstBytes: 0 };
      slot.processes.set(kind, held);
    }
    const image = await held.process.started;
    this.image ??= image;
    signal?.throwIfAborted();
    return held.process;
  }

  /** After a job: replaces a process that is used up, ahead of the next job. */
  #settle(slot: Slot, kind: WorkerKind): void {
    const held = slot.processes.get(kind);
    if (held === undefined) return;
    held.jobs += 1;
    if (held.jobs === 1) held.firstBytes = held.process.bytes;
    const grown = held.process.bytes - held.firstBytes > mostGrowth;
    if (held.jobs >= mostJobs || grown) held.process.kill();
    if (!held.process.ended && held.jobs < mostJobs && !grown) return;
    slot.processes.set(kind, { process: this.#start(kind), jobs: 0, firstBytes: 0 });
  }

  #start(kind: WorkerKind): WorkerProcess {
    if (this.#closed) throw sandboxClosed();
    const { deno, assets } = this.#options;
    const image = kind === 'python' ? this.image : null;
    const process = new WorkerProcess({
      kind,
      deno,
      supervisor: assets.supervisor,
      blobs: assets.blobs[kind],
      image,
    });
    this.#living.add(process);
    void process.exited.then(() => this.#living.delete(process));
    return process;
  }
}

/** What is left of an exercise after its first `done` cases. */
function rest(exercise: Exercise, done: number): Exercise {
  if (exercise.kind === 'calls') return { ...exercise, inputs: exercise.inputs.slice(done) };
  if (exercise.kind === 'stdin') return { ...exercise, inputs: exercise.inputs.slice(done) };
  return exercise;
}

/** The outcome of a case that is not run, after the one that was the last. */
function unrun(last: CaseOutcome | undefined): CaseOutcome {
  if (last === undefined || last.status === 'returned' || last.status === 'timeout') return givenUp;
  return {
    status: last.status,
    error: `not run, because too many cases cost their process: ${last.error}`,
    stdout: '',
  };
}
