/**
 * Reading and writing safetensors files: 8 bytes of header length, a JSON header, then the tensors' bytes.
 * Format: https://github.com/huggingface/safetensors. Every bound is checked before a byte is used.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { reasonOf, TrainerError } from '../errors/error.ts';
import { badSafetensors, badTensor, unreadableModelFile } from '../errors/model.ts';
import { sizeOf } from '../graph/shapes.ts';
import { widenBfloat16, widenFloat16 } from './halves.ts';

const elementBytes = { F32: 4, F16: 2, BF16: 2 } as const;
type StoredType = keyof typeof elementBytes;

const tensorSchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(tensorSchema);

export interface StoredTensor {
  readonly type: StoredType;
  readonly shape: readonly number[];
  /** Position of the first byte in the file. */
  readonly start: number;
}

/** Largest header accepted; the reference implementation has the same limit. */
const largestHeader = 100_000_000;

/** Bytes that are asked for at once: of 2^31 or more Node ends the process. */
const readAtOnce = 2 ** 30;

/** Elements of half precision that are held beside their tensor while it is read; an embedding has hundreds of times as many. */
export const widenedAtOnce = 1 << 20;

/** An open file whose header has been checked. */
export class SafetensorsFile implements AsyncDisposable {
  readonly file: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly #handle: FileHandle;

  private constructor(
    file: string,
    handle: FileHandle,
    tensors: ReadonlyMap<string, StoredTensor>,
    metadata: Readonly<Record<string, string>>,
  ) {
    this.file = file;
    this.#handle = handle;
    this.tensors = tensors;
    this.metadata = metadata;
  }

  static async open(file: string): Promise<SafetensorsFile> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, 'r');
      const { size } = await handle.stat();
      const header = await readHeader(file, handle, size);
      const { tensors, metadata } = checkHeader(file, header.json, header.end, size);
      return new SafetensorsFile(file, handle, tensors, metadata);
    } catch (cause) {
      await handle?.close();
      throw cause instanceof TrainerError ? cause : unreadableModelFile(file, cause);
    }
  }

  /** Where a tensor of the given shape lies; refuses a file that has none, or one of another shape. */
  find(name: string, shape: readonly number[]): StoredTensor {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw badTensor(this.file, name, 'it is missing');
    if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
      const found = `[${tensor.shape.join(', ')}] where [${shape.join(', ')}] is needed`;
      throw badTensor(this.file, name, `its shape is ${found}`);
    }
    return tensor;
  }

  /** Fills `target` with the numbers of a tensor of the given shape from `start` on, widening half precision to float32. */
  async read(name: string, shape: readonly number[], target: Float32Array, start = 0): Promise<void> {
    const tensor = this.find(name, shape);
    const first = tensor.start + start * elementBytes[tensor.type];
    if (tensor.type === 'F32') {
      await this.#readBytes(first, new Uint8Array(target.buffer, target.byteOffset, target.byteLength));
      return;
    }
    const widen = tensor.type === 'BF16' ? widenBfloat16 : widenFloat16;
    const halves = new Uint16Array(Math.min(target.length, widenedAtOnce));
    for (let done = 0; done < target.length; done += widenedAtOnce) {
      const part = target.subarray(done, done + widenedAtOnce);
      const stored = halves.subarray(0, part.length);
      await this.#readBytes(
        first + done * stored.BYTES_PER_ELEMENT,
        new Uint8Array(stored.buffer, 0, stored.byteLength),
      );
      widen(stored, part);
    }
  }

  async #readBytes(start: number, bytes: Uint8Array): Promise<void> {
    await readFully(this.file, this.#handle, start, bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

async function readFully(file: string, handle: FileHandle, start: number, bytes: Uint8Array): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const wanted = Math.min(bytes.length - done, readAtOnce);
    const { bytesRead } = await handle.read(bytes, done, wanted, start + done);
    if (bytesRead === 0)
      throw badSafetensors(file, `it ends at byte ${start + done}, before its last tensor`);
    done += bytesRead;
  }
}

async function readHeader(
  file: string,
  handle: FileHandle,
  size: number,
): Promise<{ json: unknown; end: number }> {
  if (size < 8) throw badSafetensors(file, `it has ${size} bytes, fewer than the 8 of the header length`);
  const lengthBytes = new Uint8Array(8);
  await readFully(file, handle, 0, lengthBytes);
  const length = Number(new DataView(lengthBytes.buffer).getBigUint64(0, true));
  if (length > largestHeader || 8 + length > size) {
    throw badSafetensors(file, `its header claims ${length} bytes of a file of ${size}`);
  }
  const bytes = new Uint8Array(length);
  await readFully(file, handle, 8, bytes);
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), end: 8 + length };
  } catch (cause) {
    throw badSafetensors(file, `its header is not JSON (${reasonOf(cause)})`);
  }
}

/** Every tensor lies inside the file, has the bytes its shape needs, and shares none with another. */
function checkHeader(file: string, json: unknown, dataStart: number, size: number) {
  const parsed = headerSchema.safeParse(json);
  if (!parsed.success)
    throw badSafetensors(file, `its header is malformed (${parsed.error.issues[0]?.message})`);
  const { __metadata__: metadata = {}, ...entries } = parsed.data;
  const tensors = new Map<string, StoredTensor>();
  const ranges: { start: number; end: number; name: string }[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    const [start, end] = entry.data_offsets;
    if (!Object.hasOwn(elementBytes, entry.dtype))
      throw badTensor(file, name, `its type ${entry.dtype} is not F32, F16 or BF16`);
    const type = entry.dtype as StoredType;
    if (end < start || dataStart + end > size)
      throw badTensor(file, name, `its bytes ${start}…${end} lie outside the file`);
    if (end - start !== sizeOf(entry.shape) * elementBytes[type]) {
      throw badTensor(
        file,
        name,
        `it has ${end - start} bytes for the shape [${entry.shape.join(', ')}] of ${type}`,
      );
    }
    ranges.push({ start, end, name });
    tensors.set(name, { type, shape: entry.shape, start: dataStart + start });
  }
  ranges.sort((a, b) => a.start - b.start || a.end - b.end);
  ranges.forEach(({ start, name }, index) => {
    const before = ranges[index - 1];
    if (before !== undefined && start < before.end)
      throw badTensor(file, name, `its bytes overlap those of "${before.name}"`);
  });
  return { tensors, metadata };
}

interface TensorDescription {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: StoredType;
}

/** A tensor to write; `data` may be shared memory. */
export interface TensorToWrite extends TensorDescription {
  readonly data: Float32Array | Uint16Array;
}

/** A tensor whose numbers are made when its turn comes, so that no two such are in memory at once. */
export interface TensorToMake extends TensorDescription {
  readonly make: () => Promise<Float32Array | Uint16Array>;
}

/** Writes the tensors in order; the data start at a multiple of 8 bytes, and the file is on disk when this returns. */
export async function writeSafetensors(
  file: string,
  tensors: readonly (TensorToWrite | TensorToMake)[],
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const { name, shape, type } of tensors) {
    const bytes = sizeOf(shape) * elementBytes[type];
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  const text = JSON.stringify(header);
  const padded = new TextEncoder().encode(
    text + ' '.repeat((8 - (new TextEncoder().encode(text).length % 8)) % 8),
  );
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(padded.length), true);
  await using handle = await open(file, 'w');
  await handle.writev([length, padded]);
  for (const tensor of tensors) {
    const data = 'make' in tensor ? await tensor.make() : tensor.data;
    await handle.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  await handle.sync();
}
