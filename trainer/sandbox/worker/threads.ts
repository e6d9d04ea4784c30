/** Starts threads from texts that came over stdin, since a process without permissions can load no file. */
import { platform, type WebWorker } from './platform.ts';

/** Runs the blob `thread:<name>`, a module in JavaScript. */
export function startThread(blobs: ReadonlyMap<string, Uint8Array>, name: string): WebWorker {
  const text = blobs.get(`thread:${name}`);
  if (text === undefined) throw new Error(`the process was started without its thread '${name}'`);
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return new platform.Worker(address, { type: 'module' });
}
