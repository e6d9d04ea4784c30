/**
 * One worker process: starting, then idle and busy in turn, and at last ended. It does one job at a time, and whatever
 * happens to it, a job that it was given is answered.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { processFailed } from '../errors/sandbox.ts';
import { denoArguments, denoEnvironment } from './deno.ts';
import type { CaseOutcome } from './types.ts';
import { encodeFrame, LineReader } from './worker/frames.ts';
import type { Blob, FromProcess, Image, ToProcess, WorkerJob, WorkerKind } from './worker/protocol.ts';

export interface StartOptions {
  readonly kind: WorkerKind;
  readonly deno: string;
  readonly supervisor: string;
  readonly blobs: readonly Blob[];
  /** What a Python interpreter starts from; without it the process makes an image and hands it over. */
  readonly image: Image | null;
}

/** `cases`: those that were answered. `failure`: what ended the process during the next one. */
export interface RunResult {
  readonly cases: readonly CaseOutcome[];
  readonly failure: {
    readonly status: 'timeout' | 'memory' | 'output' | 'crashed';
    readonly error: string;
  } | null;
}

type Failure = NonNullable<RunResult['failure']>;

interface Work {
  readonly job: WorkerJob;
  readonly cases: CaseOutcome[];
  readonly resolve: (result: RunResult) => void;
}

const startLimitMs = 120_000;
/** The supervising thread keeps the limits; only when it does not answer is it ended from here. */
const silenceLimitMs = 3000;
const outOfMemory = /out of memory|heap limit|allocation failed/i;

export class WorkerProcess {
  readonly kind: WorkerKind;
  readonly exited: Promise<void>;
  /** Resolves with the image that was made, or null. Rejects with a TrainerError if the process does not start. */
  readonly started: Promise<Image | null>;
  #state: 'starting' | 'idle' | 'busy' | 'ended' = 'starting';
  #bytes = 0;
  #work: Work | null = null;
  #failure: Failure | null = null;
  #stderr = '';
  #timer: NodeJS.Timeout | null = null;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #reader: LineReader;
  readonly #start = Promise.withResolvers<Image | null>();

  constructor(options: StartOptions) {
    this.kind = options.kind;
    this.started = this.#start.promise;
    this.started.catch(() => undefined);
    this.#reader = new LineReader((message, attached) => this.#hear(message, attached));
    this.#child = spawn(options.deno, denoArguments(options.supervisor), {
      env: denoEnvironment(options.deno),
      cwd: tmpdir(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.exited = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#ended(error.message, resolve));
      this.#child.once('close', (code, signal) =>
        this.#ended(`it ended with ${signal ?? `code ${code}`}`, resolve),
      );
    });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-8000);
    });
    this.#limit(startLimitMs, {
      status: 'crashed',
      error: `it was not ready after ${startLimitMs / 1000} s`,
    });
    const image = options.image === null ? [] : imageBlobs(options.image);
    const wantsImage = options.image === null && options.kind === 'python';
    this.#send({ type: 'start', nonce: newNonce(), kind: options.kind, wantsImage }, [
      ...options.blobs,
      ...image,
    ]);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  /** Resident bytes after the last job. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Runs a job; the process must have started, and must not be running another one. */
  run(job: WorkerJob): Promise<RunResult> {
    const { promise, resolve } = Promise.withResolvers<RunResult>();
    if (this.#state !== 'idle') {
      resolve({
        cases: [],
        failure: this.#failure ?? { status: 'crashed', error: `the process is ${this.#state}` },
      });
      return promise;
    }
    this.#state = 'busy';
    this.#work = { job, cases: [], resolve };
    this.#limitSilence(job);
    this.#send({ type: 'job', nonce: newNonce(), job }, []);
    return promise;
  }

  /** Ends the process at once. What it is doing is answered with `failure`. */
  kill(failure: Failure = { status: 'crashed', error: 'the process was ended' }): void {
    this.#failure ??= failure;
    this.#child.kill('SIGKILL');
  }

  #send(message: ToProcess, blobs: readonly Blob[]): void {
    this.#reader.expect(message.nonce);
    for (const part of encodeFrame(message, blobs)) this.#child.stdin.write(part);
  }

  #read(chunk: Buffer): void {
    this.#reader.push(chunk);
    const allowed = this.#work === null ? 2 ** 20 : 2 ** 20 + 16 * this.#work.job.limits.outputBytes;
    if (this.#reader.noise > allowed) {
      this.kill({ status: 'output', error: 'the program flooded the output of its process' });
    }
  }

  #hear(message: FromProcess, attached: Uint8Array): void {
    if (message.type === 'ready') return this.#ready(message, attached);
    const work = this.#work;
    if (work === null) return;
    if (message.type !== 'done') {
      if (message.type === 'case') work.cases.push(message.outcome);
      return this.#limitSilence(work.job);
    }
    this.#bytes = message.bytes;
    this.#limit(null);
    this.#work = null;
    // An ending process has told all that there is to tell, and is not waited for.
    this.#state = message.usable ? 'idle' : 'ended';
    if (!message.usable) this.kill();
    work.resolve({ cases: work.cases, failure: null });
  }

  #ready(message: Extract<FromProcess, { type: 'ready' }>, bytes: Uint8Array): void {
    this.#limit(null);
    this.#state = 'idle';
    this.#start.resolve(message.pointers === undefined ? null : { bytes, pointers: message.pointers });
  }

  #ended(reason: string, resolve: () => void): void {
    const wasStarting = this.#state === 'starting';
    this.#state = 'ended';
    this.#limit(null);
    const reported = this.#failure?.error ?? reason;
    if (wasStarting) this.#start.reject(processFailed(this.kind, reported, this.#stderr));
    const status = outOfMemory.test(this.#stderr) ? 'memory' : 'crashed';
    const failure = this.#failure ?? { status, error: `the process of the program ended: ${reason}` };
    this.#work?.resolve({ cases: this.#work.cases, failure });
    this.#work = null;
    resolve();
  }

  #limitSilence({ limits }: WorkerJob): void {
    this.#limit(limits.timeMs + silenceLimitMs, { status: 'timeout', error: 'the time limit was reached' });
  }

  /** Replaces the time limit; what was sent in time but not read yet, because this process was busy, still counts. */
  #limit(ms: number | null, failure?: Failure): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (ms === null) return;
    const timer = setTimeout(() => {
      setImmediate(() => {
        if (this.#timer === timer) this.kill(failure);
      });
    }, ms);
    this.#timer = timer;
  }
}

function newNonce(): string {
  return randomBytes(16).toString('hex');
}

function imageBlobs({ bytes, pointers }: Image): Blob[] {
  return [
    { name: 'image', bytes },
    { name: 'pointers', bytes: new TextEncoder().encode(JSON.stringify(pointers)) },
  ];
}
