/** Memory that is divided into blocks of one size, and divided anew when they grow. */

/** The same memory if it has room for `size` numbers, else new memory. */
export function roomy(data: Float32Array, size: number): Float32Array {
  return data.length < size ? new Float32Array(size) : data;
}

/**
 * Moves `count` blocks of `from` numbers, one behind another, to where they have `to` numbers each, the further ones
 * `rest`. Source and target may be the same memory: the last block moves first, and none moves over one still to move.
 */
export function spread(
  source: Float32Array,
  target: Float32Array,
  {
    count,
    from,
    to,
    rest,
  }: { readonly count: number; readonly from: number; readonly to: number; readonly rest: number },
): Float32Array {
  for (let block = count - 1; block >= 0; block--) {
    target.set(source.subarray(block * from, (block + 1) * from), block * to);
    target.fill(rest, block * to + from, (block + 1) * to);
  }
  return target;
}
