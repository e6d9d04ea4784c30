/** The doors for input, output and files: descriptors 0, 1 and 2 are ours, all others are the glue's read-only files. */
import { readOnly, Stop, type Door, type Glue, type Guest } from './guest.ts';

/** By which the interpreter of test code talks to the program's. */
const channel = 100;
const badDescriptor = 8;
const fdstatBytes = 24;
const regularFile = 4;

export function fileDoors(glue: Glue, guest: Guest): Record<string, Door> {
  const pass = (name: string, values: number[]): unknown => glue[name]?.(...(values as never[]));
  return {
    fd_write: (descriptor: number, vectors: number, count: number, result: number) => {
      if (!guest.sealed && descriptor > 2) return pass('fd_write', [descriptor, vectors, count, result]);
      const parts = vectorsAt(guest, vectors, count);
      if (descriptor === 1 || descriptor === 2) parts.forEach((part) => print(guest, part));
      else if (descriptor === channel && guest.exchange) ask(guest, guest.exchange, parts);
      else return badDescriptor;
      return finish(
        guest,
        result,
        parts.reduce((sum, part) => sum + part.length, 0),
      );
    },
    fd_read: (descriptor: number, vectors: number, count: number, result: number) => {
      if (descriptor !== 0 && !(descriptor === channel && guest.exchange)) {
        return pass('fd_read', [descriptor, vectors, count, result]);
      }
      const parts = vectorsAt(guest, vectors, count);
      return finish(
        guest,
        result,
        parts.reduce((sum, part) => sum + take(guest, descriptor, part), 0),
      );
    },
    // What standard input and output are: regular files, since a terminal would be read and written in another way.
    fd_fdstat_get: (descriptor: number, result: number) => {
      if (descriptor > 2) return pass('fd_fdstat_get', [descriptor, result]);
      const stat = new Uint8Array(guest.memory(), result >>> 0, fdstatBytes);
      stat.fill(0);
      stat[0] = regularFile;
      return 0;
    },
    fd_close: (descriptor: number) => (descriptor <= 2 ? 0 : pass('fd_close', [descriptor])),
    __syscall_openat: (folder: number, path: number, flags: number, mode: number) => {
      const device = ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(textAt(guest, path));
      if (device >= 0) return device;
      if (guest.sealed && (flags & 0o3) !== 0) return -readOnly;
      if (guest.sealed && (flags & (0o100 | 0o1000)) !== 0) return -readOnly;
      return pass('__syscall_openat', [folder, path, flags, mode]);
    },
  };
}

function print(guest: Guest, part: Uint8Array): void {
  guest.printedBytes += part.length;
  if (guest.sealed && guest.printedBytes > guest.outputLimit) {
    throw new Stop('output', `the program printed more than ${guest.outputLimit} bytes`);
  }
  guest.printed.push(part.slice());
}

function ask(
  guest: Guest,
  exchange: (request: Uint8Array) => Uint8Array,
  parts: readonly Uint8Array[],
): void {
  const request = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    request.set(part, at);
    at += part.length;
  }
  guest.reply = exchange(request);
  guest.replyRead = 0;
}

function take(guest: Guest, descriptor: number, into: Uint8Array): number {
  const isInput = descriptor === 0;
  const source = isInput ? guest.input : guest.reply;
  const from = isInput ? guest.inputRead : guest.replyRead;
  const part = source.subarray(from, from + into.length);
  into.set(part);
  if (isInput) guest.inputRead += part.length;
  else guest.replyRead += part.length;
  return part.length;
}

function vectorsAt(guest: Guest, vectors: number, count: number): Uint8Array[] {
  const view = new DataView(guest.memory());
  return Array.from({ length: count }, (_, index) => {
    const at = (vectors >>> 0) + 8 * index;
    return new Uint8Array(guest.memory(), view.getUint32(at, true), view.getUint32(at + 4, true));
  });
}

function finish(guest: Guest, result: number, bytes: number): number {
  new DataView(guest.memory()).setUint32(result >>> 0, bytes, true);
  return 0;
}

function textAt(guest: Guest, pointer: number): string {
  const bytes = new Uint8Array(guest.memory(), pointer >>> 0);
  return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
}
