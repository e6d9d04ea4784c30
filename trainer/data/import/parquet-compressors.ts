/** How the pages of a Parquet file are unpacked: by Node's own zlib, never to more than a page may be. */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { snappyUncompress } from 'hyparquet';
import type { Compressors } from 'hyparquet';

/** Refused for its size; a smaller part of the file may still be readable. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * A page holds about a megabyte, or values that are larger: what writes it looks at its size after many of them. Of a
 * longer value no text could be made.
 */
const largestPage = 2 ** 29;

type Unpack = (input: Uint8Array, size: number) => Uint8Array;

const bounded =
  (unpack: Unpack): Unpack =>
  (input, size) => {
    if (size > largestPage) throw new TooLarge(`has a page of ${size} bytes, more than ${largestPage}`);
    if (!(size >= 0)) throw new Error(`has a page of ${size} bytes`);
    return unpack(input, size);
  };

export const parquetCompressors: Compressors = {
  SNAPPY: bounded((input, size) => {
    const output = new Uint8Array(size);
    snappyUncompress(input, output);
    return output;
  }),
  GZIP: bounded((input, size) => gunzipSync(input, { maxOutputLength: size + 1 })),
  BROTLI: bounded((input, size) => brotliDecompressSync(input, { maxOutputLength: size + 1 })),
  ZSTD: bounded((input, size) => zstdDecompressSync(input, { maxOutputLength: size + 1 })),
};
