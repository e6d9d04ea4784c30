/**
 * One Python interpreter: an instance of Pyodide's WebAssembly module without Pyodide's own Python packages.
 *
 * Everything that a program can change lies in the instance's memory and in four numbers beside it, so restoring them
 * from the image taken before the first program gives the next program the interpreter that the first one had, bit
 * for bit, at the cost of copying some 30 MB.
 */
import { platform, type WasmInstance } from '../platform.ts';
import type { Image, Pointers } from '../protocol.ts';
import { makeDoors } from './gates.ts';
import { Stop, type Guest } from './guest.ts';

/** The parts of Emscripten's module object that are used here. */
interface Emscripten {
  readonly FS: {
    mkdirTree(path: string): void;
    unlink(path: string): void;
    rmdir(path: string): void;
    writeFile(path: string, content: Uint8Array | string): void;
    chdir(path: string): void;
    readonly streams: (object | null)[];
  };
  readonly ENV: Record<string, string>;
  readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
}

type Settings = Readonly<Record<string, unknown>>;
export type CreateModule = (settings: Settings) => Promise<Emscripten>;

export interface Parts {
  readonly create: CreateModule;
  readonly module: object;
  /** Exports `JsvError_Check` and `Jsv_GetError_import`, which Pyodide's loader makes in a small module of its own. */
  readonly errorMarker: WasmInstance;
  readonly stdlib: Uint8Array;
  /** Python sources by name. */
  readonly sources: ReadonlyMap<string, Uint8Array>;
}

export class Interpreter {
  readonly guest: Guest;
  readonly #instance: WasmInstance;
  readonly #emscripten: Emscripten;
  #image: Image | null = null;

  private constructor(guest: Guest, instance: WasmInstance, emscripten: Emscripten) {
    this.guest = guest;
    this.#instance = instance;
    this.#emscripten = emscripten;
  }

  /** Starts an interpreter from `image`, or anew, which takes some seconds and makes the image. */
  static async start(parts: Parts, image: Image | null): Promise<Interpreter> {
    const guest = newGuest();
    let instance: WasmInstance | null = null;
    const emscripten = await parts.create(
      settingsFor(parts, image !== null, (glue) => {
        instance = instantiate(parts, glue, guest);
        guest.memory = () => memoryOf(instance).buffer;
        return instance;
      }),
    );
    if (instance === null) throw new Error('Pyodide did not ask for its WebAssembly instance');
    const interpreter = new Interpreter(guest, instance, emscripten);
    if (image === null) interpreter.#prepare(parts);
    else interpreter.#adopt(image);
    guest.sealed = true;
    return interpreter;
  }

  get image(): Image {
    if (this.#image === null) throw new Error('the interpreter has not started');
    return this.#image;
  }

  /** Calls one of the two functions of the Python sources. Throws a `Stop`, or whatever V8 throws. */
  ask(entry: 'serve' | 'judge', request: Uint8Array): Uint8Array {
    const call = (name: string, ...values: number[]): number => this.#call(name, ...values);
    const argument = call('PyBytes_FromStringAndSize', 0, request.length);
    if (argument === 0) throw new Stop('memory', 'there is no memory left');
    new Uint8Array(this.guest.memory(), call('PyBytes_AsString', argument) >>> 0).set(request);
    const reply = call('PyObject_CallOneArg', this.image.pointers[entry], argument);
    call('Py_DecRef', argument);
    if (reply === 0 && this.guest.memoryRefused) throw new Stop('memory', 'the program left no memory');
    if (reply === 0) throw new Stop('crashed', 'the program broke the interpreter');
    const from = call('PyBytes_AsString', reply) >>> 0;
    const bytes = new Uint8Array(this.guest.memory(), from, call('PyBytes_Size', reply) >>> 0).slice();
    call('Py_DecRef', reply);
    return bytes;
  }

  /** Makes the interpreter what it was before the first program. */
  restore(): void {
    const { bytes, pointers } = this.image;
    const memory = new Uint8Array(this.guest.memory());
    memory.set(bytes);
    memory.fill(0, bytes.length);
    this.#call('emscripten_stack_init');
    this.#call('setTempRet0', 0);
    stackOf(this.#instance).value = pointers.stack;
    this.#emscripten.FS.streams.fill(null, 3);
    Object.assign(this.guest, freshGuest());
  }

  #call(name: string, ...values: number[]): number {
    return (this.#instance.exports[name] as (...values: number[]) => number)(...values);
  }

  #adopt(image: Image): void {
    const missing = image.bytes.length - this.guest.memory().byteLength;
    if (missing > 0) throw new Error('the image is larger than the memory of a new interpreter');
    this.#image = image;
    this.restore();
  }

  #prepare({ sources }: Parts): void {
    const { FS } = this.#emscripten;
    FS.mkdirTree('/sources');
    for (const [name, bytes] of sources) FS.writeFile(`/sources/${name}`, bytes);
    new Uint8Array(this.guest.memory())[this.#emscripten._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
    if (this.#runText("exec(open('/sources/prepare.py').read(), {})") !== 0) {
      throw new Error(`preparing the interpreter failed: ${printedBy(this.guest)}`);
    }
    for (const name of sources.keys()) FS.unlink(`/sources/${name}`);
    FS.rmdir('/sources');
    const pointers = { ...this.#findEntries(), stack: stackOf(this.#instance).value };
    this.#image = { bytes: new Uint8Array(this.guest.memory()).slice(), pointers };
    this.restore();
  }

  #runText(text: string): number {
    const pointer = this.#newText(text);
    const status = this.#call('PyRun_SimpleString', pointer);
    this.#call('free', pointer);
    return status;
  }

  /** The sources leave the two functions in `sys`, from where they are taken: programs do not find them there. */
  #findEntries(): Omit<Pointers, 'stack'> {
    const sys = this.#call('PyImport_ImportModule', this.#newText('sys'));
    const take = (name: string): number => {
      const text = this.#newText(name);
      const found = this.#call('PyObject_GetAttrString', sys, text);
      this.#call('PyObject_SetAttrString', sys, text, 0);
      return found;
    };
    return { serve: take('sandbox_serve'), judge: take('sandbox_judge') };
  }

  #newText(text: string): number {
    const bytes = new TextEncoder().encode(`${text}\0`);
    const pointer = this.#call('malloc', bytes.length) >>> 0;
    new Uint8Array(this.guest.memory(), pointer).set(bytes);
    return pointer;
  }
}

function instantiate(parts: Parts, glue: Record<string, never>, guest: Guest): WasmInstance {
  const needed = platform.WebAssembly.Module.imports(parts.module);
  Object.assign(glue['env'] ?? {}, parts.errorMarker.exports);
  const doors = makeDoors(needed, glue['env'] ?? {}, guest);
  const imports = { ...glue, env: doors, wasi_snapshot_preview1: doors };
  return new platform.WebAssembly.Instance(parts.module, imports);
}

/** What `createPyodideModule` reads; the same that Pyodide's loader gives it, without what only its packages need. */
function settingsFor(
  { stdlib, module }: Parts,
  fromImage: boolean,
  instantiateWith: (glue: Record<string, never>) => WasmInstance,
): Settings {
  const config = { jsglobals: Object.create(null) as object, env: {}, packages: [], args: [], indexURL: '/' };
  return {
    API: { config, runtimeEnv: { IN_SHELL: true }, lockFilePromise: new Promise(() => undefined) },
    noImageDecoding: true,
    noAudioDecoding: true,
    noInitialRun: fromImage,
    arguments: [],
    locateFile: (file: string) => file,
    preRun: [
      ({ FS, ENV }: Emscripten) => {
        for (const folder of ['/home', '/lib/python3.14/lib-dynload', '/lib/python3.14/site-packages']) {
          FS.mkdirTree(folder);
        }
        FS.writeFile('/lib/python314.zip', stdlib);
        FS.chdir('/home');
        Object.assign(ENV, {
          HOME: '/home',
          LANG: 'C.UTF-8',
          NO_COLOR: '1',
          PYTHONINSPECT: '1',
          PYTHONHASHSEED: '0',
        });
      },
    ],
    instantiateWasm: (
      glue: Record<string, never>,
      done: (instance: WasmInstance, module: object) => void,
    ) => {
      done(instantiateWith(glue), module);
      return {};
    },
  };
}

function memoryOf(instance: WasmInstance | null): { readonly buffer: ArrayBuffer } {
  return instance?.exports['memory'] as { readonly buffer: ArrayBuffer };
}

function stackOf(instance: WasmInstance): { value: number } {
  return instance.exports['__stack_pointer'] as { value: number };
}

/** What a program may change about its guest, as it is before the program. */
function freshGuest(): Omit<Guest, 'memory' | 'sealed' | 'exchange'> {
  return {
    deadline: Infinity,
    input: new Uint8Array(0),
    inputRead: 0,
    printed: [],
    printedBytes: 0,
    outputLimit: Infinity,
    memoryLimit: Infinity,
    memoryRefused: false,
    random: 0,
    reply: new Uint8Array(0),
    replyRead: 0,
  };
}

function newGuest(): Guest {
  return { ...freshGuest(), sealed: false, exchange: null, memory: () => new ArrayBuffer(0) };
}

/** Everything printed so far, and forgets it. */
export function printedBy(guest: Guest): string {
  const decoder = new TextDecoder();
  const text =
    guest.printed.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
  guest.printed = [];
  return text;
}
