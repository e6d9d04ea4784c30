/** The parts of Deno and of web workers that worker code uses; the trainer's compiler settings know only Node. */

export interface WebWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message: string; preventDefault(): void }) => void) | null;
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  terminate(): void;
}

/** One end of a message channel. */
export interface Port {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
}

/** Of an uncaught exception or an unhandled rejection. */
export interface FailureEvent {
  readonly error?: unknown;
  readonly reason?: unknown;
  preventDefault(): void;
}

export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface WebAssemblyNamespace {
  compile(bytes: Uint8Array): Promise<object>;
  Module: { new (bytes: Uint8Array): object; imports(module: object): readonly WasmImport[] };
  Instance: new (module: object, imports: object) => WasmInstance;
  RuntimeError: new (message?: string) => Error;
}

export interface WasmImport {
  readonly module: string;
  readonly name: string;
  readonly kind: string;
}

interface Platform {
  readonly Deno: {
    readonly stdin: { read(into: Uint8Array): Promise<number | null> };
    readonly stdout: { writeSync(bytes: Uint8Array): number };
    exit(code: number): never;
    memoryUsage(): { readonly rss: number };
  };
  readonly MessageChannel: new () => { readonly port1: Port; readonly port2: Port };
  addEventListener(type: 'error' | 'unhandledrejection', listener: (event: FailureEvent) => void): void;
  readonly Worker: new (url: string, options: { readonly type: 'module' }) => WebWorker;
  readonly WebAssembly: WebAssemblyNamespace;
}

export const platform = globalThis as unknown as Platform;

/** A pause. Deno's other timers are part of what it makes only when asked, which takes as long as a thread's start. */
export async function pause(ms: number): Promise<false> {
  const signal = AbortSignal.timeout(ms);
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return false;
}
