import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeptInputs } from '../../../trainer/engine/kept-inputs.ts';
import { tensorOver } from '../../../trainer/engine/local/runtime.ts';

const tensor = () => tensorOver(Float32Array.of(1, 2), [2]);

test('a copy stands for the tensor that it was made of, and for no other', () => {
  using kept = new KeptInputs(['past'], new Map());
  const [given, copy] = [tensor(), tensor()];
  assert.equal(kept.copyOf('past', given), undefined);
  kept.keep('past', given, copy);
  assert.equal(kept.copyOf('past', given), copy);
  assert.equal(kept.copyOf('past', tensor()), undefined);
  assert.equal(kept.copyOf('prompt', given), undefined);
});

test('a copy that is replaced is let go, and the others when it is over', () => {
  const [given, first, second] = [tensor(), tensor(), tensor()];
  const kept = new KeptInputs(['past'], new Map());
  kept.keep('past', given, first);
  kept.keep('past', given, second);
  assert.throws(() => first.data, /disposed/);
  assert.deepEqual([...(second.data as Float32Array)], [1, 2]);
  kept[Symbol.dispose]();
  assert.throws(() => second.data, /disposed/);
  assert.equal(kept.copyOf('past', given), undefined);
});
