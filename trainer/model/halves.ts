/** Conversions between float32 and the two half-precision formats of checkpoints. Lengths of both arrays are equal. */

/** bfloat16 is the upper half of a float32. */
export function widenBfloat16(halves: Uint16Array, target: Float32Array): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let index = 0; index < halves.length; index++) bits[index] = (halves[index] as number) << 16;
}

/** Rounds to the nearest bfloat16, ties to the even one; NaN stays NaN. */
export function narrowBfloat16(source: Float32Array): Uint16Array {
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length);
  const halves = new Uint16Array(source.length);
  for (let index = 0; index < bits.length; index++) {
    const word = bits[index] as number;
    const isNaN = (word & 0x7fffffff) > 0x7f800000;
    halves[index] = isNaN ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
  return halves;
}

/** IEEE binary16, subnormal numbers and infinities included. */
export function widenFloat16(halves: Uint16Array, target: Float32Array): void {
  const source = new Float16Array(halves.buffer, halves.byteOffset, halves.length);
  target.set(source);
}
