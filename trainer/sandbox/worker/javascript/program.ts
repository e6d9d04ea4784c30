/**
 * The thread of a program under test: one program, then the thread ends. It shares everything with the program, so
 * what it tells is believed only as the program's own answer.
 */
import type { Json } from '../../../protocol/data.ts';
import type { CaseOutcome } from '../../types.ts';
import { platform, type Port } from '../platform.ts';
import { threadEnded } from '../protocol.ts';
import { furnish, type Environment } from './environment.ts';
import { isDeepStrictEqual } from './equality.ts';
import { makeRequire, quickUtil, runText, streamModules, type Scope } from './modules.ts';
import { outcomeOf } from './outcome.ts';
import { serveProgram } from './serve.ts';
import { decode, encode } from './values.ts';

/** What a program's thread is told to do. The answers are outcomes as JSON text, one a case, or `threadEnded`. */
export interface ProgramTask {
  readonly program: string;
  readonly isTypeScript: boolean;
  readonly outputBytes: number;
  readonly exercise:
    | { readonly kind: 'calls'; readonly entryPoint: string; readonly inputs: readonly (readonly Json[])[] }
    | { readonly kind: 'stdin'; readonly input: string }
    /** The program is followed by its tests. */
    | { readonly kind: 'inside' }
    /** Answers test code in another thread, and tells an outcome only if the program fails apart from that. */
    | { readonly kind: 'serve'; readonly port: Port; readonly sheet: SharedArrayBuffer };
}

const thread = globalThis as unknown as Record<string, unknown> & {
  onmessage: ((event: { readonly data: { readonly port: Port; readonly task: ProgramTask } }) => void) | null;
  postMessage(message: string): void;
};
const { stringify } = JSON;

thread.postMessage('ready');
thread.onmessage = ({ data: { port, task } }) => {
  thread.onmessage = null;
  const post = port.postMessage.bind(port);
  void new Run(task, post).start();
};

class Run {
  readonly #task: ProgramTask;
  readonly #post: (text: string) => void;
  readonly #environment: Environment;
  /** Fails the call that is waited for; null while none is. */
  #failCall: ((error: unknown) => void) | null = null;

  constructor(task: ProgramTask, post: (text: string) => void) {
    this.#task = task;
    this.#post = post;
    const { outputBytes, exercise } = task;
    this.#environment = furnish({
      input: exercise.kind === 'stdin' ? exercise.input : '',
      outputBytes,
      assertThrows: exercise.kind === 'inside',
      overflow: () => this.#end('output', `the program printed more than ${outputBytes} bytes`),
      exit: (code) => this.#exit(code),
    });
    const own = streamModules(this.#environment.input, this.#environment.write);
    thread['require'] = makeRequire({ ...own, util: () => quickUtil(isDeepStrictEqual) });
    thread['module'] = { exports: {} };
    thread['exports'] = (thread['module'] as { readonly exports: object }).exports;
    for (const type of ['error', 'unhandledrejection'] as const) {
      platform.addEventListener(type, (event) => {
        event.preventDefault();
        const error = event.reason ?? event.error;
        if (this.#failCall === null) this.#fail(error);
        else this.#failCall(error);
      });
    }
  }

  async start(): Promise<void> {
    const { program, isTypeScript, exercise, outputBytes } = this.#task;
    try {
      const scope = await runText(program, isTypeScript);
      if (exercise.kind === 'calls') return await this.#runCalls(scope, exercise.entryPoint, exercise.inputs);
      if (exercise.kind === 'serve') return serveProgram(scope, exercise, outputBytes);
      await this.#environment.idle();
      this.#finish();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #runCalls(scope: Scope, entryPoint: string, inputs: readonly (readonly Json[])[]): Promise<void> {
    const entry = findEntry(scope, entryPoint);
    for (const input of inputs) {
      try {
        const result = await this.#outcomeOf(() => entry(...(decode([...input]) as unknown[])));
        const value = encode(result, this.#task.outputBytes);
        this.#tell({ status: 'returned', value, stdout: this.#environment.takeOutput() });
      } catch (error) {
        this.#tell(outcomeOf(error, this.#environment.takeOutput()));
      }
    }
  }

  /** What nobody catches while a call is waited for is the end of that call, and of no other. */
  async #outcomeOf(call: () => unknown): Promise<unknown> {
    const failed = Promise.withResolvers<never>();
    this.#failCall = failed.reject;
    try {
      return await Promise.race([call(), failed.promise]);
    } finally {
      this.#failCall = null;
    }
  }

  #tell(outcome: CaseOutcome): void {
    this.#post(stringify(outcome));
  }

  #finish(): void {
    const stdout = this.#environment.takeOutput();
    this.#tell({ status: 'returned', value: this.#task.exercise.kind === 'stdin' ? stdout : null, stdout });
  }

  /** The outcome of all that is left to do; the supervisor counts. */
  #fail(error: unknown): void {
    const { exercise } = this.#task;
    const outcome = outcomeOf(error, this.#environment.takeOutput());
    const cases = exercise.kind === 'calls' ? exercise.inputs.length : 1;
    for (let index = 0; index < cases; index += 1) this.#tell(outcome);
  }

  #exit(code: number): never {
    if (code !== 0 || this.#task.exercise.kind !== 'stdin') {
      return this.#end('exited', `the program ended its process with code ${code}`);
    }
    this.#finish();
    return sleepForever();
  }

  #end(status: 'exited' | 'output', error: string): never {
    this.#tell({ status, error, stdout: this.#environment.takeOutput() });
    this.#post(threadEnded);
    return sleepForever();
  }
}

/** The supervisor ends the thread; until then nothing of the program may run. */
function sleepForever(): never {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

type Entry = (...values: unknown[]) => unknown;

/** A name of the program, what it exports, or a method of its class `Solution`. */
function findEntry(scope: Scope, name: string): Entry {
  const exported = (): unknown => (thread['module'] as { readonly exports: unknown }).exports;
  const ways = [
    () => scope(name),
    () => (exported() as Record<string, unknown>)[name],
    exported,
    () => {
      const solution = new (scope('Solution') as new () => Record<string, Entry>)();
      return solution[name]?.bind(solution);
    },
  ];
  for (const way of ways) {
    try {
      const found = way();
      if (typeof found === 'function') return found as Entry;
    } catch {
      // The program does not have its entry point in this form.
    }
  }
  throw new ReferenceError(`the program defines no function '${name}'`);
}
