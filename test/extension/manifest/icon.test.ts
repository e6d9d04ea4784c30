import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { pathOf } from '../../../extension/manifest/files.ts';
import { ICON_SIZE, iconPixels } from '../../../extension/manifest/icon.ts';
import { encodePng } from '../../../extension/manifest/png.ts';

/** The pixels of a PNG that `encodePng` has written. */
function decode(png: Buffer): { width: number; pixels: Buffer } {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  const width = png.readUInt32BE(16);
  const length = png.readUInt32BE(33);
  assert.equal(png.toString('latin1', 37, 41), 'IDAT');
  const rows = inflateSync(png.subarray(41, 41 + length));
  const pixels = Array.from({ length: width }, (_, y) => {
    assert.equal(rows[y * (4 * width + 1)], 0, 'the row has no filter');
    return rows.subarray(y * (4 * width + 1) + 1, (y + 1) * (4 * width + 1));
  });
  return { width, pixels: Buffer.concat(pixels) };
}

test('the icon that is committed is the one that is described', () => {
  const { width, pixels } = decode(readFileSync(pathOf('media/icon.png')));
  assert.equal(width, ICON_SIZE);
  assert.ok(pixels.equals(iconPixels()), 'media/icon.png is stale; run npm run manifest');
});

test('the corners are transparent, the middle is not, and the tick is green', () => {
  const pixels = iconPixels();
  const at = (x: number, y: number): readonly number[] => [
    ...pixels.subarray(4 * (y * 128 + x), 4 * (y * 128 + x) + 4),
  ];
  assert.equal(at(0, 0)[3], 0);
  assert.equal(at(127, 127)[3], 0);
  assert.equal(at(64, 4)[3], 255);
  assert.deepEqual(at(60, 76), [94, 214, 160, 255]);
  assert.deepEqual(at(20, 64), [126, 171, 191, 255]);
});

test('a picture of two by two pixels is read back as it was', () => {
  const pixels = Uint8Array.from({ length: 16 }, (_, index) => index * 16);
  assert.deepEqual([...decode(encodePng(2, pixels)).pixels], [...pixels]);
});
