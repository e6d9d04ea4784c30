import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { approximateTokens, hasMoreTokens, tokensBy } from '../../../../trainer/data/prepare/token-count.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';

test('without a tokenizer a digit, four letters, two marks and line ends are a token each', () => {
  const cases: readonly (readonly [string, number])[] = [
    ['', 0],
    ['   ', 0],
    ['2026', 4],
    ['word', 1],
    ['words', 2],
    ['[[1,2],[3]]', 1 + 1 + 1 + 1 + 2 + 1 + 1],
    ['a\n\n\nb', 3],
  ];
  for (const [text, tokens] of cases) assert.equal(approximateTokens.count(text), tokens, text);
});

test('a tokenizer counts its own tokens, and the report names its folder', async () => {
  const folder = fileURLToPath(new URL('../../../golden/tokenizers/qwen3', import.meta.url));
  const tokenizer = await Tokenizer.open(folder);
  const tokens = tokensBy(tokenizer, folder);
  const text = 'def f(xs): return sum(xs)';
  assert.equal(tokens.count(text), tokenizer.encode(text).length);
  assert.deepEqual(tokens.countedBy, { countedBy: 'tokenizer', tokenizer: folder });
});

test('a text with more than 128 characters a token is over the limit without being counted', () => {
  const uncounted = { ...approximateTokens, count: () => assert.fail('was counted') };
  assert.equal(hasMoreTokens(' '.repeat(2 * 128 + 1), 2, uncounted), true);
  assert.equal(hasMoreTokens(' '.repeat(2 * 128), 2, approximateTokens), false);
  assert.equal(hasMoreTokens('123', 2, approximateTokens), true);
});
