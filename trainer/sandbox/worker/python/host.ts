/**
 * The thread of a worker process that hosts Python programs: it starts an interpreter for the program, a second one
 * for test code, and answers one job at a time.
 */
import { platform } from '../platform.ts';
import type { FromHost, Image, Pointers, Report, ToHost } from '../protocol.ts';
import { Interpreter, type CreateModule, type Parts } from './interpreter.ts';
import { runCalls, runStdin, runTestCode } from './jobs.ts';

interface HostThread {
  onmessage: ((event: { readonly data: ToHost }) => void) | null;
  postMessage(message: FromHost): void;
}

/** Pyodide's loader compiles the same bytes to tell JavaScript's error value from others. */
const errorMarker =
  'AGFzbQEAAAABDANfAGAAAW9gAW8BfwMDAgECBygCE0pzdl9HZXRFcnJvcl9pbXBvcnQAAA5Kc3ZFcnJvcl9DaGVjawABChMCBwD7AQD7GwsJACAA+xr7FAAL';

const host = globalThis as unknown as HostThread;

function blob(blobs: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = blobs.get(name);
  if (bytes === undefined) throw new Error(`the process was started without '${name}'`);
  return bytes;
}

async function loadParts(blobs: ReadonlyMap<string, Uint8Array>): Promise<Parts> {
  // Pyodide looks for these names to tell where it runs, and would then read files.
  Reflect.deleteProperty(globalThis, 'process');
  Reflect.deleteProperty(globalThis, 'Deno');
  const glue = URL.createObjectURL(new Blob([blob(blobs, 'glue')], { type: 'text/javascript' }));
  const { default: create } = (await import(glue)) as { readonly default: CreateModule };
  const marker = Uint8Array.from(atob(errorMarker), (letter) => letter.charCodeAt(0));
  const sources = ['values.py', 'program.py', 'judge.py', 'prepare.py'];
  return {
    create,
    module: await platform.WebAssembly.compile(blob(blobs, 'wasm')),
    errorMarker: new platform.WebAssembly.Instance(new platform.WebAssembly.Module(marker), {}),
    stdlib: blob(blobs, 'stdlib'),
    sources: new Map(sources.map((name) => [name, blob(blobs, name)])),
  };
}

function imageFrom(blobs: ReadonlyMap<string, Uint8Array>): Image | null {
  const bytes = blobs.get('image');
  if (bytes === undefined) return null;
  const pointers = JSON.parse(new TextDecoder().decode(blob(blobs, 'pointers'))) as Pointers;
  return { bytes, pointers };
}

let parts: Parts;
let program: Interpreter;
let judge: Interpreter | null = null;

host.onmessage = ({ data }) => {
  void (data.type === 'start' ? start(data) : answer(data));
};

async function start({ blobs, wantsImage }: Extract<ToHost, { type: 'start' }>): Promise<void> {
  parts = await loadParts(blobs);
  program = await Interpreter.start(parts, imageFrom(blobs));
  host.postMessage({ type: 'ready', image: wantsImage ? program.image : null });
}

async function answer({ job }: Extract<ToHost, { type: 'job' }>): Promise<void> {
  const { exercise, ...common } = job;
  const report: Report = (outcome) => host.postMessage({ type: 'case', outcome });
  const rerun: Report = (outcome) => host.postMessage({ type: 'rerun', outcome });
  if (exercise.kind === 'calls') runCalls({ ...exercise, ...common }, program, report);
  else if (exercise.kind === 'stdin') runStdin({ ...exercise, ...common }, program, report);
  else {
    judge ??= await Interpreter.start(parts, program.image);
    runTestCode({ ...exercise, ...common }, { program, judge }, { report, rerun });
    judge.restore();
  }
  program.restore();
  host.postMessage({ type: 'done' });
}
