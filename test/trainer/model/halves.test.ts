/** Half-precision numbers by their bit patterns. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { narrowBfloat16, widenBfloat16, widenFloat16 } from '../../../trainer/model/halves.ts';

function widened(widen: typeof widenFloat16, patterns: readonly number[]): number[] {
  const target = new Float32Array(patterns.length);
  widen(Uint16Array.from(patterns), target);
  return [...target];
}

/** The float32 with these 32 bits. */
function fromBits(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0] as number;
}

test('float16 patterns widen to the numbers they stand for', () => {
  const table = [
    { pattern: 0x0000, number: 0 },
    { pattern: 0x3c00, number: 1 },
    { pattern: 0xc000, number: -2 },
    { pattern: 0x3555, number: 0.333251953125 },
    { pattern: 0x7bff, number: 65504 },
    { pattern: 0x0400, number: 2 ** -14 },
    { pattern: 0x03ff, number: 1023 * 2 ** -24 },
    { pattern: 0x0001, number: 2 ** -24 },
    { pattern: 0x8001, number: -(2 ** -24) },
    { pattern: 0x7c00, number: Infinity },
    { pattern: 0xfc00, number: -Infinity },
  ];
  const patterns = table.map(({ pattern }) => pattern);
  assert.deepEqual(
    widened(widenFloat16, patterns),
    table.map(({ number }) => number),
  );
  assert.ok(Object.is(widened(widenFloat16, [0x8000])[0], -0));
  assert.ok(Number.isNaN(widened(widenFloat16, [0x7e00])[0]));
});

test('bfloat16 patterns widen to the numbers they stand for', () => {
  const table = [
    { pattern: 0x0000, number: 0 },
    { pattern: 0x3f80, number: 1 },
    { pattern: 0xc000, number: -2 },
    { pattern: 0x4049, number: 3.140625 },
    { pattern: 0x7f7f, number: 255 * 2 ** 120 },
    { pattern: 0x0080, number: 2 ** -126 },
    { pattern: 0x0001, number: 2 ** -133 },
    { pattern: 0x8001, number: -(2 ** -133) },
    { pattern: 0x7f80, number: Infinity },
    { pattern: 0xff80, number: -Infinity },
  ];
  const patterns = table.map(({ pattern }) => pattern);
  assert.deepEqual(
    widened(widenBfloat16, patterns),
    table.map(({ number }) => number),
  );
  assert.ok(Object.is(widened(widenBfloat16, [0x8000])[0], -0));
  assert.ok(Number.isNaN(widened(widenBfloat16, [0x7fc0])[0]));
});

test('widening fills its part of a larger array only', () => {
  const whole = new Float32Array(4).fill(9);
  widenBfloat16(Uint16Array.of(0x3f80, 0x4000), whole.subarray(1, 3));
  assert.deepEqual([...whole], [9, 1, 2, 9]);
  widenFloat16(Uint16Array.of(0x3c00), whole.subarray(3));
  assert.deepEqual([...whole], [9, 1, 2, 1]);
});

test('a float32 narrows to the nearest bfloat16, and from the middle to the even one', () => {
  const table = [
    { bits: 0x3f800000, half: 0x3f80, about: 'exact' },
    { bits: 0x3f807fff, half: 0x3f80, about: 'just below the middle' },
    { bits: 0x3f808000, half: 0x3f80, about: 'the middle above an even one' },
    { bits: 0x3f808001, half: 0x3f81, about: 'just above the middle' },
    { bits: 0x3f818000, half: 0x3f82, about: 'the middle above an odd one' },
    { bits: 0xbf818000, half: 0xbf82, about: 'the middle of negative ones' },
    { bits: 0x3fffffff, half: 0x4000, about: 'carried into the exponent' },
    { bits: 0x7f7fffff, half: 0x7f80, about: 'too large for bfloat16' },
    { bits: 0x7f7f7fff, half: 0x7f7f, about: 'the largest that is not' },
    { bits: 0x00008000, half: 0x0000, about: 'half of the smallest subnormal' },
    { bits: 0x00018000, half: 0x0002, about: 'the middle of subnormals' },
    { bits: 0x80000000, half: 0x8000, about: 'minus zero' },
    { bits: 0x7f800000, half: 0x7f80, about: 'infinity' },
    { bits: 0xff800000, half: 0xff80, about: 'minus infinity' },
  ];
  for (const { bits, half, about } of table) {
    const [narrowed] = narrowBfloat16(Float32Array.of(fromBits(bits)));
    assert.equal(narrowed?.toString(16), half.toString(16), about);
  }
});

test('a NaN stays a NaN, even one whose upper half looks like infinity', () => {
  const source = new Float32Array(Uint32Array.of(0x7f800001, 0xffffffff, 0x7fc00000).buffer);
  const halves = narrowBfloat16(source);
  assert.ok(widened(widenBfloat16, [...halves]).every(Number.isNaN));
});

test('a bfloat16 that is widened and narrowed is itself', () => {
  const patterns = Uint16Array.from({ length: 1 << 16 }, (_, pattern) => pattern);
  const target = new Float32Array(patterns.length);
  widenBfloat16(patterns, target);
  const back = narrowBfloat16(target);
  for (const pattern of patterns) {
    const isNaN = (pattern & 0x7fff) > 0x7f80;
    assert.equal(back[pattern], isNaN ? pattern | 0x40 : pattern);
  }
});
