import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { byteAlphabet, learnBpe, tokenizerJson, wordPattern } from '../../../../trainer/starter/base/bpe.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Opens the tokenizer of a vocabulary of at most `size` tokens learned from `texts`. */
async function tokenizerOf(texts: readonly string[], size: number, special = ['<end>'], phrases = ['Say: ']) {
  const vocabulary = learnBpe(texts, size, [...special, ...phrases]);
  await using folder = await temporaryFolder();
  const json = tokenizerJson(vocabulary, special, phrases);
  await writeFile(join(folder.path, 'tokenizer.json'), JSON.stringify(json));
  await writeFile(join(folder.path, 'tokenizer_config.json'), '{}');
  return { tokenizer: await Tokenizer.open(folder.path), tokens: vocabulary.tokens };
}

const wordsOf = (text: string) => Array.from(text.matchAll(new RegExp(wordPattern, 'gu')), ([word]) => word);

test('every byte has a printable character of its own, as in GPT-2', () => {
  const alphabet = byteAlphabet();
  assert.equal(new Set(alphabet).size, 256);
  assert.ok(alphabet.every((character) => !/\s/.test(character) && [...character].length === 1));
  assert.deepEqual(
    [0x41, 0x20, 0x0a, 0x00, 0xad, 0xff].map((byte) => alphabet[byte]),
    ['A', 'Ġ', 'Ċ', 'Ā', 'Ń', 'ÿ'],
  );
});

test('words are names with a space before, single digits, runs of signs, and line starts with their indentation', () => {
  assert.deepEqual(wordsOf('def my_sum(n, 12):\n    return -n + 3'), [
    'def',
    ' my_sum',
    '(',
    'n',
    ',',
    ' 1',
    '2',
    '):',
    '\n    ',
    'return',
    ' -',
    'n',
    ' +',
    ' 3',
  ]);
});

test('no character is lost between words', () => {
  const text = 'a\t \r\n\n  b_1é€😀 ١ __x__\u0000';
  assert.equal(wordsOf(text).join(''), text);
});

test('the most frequent pair is merged, again and again, until none occurs twice', () => {
  // ab, ␣ab, ␣ab, ␣abc: "a b" occurs 4 times; then "␣ ab" 3 times; then "␣ab c" once.
  const { merges, tokens } = learnBpe(['ab ab ab abc'], 1000, []);
  assert.deepEqual(merges, [
    ['a', 'b'],
    ['Ġ', 'ab'],
  ]);
  assert.equal(tokens.size, 258);
  assert.deepEqual([tokens.get('ab'), tokens.get('Ġab')], [256, 257]);
});

test('of equally frequent pairs the smaller one is merged first', () => {
  // xy, ␣zw, ␣xy, ␣zw: "x y", "z w" and "␣ z" twice each, "␣ x" once. The sign for a space is beyond the letters.
  const { merges } = learnBpe(['xy zw', ' xy zw'], 1000, []);
  assert.deepEqual(merges, [
    ['x', 'y'],
    ['z', 'w'],
    ['Ġ', 'zw'],
  ]);
});

test('a pair of equal parts is merged from the left, and the rest is left over', () => {
  // aaaaa: [aa aa a]; then "aa a" and "aa aa" occur twice each, and the smaller is merged: [aa aaa].
  const { merges } = learnBpe(['aaaaa', 'aaaaa'], 1000, []);
  assert.deepEqual(merges, [
    ['a', 'a'],
    ['aa', 'a'],
    ['aa', 'aaa'],
  ]);
});

test('learning ends at the size asked for; given tokens come first, then the bytes', () => {
  const { merges, tokens } = learnBpe(['ab ab ab abc'], 259, ['<end>', 'Say: ']);
  assert.deepEqual([tokens.get('<end>'), tokens.get('Say: '), tokens.get('Ā')], [0, 1, 2]);
  assert.deepEqual(merges, [['a', 'b']]);
  assert.equal(tokens.size, 259);
});

test('the tokenizer applies the merges that were learned', async () => {
  const { tokenizer, tokens } = await tokenizerOf(['ab ab ab abc'], 1000);
  const ids = [tokens.get('ab'), tokens.get('Ġab'), tokens.get('c'), tokens.get('Ġ'), tokens.get('b')];
  assert.deepEqual([...tokenizer.encode('ab abc b')], ids);
});

test('special tokens and phrases are one token each; special ones are left out of the text', async () => {
  const { tokenizer } = await tokenizerOf(['ab ab'], 1000);
  const [phrase, ...rest] = tokenizer.encode('Say: ab<end>');
  assert.equal(phrase, 1);
  assert.equal(rest.at(-1), 0);
  assert.equal(tokenizer.decode(tokenizer.encode('Say: ab<end>')), 'Say: ab');
});

test('any text can be encoded and comes back, also one that the vocabulary has never seen', async () => {
  const { tokenizer } = await tokenizerOf(['def f(n):\n    return n'], 300);
  const texts = [
    'def f(n):\n    return n\n',
    '\t\tx = "naïve – 漢字 😀"  # ١٢\r\n\r\n  y',
    ' leading and trailing ',
    Array.from({ length: 0x250 }, (_, code) => String.fromCodePoint(code)).join(''),
    '',
  ];
  for (const text of texts) assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
});

test('nothing but special tokens, or nothing at all, is the empty text', async () => {
  const { tokenizer } = await tokenizerOf(['ab'], 300);
  assert.equal(tokenizer.decode(tokenizer.encode('<end>')), '');
  assert.equal(tokenizer.decode(new Int32Array()), '');
});

test('every byte is a token: the first bytes of the longest characters need no other', async () => {
  const { tokenizer, tokens } = await tokenizerOf(['ab'], 1000);
  const used = new Set<number>();
  // Lead bytes of two, three and four bytes, continuation bytes, and ASCII.
  for (let code = 0; code < 0x110000; code += code < 0x800 ? 1 : 0x400) {
    if (code >= 0xd800 && code < 0xe000) continue;
    for (const id of tokenizer.encode(String.fromCodePoint(code))) used.add(id);
  }
  const bytes = byteAlphabet().map((character) => tokens.get(character) ?? -1);
  const valid = bytes.filter((_, byte) => byte < 0xc0 || (byte >= 0xc2 && byte <= 0xf4));
  assert.deepEqual(
    valid.filter((id) => !used.has(id)),
    [],
  );
});
