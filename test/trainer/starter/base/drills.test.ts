/** Exercises in noticing what one has written, with weights computed by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../../trainer/random.ts';
import { changedDrill, copiedDrill } from '../../../../trainer/starter/base/drills.ts';
import { judgeExample } from '../../../../trainer/starter/base/examples.ts';
import { parseVerdict } from '../../../../trainer/critique/verdict.ts';
import { departure } from '../../../../trainer/starter/base/special.ts';
import { starterRows, starterTokenizer } from '../../../support/starter-model.ts';

const given = Int32Array.of(1, 10, 11, 12, 2);

test('a changed drill copies to some token inside the fence, writes another one and must say so', () => {
  const seen = new Set<number>();
  const random = createRandom(3);
  for (let drawn = 0; drawn < 100; drawn++) {
    const { written, weights, concludes } =
      changedDrill(given, Int32Array.of(10, 11, 12, 13), Int32Array.of(99), random) ?? assert.fail();
    const at = written.length - 2;
    seen.add(at);
    assert.deepEqual(written.slice(0, at), given.slice(0, at));
    assert.notEqual(written[at], given[at]);
    assert.equal(written.at(-1), 99);
    // Only what follows the change is learned.
    assert.deepEqual([...weights], [...Array<number>(at + 1).fill(0), 1]);
    assert.equal(concludes, false);
  }
  assert.deepEqual([...seen].toSorted(), [1, 2, 3]);
});

test('a changed drill needs another token to write', () => {
  assert.equal(
    changedDrill(Int32Array.of(1, 10, 2), Int32Array.of(10), Int32Array.of(99), createRandom(3)),
    undefined,
  );
});

test('a copied drill does not learn the wrong token, and learns to go on behind it', () => {
  const { written, weights, concludes } = copiedDrill(given, 2);
  assert.deepEqual(written, given);
  assert.deepEqual([...weights], [...Float32Array.of(0.2, 0.2, 0, 1, 0.2)]);
  assert.equal(concludes, true);
});

test('a drill reads its solution as the answer does, and concludes by what it wrote', async () => {
  const tokenizer = await starterTokenizer();
  let drills = 0;
  for (const row of await starterRows(20)) {
    const { correct, wrong } = judgeExample(row, tokenizer, createRandom(1));
    for (const { tokens, drill } of [...correct, ...wrong]) {
      if (drill === undefined) continue;
      drills += 1;
      const shared = tokens.findIndex((token, index) => token !== drill.tokens[index]);
      assert.ok(shared > 10, 'the solution is read alike');
      const text = tokenizer.decode(drill.tokens);
      assert.equal(parseVerdict(text), !text.includes(departure));
    }
  }
  assert.ok(drills > 50);
});
