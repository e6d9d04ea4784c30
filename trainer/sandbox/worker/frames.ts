/** The byte level of the protocol, for both ends. */
import type { Blob, FromProcess, ToProcess } from './protocol.ts';

type Header = ToProcess & { readonly blobs: readonly { readonly name: string; readonly bytes: number }[] };

/** One frame for a process: its parts in the order in which they are written. */
export function encodeFrame(message: ToProcess, blobs: readonly Blob[] = []): Uint8Array[] {
  const sizes = blobs.map(({ name, bytes }) => ({ name, bytes: bytes.length }));
  const header = new TextEncoder().encode(JSON.stringify({ ...message, blobs: sizes } satisfies Header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return [length, header, ...blobs.map(({ bytes }) => bytes)];
}

/** Reads frames from a source of bytes that answers null at its end. */
export class FrameReader {
  readonly #read: (into: Uint8Array) => Promise<number | null>;

  constructor(read: (into: Uint8Array) => Promise<number | null>) {
    this.#read = read;
  }

  /** The next frame, or null at the end of the source, even in the middle of a frame. */
  async next(): Promise<{ message: ToProcess; blobs: ReadonlyMap<string, Uint8Array> } | null> {
    const length = await this.#bytes(4);
    if (length === null) return null;
    const text = await this.#bytes(new DataView(length.buffer).getUint32(0, true));
    if (text === null) return null;
    const { blobs: sizes, ...message } = JSON.parse(new TextDecoder().decode(text)) as Header;
    const blobs = new Map<string, Uint8Array>();
    for (const { name, bytes } of sizes) {
      const content = await this.#bytes(bytes);
      if (content === null) return null;
      blobs.set(name, content);
    }
    return { message, blobs };
  }

  async #bytes(count: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const bytes = new Uint8Array(count);
    for (let filled = 0; filled < count;) {
      const read = await this.#read(bytes.subarray(filled));
      if (read === null) return null;
      filled += read;
    }
    return bytes;
  }
}

/** A line that answers a message; it begins on a new line whatever else was printed before it. */
export function encodeLine(nonce: string, message: FromProcess): Uint8Array {
  return new TextEncoder().encode(`\n${nonce} ${JSON.stringify(message)}\n`);
}

interface Attachment {
  readonly message: FromProcess;
  readonly bytes: Uint8Array;
  filled: number;
}

/** Splits what a process prints into answers, the raw bytes that belong to them, and noise. */
export class LineReader {
  /** Bytes since the last answer that are not one, or not one yet. */
  noise = 0;
  #nonce = '';
  #pending: Uint8Array[] = [];
  #attachment: Attachment | null = null;
  readonly #onMessage: (message: FromProcess, attached: Uint8Array) => void;

  constructor(onMessage: (message: FromProcess, attached: Uint8Array) => void) {
    this.#onMessage = onMessage;
  }

  /** Only lines with this nonce are answers from now on. */
  expect(nonce: string): void {
    this.#nonce = nonce;
  }

  push(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.length > 0) {
      rest = this.#attachment === null ? this.#takeLine(rest) : this.#takeAttachment(this.#attachment, rest);
    }
  }

  #takeLine(chunk: Uint8Array): Uint8Array {
    const end = chunk.indexOf(10);
    this.noise += end < 0 ? chunk.length : end + 1;
    this.#pending.push(end < 0 ? chunk : chunk.subarray(0, end));
    if (end < 0) return chunk.subarray(chunk.length);
    const line = joined(this.#pending);
    this.#pending = [];
    const message = this.#parse(new TextDecoder().decode(line));
    if (message !== null) this.noise = 0;
    if (message === null) return chunk.subarray(end + 1);
    if (message.type === 'ready' && message.attached > 0) {
      this.#attachment = { message, bytes: new Uint8Array(message.attached), filled: 0 };
    } else this.#onMessage(message, new Uint8Array(0));
    return chunk.subarray(end + 1);
  }

  #takeAttachment(attachment: Attachment, chunk: Uint8Array): Uint8Array {
    const part = chunk.subarray(0, attachment.bytes.length - attachment.filled);
    attachment.bytes.set(part, attachment.filled);
    attachment.filled += part.length;
    if (attachment.filled === attachment.bytes.length) {
      this.#attachment = null;
      this.#onMessage(attachment.message, attachment.bytes);
    }
    return chunk.subarray(part.length);
  }

  #parse(line: string): FromProcess | null {
    if (this.#nonce === '' || !line.startsWith(`${this.#nonce} `)) return null;
    try {
      return JSON.parse(line.slice(this.#nonce.length + 1)) as FromProcess;
    } catch {
      return null;
    }
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
