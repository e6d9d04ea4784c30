/** Matrices as blocks of small whole numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BlockFormat } from '../../../trainer/graph/matrix.ts';
import { dequantiseRows, quantiseRows } from '../../../trainer/model/quantise.ts';
import { createRandom } from '../../../trainer/random.ts';
import { normalArray } from '../../support/random-arrays.ts';

const int4: BlockFormat = { bits: 4, blockSize: 16 };
const int8: BlockFormat = { bits: 8, blockSize: 16 };

/** Whole numbers from `first` on. */
const from = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);

test('the whole numbers of a range are stored as they are, two of 4 bits in a byte, the first in the lower half', () => {
  const { numbers, scales } = quantiseRows(Float32Array.from(from(-8, 16)), 16, int4);
  assert.deepEqual([...scales], [1]);
  assert.deepEqual([...numbers], [0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe]);
});

test('the number that is furthest from 0 gets the end of the range that has one number more', () => {
  const turned = from(-8, 16).map((number) => -number);
  const { numbers, scales } = quantiseRows(Float32Array.from(turned), 16, int4);
  assert.deepEqual([...scales], [-1]);
  assert.deepEqual([...numbers.slice(0, 2)], [0x10, 0x32], '8 is −8 · −1, and 7 is −7 · −1');
});

test('8-bit numbers have a byte each around 128', () => {
  const row = [-128, 127, 0, 1, ...from(10, 12)].map((number) => number / 4);
  const { numbers, scales } = quantiseRows(Float32Array.from(row), 16, int8);
  assert.deepEqual([...scales], [0.25]);
  assert.deepEqual([...numbers], [0, 255, 128, 129, ...from(138, 12)]);
});

test('every block has a scale of its own, and the last one of a row is filled up with zeros', () => {
  // Two rows of 18: a block of 16 and one of 2.
  const row = [...from(-8, 16), 0.5, -4];
  const stored = quantiseRows(Float32Array.from([...row, ...row.map((x) => 2 * x)]), 18, int4);
  assert.deepEqual([...stored.scales], [1, 0.5, 2, 1]);
  // 0.5 is 1 · 0.5 and −4 is −8 · 0.5, stored as 9 and 0; 0 is stored as 8.
  assert.deepEqual([...stored.numbers.slice(8, 16)], [0x09, ...Array<number>(7).fill(0x88)]);
  assert.deepEqual([...dequantiseRows(stored, 18, int4)], [...row, ...row.map((x) => 2 * x)]);
});

test('a block of zeros is zeros, and so is one whose numbers are too small for a scale', () => {
  for (const number of [0, 1e-45]) {
    const stored = quantiseRows(new Float32Array(16).fill(number), 16, int4);
    assert.deepEqual([...stored.scales], [0]);
    assert.deepEqual([...dequantiseRows(stored, 16, int4)], Array<number>(16).fill(0));
  }
});

test('what is not a number, or infinite, does not become one', () => {
  for (const format of [int4, int8]) {
    for (const strange of [NaN, Infinity, -Infinity]) {
      const row = new Float32Array(32).fill(1);
      row[3] = strange;
      const numbers = dequantiseRows(quantiseRows(row, 32, format), 32, format);
      assert.ok(numbers.subarray(0, 16).every(Number.isNaN), `${strange}`);
      assert.deepEqual([...numbers.subarray(16)], Array<number>(16).fill(1), 'the other block is untouched');
    }
  }
});

function squaredError(numbers: Float32Array, columns: number, format: BlockFormat): number {
  const back = dequantiseRows(quantiseRows(numbers, columns, format), columns, format);
  return numbers.reduce((sum, number, index) => sum + (number - (back[index] ?? NaN)) ** 2, 0);
}

test('the scale is the one with the least squared error', () => {
  // With the scale 1 they become −8 and fifteen times 1, an error of 15 · 0.4² = 2.4. The best scale for these whole
  // numbers is (64 + 15 · 0.6) / (64 + 15) = 73/79, whose error is 64 + 15 · 0.36 − 73²/79 = 1.944.
  const row = Float32Array.from([-8, ...Array<number>(15).fill(0.6)]);
  const { scales } = quantiseRows(row, 16, int4);
  assert.deepEqual([...scales], [Math.fround(73 / 79)]);
  assert.ok(Math.abs(squaredError(row, 16, int4) - 1.944) < 1e-3);
});

test('8 bits are 16 times as exact as 4, and both as exact as rounding to a range around 0 can be', () => {
  const numbers = normalArray(32 * 256, 5);
  const deviation = (bits: 4 | 8) =>
    Math.sqrt(squaredError(numbers, 256, { bits, blockSize: 32 }) / numbers.length);
  // The largest of 32 normal numbers is 2.3 on average: a step of 2.3 / 8, whose rounding error is 1/√12 of it, 0.083.
  assert.ok(deviation(4) > 0.07 && deviation(4) < 0.083, `${deviation(4)}`);
  assert.ok(deviation(8) > 0.0045 && deviation(8) < 0.0055, `${deviation(8)}`);
});

test('a row may end in the middle of a byte, and the next begins with a byte of its own', () => {
  // Two rows of 3: −8, 1, 2 and −4, 3, 0.5 with the scales 1 and 0.5.
  const stored = quantiseRows(Float32Array.of(-8, 1, 2, -4, 3, 0.5), 3, int4);
  assert.deepEqual([...stored.scales], [1, 0.5]);
  assert.deepEqual(
    [...stored.numbers],
    [0x90, 0x8a, ...Array<number>(6).fill(0x88), 0xe0, 0x89, ...Array<number>(6).fill(0x88)],
  );
  assert.deepEqual([...dequantiseRows(stored, 3, int4)], [-8, 1, 2, -4, 3, 0.5]);
});

test('every number is its whole number times the scale of its block, in memory that is given', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = createRandom(seed);
    const format = {
      bits: random.integer(2) === 0 ? 4 : 8,
      blockSize: 16 * (1 + random.integer(2)),
    } as const;
    const [rows, columns] = [1 + random.integer(4), 1 + random.integer(100)];
    const { numbers, scales } = quantiseRows(normalArray(rows * columns, seed), columns, format);
    const target = new Float32Array(rows * columns).fill(NaN);
    assert.equal(dequantiseRows({ numbers, scales }, columns, format, target), target);
    const perRow = Math.ceil(columns / format.blockSize);
    target.forEach((found, index) => {
      const [row, column] = [Math.floor(index / columns), index % columns];
      const place = row * perRow * format.blockSize + column;
      const scale = scales[row * perRow + Math.floor(column / format.blockSize)] ?? NaN;
      const halves = numbers[place >> 1] ?? NaN;
      const whole = format.bits === 8 ? (numbers[place] ?? NaN) : place % 2 === 0 ? halves % 16 : halves >> 4;
      assert.equal(found, Math.fround((whole - 2 ** (format.bits - 1)) * scale), `seed ${seed}, ${index}`);
    });
  }
});
