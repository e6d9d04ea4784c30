/** A critic's network: what it keeps of one text for the next. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Network, type Texts } from '../../../trainer/critic/network.ts';
import { writeNetwork } from '../../../trainer/critic/write-network.ts';
import type { Precision } from '../../../trainer/protocol/critic.ts';
import { assertArraysClose } from '../../support/close.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';
import { tinyConfig, tinyModel } from '../../support/tiny-model.ts';

const config = tinyConfig();
const precisions: readonly Precision[] = ['fp32', 'int8', 'int4'];

let folder: TemporaryFolder;
before(async () => {
  folder = await temporaryFolder();
  await using model = await tinyModel(config);
  for (const precision of precisions) {
    await mkdir(join(folder.path, precision));
    await writeNetwork(model.path, join(folder.path, precision), precision);
  }
});
after(() => folder[Symbol.asyncDispose]());

const open = (precision: Precision = 'fp32') => Network.open(join(folder.path, precision), config, 1);

const tokens = (...numbers: readonly number[]): Int32Array => Int32Array.from(numbers);
const instructions = [3, 1, 4, 1, 5, 9, 2, 6];
const first = tokens(...instructions, 7, 7, 7);
const second = tokens(...instructions, 8, 2);

/** The logits behind a prompt, and behind each of the tokens that follow it. */
async function follow(texts: Texts, prompt: Int32Array, next: readonly number[] = []): Promise<number[][]> {
  const all = [await texts.read(prompt)];
  for (const token of next) all.push(await texts.advance(tokens(token)));
  return all.map((logits) => [...logits]);
}

for (const precision of precisions) {
  test(`a prompt that begins like the last is read from where they part, with the same result, as ${precision}`, async () => {
    await using network = await open(precision);
    await using fresh = await open(precision);
    await follow(network.begin(1), first);
    assert.equal(network.tokensRead, 11);
    const again = await follow(network.begin(1), second, [2, 3]);
    assert.equal(network.tokensRead, 11 + 2, 'the eight tokens of the instructions were not read again');
    const alone = await follow(fresh.begin(1), second, [2, 3]);
    assert.equal(fresh.tokensRead, 10);
    alone.forEach((logits, step) => assertArraysClose(again[step] ?? [], logits, 1e-5));
  });
}

test('a prompt that was read before is not read again but for its last two tokens, and answered the same', async () => {
  await using network = await open();
  const [once] = await follow(network.begin(1), first);
  const [twice] = await follow(network.begin(1), first);
  assert.equal(network.tokensRead, 11 + 2);
  assert.deepEqual(twice, once);
  await follow(network.begin(1), first.subarray(0, 5));
  assert.equal(network.tokensRead, 13 + 2, 'nor one that the last begins with');
  await follow(network.begin(1), first.subarray(0, 1));
  assert.equal(network.tokensRead, 15 + 1);
});

test('what was written behind a prompt counts too, and what another prompt overwrites does not', async () => {
  await using network = await open();
  await using fresh = await open();
  await follow(network.begin(1), first, [2, 3, 4]);
  const longer = tokens(...first, 2, 3, 9);
  const [read] = await follow(network.begin(1), longer);
  assert.equal(network.tokensRead, 11 + 2, 'of 14 tokens 13 were there');
  assertArraysClose(read ?? [], (await follow(fresh.begin(1), longer))[0] ?? [], 1e-5);
  await follow(network.begin(1), second);
  await follow(network.begin(1), longer);
  assert.equal(network.tokensRead, 13 + 2 + 6, 'the instructions were all that was left of it');
});

test('several texts continue one prompt side by side, and the next prompt finds the first of them', async () => {
  await using network = await open();
  await using fresh = await open();
  const texts = network.begin(3);
  await texts.read(first);
  const together = await texts.advance(tokens(2, 3, 4));
  for (const [row, token] of [2, 3, 4].entries()) {
    const [, alone = []] = await follow(fresh.begin(1), first, [token]);
    assertArraysClose(
      together.subarray(row * config.vocabularySize, (row + 1) * config.vocabularySize),
      alone,
      1e-5,
    );
  }
  const longer = tokens(...first, 2, 5);
  const [read] = await follow(network.begin(3), longer);
  assert.equal(network.tokensRead, 11 + 2);
  assertArraysClose(read ?? [], (await follow(fresh.begin(1), longer))[0] ?? [], 1e-5);
});

test('texts outgrow the memory that they began with', async () => {
  await using network = await open();
  await using fresh = await open();
  const long = Int32Array.from({ length: 70 }, (_, index) => index % 20);
  await follow(network.begin(1), long.subarray(0, 30));
  const [read] = await follow(network.begin(1), long);
  assert.equal(network.tokensRead, 70);
  assertArraysClose(read ?? [], (await follow(fresh.begin(1), long))[0] ?? [], 1e-5);
});
