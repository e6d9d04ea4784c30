/** Exercises in noticing what one has written, with weights computed by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, type Random } from '../../../../trainer/random.ts';
import { drill } from '../../../../trainer/starter/base/drills.ts';
import { judgeExample } from '../../../../trainer/starter/base/examples.ts';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import { departure } from '../../../../trainer/starter/base/special.ts';
import { assertArraysClose } from '../../../support/close.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const program = Int32Array.of(1, 10, 11, 12, 13, 14, 2);
const others = Int32Array.of(20, 21);
const remark = Int32Array.of(99);
const each = 2 / 7;

/** Draws that change the tokens at the given places inside the fence, from 1, to the first of the others. */
function drawing(changed: readonly number[]): Random {
  let place = 0;
  return {
    ...createRandom(1),
    integer: () => 0,
    uniform: () => (changed.includes((place += 1)) ? 0 : 0.9),
  };
}

test('an unchanged program is copied, its wrong token is not learned, and nothing is remarked behind it', () => {
  const input = { program, wrongAt: 2, others, departure: remark };
  const { written, weights, concludes } = drill(input, drawing([]));
  assert.deepEqual(written, program);
  assertArraysClose(weights, [each, each, 0, 0.3, each, each, each], 1e-6);
  assert.equal(concludes, true);
});

test('each change is remarked; neither the change nor how to go on behind it is learned', () => {
  const { written, weights, concludes } = drill({ program, others, departure: remark }, drawing([2, 4]));
  assert.deepEqual([...written], [1, 10, 20, 99, 12, 20, 99, 14, 2]);
  assertArraysClose(weights, [each, each, 0, 0.3, 0, 0, 0.3, 0, each], 1e-6);
  assert.equal(concludes, false);
});

test('a token is not changed to itself', () => {
  const input = { program: Int32Array.of(1, 20, 2), others, departure: remark };
  const { written, concludes } = drill(input, drawing([1]));
  assert.deepEqual([...written], [1, 20, 2]);
  assert.equal(concludes, true);
});

test('a drill reads its solution as the answer does, and concludes by what it wrote', async () => {
  const tokenizer = await starterTokenizer();
  let drills = 0;
  for (const row of await starterRows(20)) {
    const { correct, wrong } = judgeExample(row, tokenizer, createRandom(1));
    for (const { tokens, drill: exercise } of [...correct, ...wrong]) {
      if (exercise === undefined) continue;
      drills += 1;
      const shared = tokens.findIndex((token, index) => token !== exercise.tokens[index]);
      assert.ok(shared < 0 || shared > 10, 'the solution is read alike');
      const text = tokenizer.decode(exercise.tokens);
      assert.equal(parseVerdict(text), !text.includes(departure));
    }
  }
  assert.ok(drills > 50);
});
