/** Lines of a text file, one at a time, plain or gzipped, in bounded memory. */
import { createReadStream } from 'node:fs';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A line with its 1-based number; `text` is `null` where it cannot be had, and `problem` says why. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly text: null; readonly problem: string };

/**
 * A file whose name ends in `.gz` is unpacked on the way. No more than `maxBytes` of a line are held: a longer one
 * is reported without its text. Errors of the file system and of gzip are thrown as they come, and so is a file that
 * unpacks to so much more than its size that it was made to fill something.
 */
export async function* readLines(file: string, maxBytes: number): AsyncGenerator<Line> {
  let number = 0;
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const add = (part: Uint8Array): void => {
    bytes += part.length;
    if (bytes <= maxBytes) parts.push(part);
    else parts = [];
  };
  const finish = (): Line => {
    number += 1;
    const line = bytes > maxBytes ? tooLong(number, maxBytes) : decoded(number, Buffer.concat(parts));
    parts = [];
    bytes = 0;
    return line;
  };
  for await (const chunk of openBytes(file)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    add(chunk.subarray(start));
  }
  if (bytes > 0) yield finish();
}

function openBytes(file: string): AsyncIterable<Buffer> {
  const source = createReadStream(file);
  if (!file.endsWith('.gz')) return source as AsyncIterable<Buffer>;
  // A failure of either stream also destroys the other; whoever iterates the result gets the error.
  const measured = refuseBombs(() => source.bytesRead);
  return pipeline(source, createGunzip(), measured, () => undefined) as AsyncIterable<Buffer>;
}

/** Texts pack to a tenth, repetitive ones to a hundredth; gzip's own limit is a thousandth. */
const largestRatio = 250;
const harmlessBytes = 2 ** 26;

function refuseBombs(packedBytes: () => number): Transform {
  let unpacked = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      unpacked += chunk.length;
      if (unpacked <= Math.max(harmlessBytes, largestRatio * packedBytes())) done(null, chunk);
      else done(new Error(`it unpacks to more than ${largestRatio} times its size`));
    },
  });
}

function decoded(number: number, bytes: Buffer): Line {
  try {
    return { number, text: utf8.decode(bytes) };
  } catch {
    return { number, text: null, problem: 'is not valid UTF-8' };
  }
}

function tooLong(number: number, maxBytes: number): Line {
  return { number, text: null, problem: `is longer than ${maxBytes} bytes` };
}
