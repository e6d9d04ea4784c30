/** Attention of a decoding step, with weights worked out by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepAttention, type HeldPositions } from '../../../../trainer/graph/operators/step-attention.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { compute, floats, int64s } from '../../../support/compute.ts';
import type { Value } from '../../../../trainer/graph/graph.ts';

const hidden = -1e9;

/** Inputs in the order q, k, v, the prompts, the rows' own, and the seating. */
function attend(inputs: readonly Value[], width: number, scale: number): Value {
  const [q, k, v, ...others] = inputs as [Value, Value, Value, ...Value[]];
  const heldAt = (first: number): HeldPositions => {
    const [keys, values, mask] = others.slice(first) as [Value, Value, Value];
    return { keys, values, mask };
  };
  const [rows, places] = others.slice(6) as [Value, Value];
  return stepAttention({
    q,
    k,
    v,
    prompts: heldAt(0),
    own: heldAt(3),
    seating: { width, rows, places },
    scale,
  });
}

test('a step attends to its prompt, to what stands behind it and to itself, and not to what a mask hides', async () => {
  // Two query heads share a key head. Scores of (prompt, hidden, own, hidden, new): (ln 3, –, 0, –, 0), (0, –, 0, –, 0).
  const given = [
    floats([1, 1, 2, 2], [2, 0, 0, 0]),
    floats([1, 1, 1, 2], [0, 9]),
    floats([1, 1, 1, 1], [5]),
    floats([1, 1, 2, 2], [Math.log(3), 9, 7, 7]),
    floats([1, 1, 2, 1], [10, 1e30]),
    floats([1, 1, 1, 2], [0, hidden]),
    floats([1, 1, 2, 2], [0, 4, 8, 8]),
    floats([1, 1, 2, 1], [0, 1e30]),
    floats([1, 1, 1, 2], [0, hidden]),
    int64s([1], [0]),
    int64s([1], [0]),
  ];
  const mixed = await compute(given, (...inputs) => attend(inputs, 1, 0.5));
  assertArraysClose(mixed, [(3 * 10 + 0 + 5) / 5, (10 + 0 + 5) / 3], 1e-6);
});

test('rows find the prompt of their group, wherever they stand and whichever places are free', async () => {
  // Nothing counts but the prompts: each row gets the only value that its own prompt has.
  const given = [
    floats([3, 1, 1, 1], [1, 1, 1]),
    floats([3, 1, 1, 1], [hidden, hidden, hidden]),
    floats([3, 1, 1, 1], [0, 0, 0]),
    floats([2, 1, 1, 1], [1, 1]),
    floats([2, 1, 1, 1], [70, 80]),
    floats([2, 1, 1, 1], [0, 0]),
    floats([3, 1, 1, 1], [1, 1, 1]),
    floats([3, 1, 1, 1], [0, 0, 0]),
    floats([3, 1, 1, 1], [hidden, hidden, hidden]),
    // Places 0 and 1 are those of the first prompt, 2 and 3 those of the second; place 0 is free.
    int64s([4], [0, 1, 2, 0]),
    int64s([3], [3, 1, 2]),
  ];
  const mixed = await compute(given, (...inputs) => attend(inputs, 2, 1));
  assert.deepEqual(mixed, [80, 70, 80]);
});
