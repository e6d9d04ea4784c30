/**
 * The thread of test code. The program under test lives in another thread: here its names are stand-ins that ask over
 * there and wait. What comes back is a copy, so nothing of the program takes part in a comparison, and a pass is told
 * only when the test code has come to its end.
 */
import type { Json } from '../../../protocol/data.ts';
import type { CaseOutcome } from '../../types.ts';
import { platform, type Port } from '../platform.ts';
import { assert } from './assertions.ts';
import { furnish } from './environment.ts';
import { isDeepStrictEqual } from './equality.ts';
import { makeRequire, quickUtil, runText } from './modules.ts';
import { outcomeOf } from './outcome.ts';
import { makeAsker, type Question, type Reply, type Settled } from './serve.ts';
import { decode, encode } from './values.ts';

export interface JudgeTask {
  readonly testCode: string;
  readonly entryPoint: string | null;
  readonly isTypeScript: boolean;
  readonly outputBytes: number;
  readonly port: Port;
  readonly sheet: SharedArrayBuffer;
}

type Properties = Record<string | symbol, unknown>;

const thread = globalThis as unknown as Properties & {
  onmessage: ((event: { readonly data: { readonly port: Port; readonly task: JudgeTask } }) => void) | null;
  postMessage(message: string): void;
};

thread.postMessage('ready');
thread.onmessage = ({ data: { port, task } }) => {
  thread.onmessage = null;
  void judge(task, (outcome) => port.postMessage(JSON.stringify(outcome)));
};

async function judge(task: JudgeTask, tell: (outcome: CaseOutcome) => void): Promise<void> {
  const fail = (error: unknown): void => tell(outcomeOf(error, environment.takeOutput()));
  const environment = furnish({
    input: '',
    outputBytes: task.outputBytes,
    assertThrows: true,
    overflow: () => {
      throw new RangeError('the tests print too much');
    },
    exit: (code) => {
      throw new Error(`the tests ended with code ${code}`);
    },
  });
  for (const type of ['error', 'unhandledrejection'] as const) {
    platform.addEventListener(type, (event) => {
      event.preventDefault();
      fail(event.reason ?? event.error);
    });
  }
  const program = new Program(task);
  thread['require'] = makeRequire({
    assert: () => assert,
    'assert/strict': () => assert.strict,
    util: () => quickUtil(isDeepStrictEqual),
  });
  thread['module'] = { exports: {} };
  try {
    Object.assign(thread, program.names(namesIn(task)));
    await runText(task.testCode, task.isTypeScript);
    while (program.waits) await program.settled;
    await environment.idle();
    tell({ status: 'returned', value: null, stdout: environment.takeOutput() });
  } catch (error) {
    fail(error);
  }
}

/** What the test code may mean of the program: its words, without those that mean something here already. */
function namesIn({ testCode, entryPoint }: JudgeTask): string[] {
  const words = new Set(testCode.match(/[A-Za-z_$][\w$]*/g) ?? []);
  return [...words].filter((word) => word === entryPoint || !(word in globalThis));
}

/** The program, as the test code sees it. */
class Program {
  readonly #ask: (question: Question) => Reply;
  readonly #room: number;
  readonly #promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  /** Which object here stands for which of the program. */
  readonly #handles = new WeakMap<object, number>();
  settled: Promise<unknown> = Promise.resolve();

  constructor({ port, sheet, outputBytes }: JudgeTask) {
    this.#ask = makeAsker(port, sheet);
    this.#room = outputBytes;
    port.onmessage = ({ data }) => {
      const { id, reply } = JSON.parse(data as string) as Settled;
      const waiting = this.#promises.get(id);
      this.#promises.delete(id);
      try {
        waiting?.resolve(this.#read(reply));
      } catch (error) {
        waiting?.reject(error);
      }
    };
  }

  get waits(): boolean {
    return this.#promises.size > 0;
  }

  names(names: readonly string[]): Properties {
    const found = this.#request({ ask: 'names', names });
    return Object.fromEntries(found instanceof Map ? (found as Map<string, unknown>) : []);
  }

  #request(question: Question): unknown {
    return this.#read(this.#ask(question));
  }

  #read(reply: Reply): unknown {
    if (reply.status === 'raised') throw errorOf(reply.error);
    if (reply.status === 'returned') return decode(reply.value, (...found) => this.#standIn(...found));
    const promise = new Promise((resolve, reject) => this.#promises.set(reply.id, { resolve, reject }));
    this.settled = promise.catch(() => undefined);
    return promise;
  }

  #pass(values: readonly unknown[]): Json {
    return encode(values, this.#room, (value) => {
      const handle = typeof value === 'symbol' ? undefined : this.#handles.get(value);
      if (handle === undefined) throw new TypeError('the test code passes what cannot leave its thread');
      return handle;
    });
  }

  /** A function, an object that answers only to its methods' names, or a copy with the methods of its class. */
  #standIn(handle: number, name: string, properties: Json | null): object {
    if (name === 'Function') return this.#function(handle);
    const methods = new Proxy({}, { get: (target, key) => this.#get(handle, target, key) });
    const copy = Object.assign(
      Object.create(methods) as object,
      properties === null ? {} : decode(properties),
    );
    this.#handles.set(copy, handle);
    return copy;
  }

  #function(handle: number, self?: number): object {
    const standIn = function (): void {
      // Called and constructed by way of the traps below.
    };
    const proxy = new Proxy(standIn, {
      apply: (_, __, values: unknown[]) =>
        this.#request({
          ask: 'call',
          handle,
          values: this.#pass(values),
          ...(self !== undefined && { self }),
        }),
      construct: (target, values: unknown[]) => {
        const made = this.#request({ ask: 'construct', handle, values: this.#pass(values) }) as object;
        return this.#live(this.#handles.get(made) ?? -1, target.prototype as object);
      },
      get: (target, key): unknown =>
        key === 'prototype' ? target.prototype : this.#get(handle, target, key),
    });
    this.#handles.set(proxy, handle);
    return proxy;
  }

  /** An object that the test code made from one of the program's classes: its properties are asked for each time. */
  #live(handle: number, prototype: object): object {
    const proxy = new Proxy(Object.create(prototype) as object, {
      get: (target, key) => this.#get(handle, target, key),
      set: (_, key, value: unknown) => {
        this.#request({ ask: 'set', handle, name: String(key), values: this.#pass([value]) });
        return true;
      },
    });
    this.#handles.set(proxy, handle);
    return proxy;
  }

  #get(handle: number, target: object, key: string | symbol): unknown {
    if (typeof key === 'symbol' || key === 'then' || key === 'constructor') {
      return Reflect.get(target, key) as unknown;
    }
    const value = this.#request({ ask: 'get', handle, name: key });
    const method = typeof value === 'function' ? this.#handles.get(value) : undefined;
    return method === undefined ? value : this.#function(method, handle);
  }
}

/** An exception of the program, as one of this thread's of the same name. */
function errorOf([name, message]: readonly [string, string]): unknown {
  if (name === '') return message;
  const type = { RangeError, ReferenceError, SyntaxError, TypeError }[name] ?? Error;
  return Object.assign(new type(message), { name });
}
