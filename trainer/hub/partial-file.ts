/** The beginning of a file that is being loaded, on the disk, with the hash of what is there so far. */
import type { Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { cacheFailed } from '../errors/hub.ts';
import { checksumFor } from './checksum.ts';

export interface Expected {
  readonly bytes: number;
  readonly hash: string;
}

/** Bytes that are read at once to be hashed. */
const CHUNK = 1 << 20;

export class PartialFile implements AsyncDisposable {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #expected: Expected;
  #checksum: Hash;
  #bytes = 0;

  private constructor(path: string, file: FileHandle, expected: Expected) {
    this.#path = path;
    this.#file = file;
    this.#expected = expected;
    this.#checksum = checksumFor(expected.hash, expected.bytes);
  }

  /** Goes on with what is there; what is longer than the file can be is no beginning of it and is dropped. */
  static async open(path: string, expected: Expected, signal: AbortSignal): Promise<PartialFile> {
    const file = await open(path, constants.O_RDWR | constants.O_CREAT).catch((cause: unknown) => {
      throw cacheFailed('Opening', path, cause);
    });
    const partial = new PartialFile(path, file, expected);
    try {
      await partial.#readOn(signal);
    } catch (cause) {
      await file.close();
      signal.throwIfAborted();
      throw cacheFailed('Reading', path, cause);
    }
    return partial;
  }

  /** How many bytes there are. */
  get bytes(): number {
    return this.#bytes;
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#checksum.update(chunk);
    try {
      await writeAll(this.#file, chunk, this.#bytes);
    } catch (cause) {
      throw cacheFailed('Writing', this.#path, cause);
    }
    this.#bytes += chunk.length;
  }

  /** Begins anew, with nothing. */
  async restart(): Promise<void> {
    await this.#file.truncate(0).catch((cause: unknown) => {
      throw cacheFailed('Emptying', this.#path, cause);
    });
    this.#checksum = checksumFor(this.#expected.hash, this.#expected.bytes);
    this.#bytes = 0;
  }

  /** Of what is there; afterwards nothing can be appended. */
  hash(): string {
    return this.#checksum.digest('hex');
  }

  /** Gives it its name. It is whole there, or not there. */
  async finish(path: string): Promise<void> {
    try {
      await this.#file.sync();
      await this.#file.close();
      await rename(this.#path, path);
    } catch (cause) {
      throw cacheFailed('Writing', path, cause);
    }
  }

  async discard(): Promise<void> {
    try {
      await this.#file.close();
      await rm(this.#path, { force: true });
    } catch (cause) {
      throw cacheFailed('Deleting', this.#path, cause);
    }
  }

  /** Closing twice is allowed. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }

  async #readOn(signal: AbortSignal): Promise<void> {
    const { size } = await this.#file.stat();
    if (size > this.#expected.bytes) return this.restart();
    const buffer = Buffer.alloc(CHUNK);
    while (this.#bytes < size) {
      signal.throwIfAborted();
      const { bytesRead } = await this.#file.read(buffer, 0, CHUNK, this.#bytes);
      if (bytesRead === 0) break;
      this.#checksum.update(buffer.subarray(0, bytesRead));
      this.#bytes += bytesRead;
    }
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}
