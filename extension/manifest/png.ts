/** The smallest PNG writer: 8-bit RGBA, no filter, one data chunk. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** `pixels` holds four bytes a pixel, row by row. */
export function encodePng(size: number, pixels: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits a channel, four channels; compression, filter and interlacing as there is only one of each.
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (4 * size + 1));
  for (let y = 0; y < size; y += 1) {
    // The row's first byte names its filter; 0 is none.
    rows.set(pixels.subarray(4 * size * y, 4 * size * (y + 1)), y * (4 * size + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}
