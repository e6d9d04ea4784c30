/** Tokenizers with the pipelines of Qwen2.5, Qwen3 and Llama 3 beside Hugging Face's, on test/golden/tokenizers. */
import assert from 'node:assert/strict';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Tokenizer } from '../../../trainer/model/tokenizer.ts';
import { goldenPath, goldenTokenizers, readGoldenTexts, type GoldenText } from '../../support/golden.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const { texts } = await readGoldenTexts();
const known = texts.filter(({ kind }) => kind !== 'newest');
const newest = texts.filter(({ kind }) => kind === 'newest');

/** The texts whose ids differ from those of the library, and those whose ids are read back as another text. */
async function differing(pipeline: (typeof goldenTokenizers)[number], rows: readonly GoldenText[]) {
  const tokenizer = await Tokenizer.open(goldenPath(`tokenizers/${pipeline}`));
  const encoded = rows.filter((row) => tokenizer.encode(row.text).join() !== row[pipeline].ids.join());
  const decoded = rows.filter((row) => {
    const { ids, decoded: wanted } = row[pipeline];
    return tokenizer.decode(Int32Array.from(ids)) !== wanted;
  });
  return { encoded: encoded.map(({ text }) => text), decoded: decoded.map(({ text }) => text) };
}

test('the golden texts are more than 2,000 different ones of every kind', () => {
  assert.ok(new Set(known.map(({ text }) => text)).size > 2000);
  const kinds = new Set(known.map(({ kind }) => kind));
  for (const kind of ['python', 'javascript', 'typescript', 'rust', 'c', 'cjk', 'emoji', 'control']) {
    assert.ok(kinds.has(kind), kind);
  }
  assert.ok(known.filter(({ text }) => Buffer.byteLength(text) >= 10_000).length >= 10, 'long lines');
  for (const sequence of ['\r\n', '\t', '\u200b', '\u200d']) {
    assert.ok(known.filter(({ text }) => text.includes(sequence)).length >= 20, JSON.stringify(sequence));
  }
});

for (const pipeline of goldenTokenizers) {
  test(`every text has the ids of tokenizers and transformers in the pipeline of ${pipeline}, and is read back alike`, async () => {
    assert.deepEqual(await differing(pipeline, known), { encoded: [], decoded: [] });
  });
}

test('only characters that are newer than the Unicode of the tokenizers library are read differently', async () => {
  // docs/method.md, "Tokenizers". A Node with an older Unicode agrees with the library on the letters.
  const letters = Number(process.versions['unicode']) >= 17 ? newest.slice(0, 2) : [];
  const marks = newest.slice(2);
  const textsOf = (rows: readonly GoldenText[]) => rows.map(({ text }) => text);
  for (const qwen of ['qwen2', 'qwen3'] as const) {
    const encoded = textsOf([...letters, ...marks]);
    assert.deepEqual(await differing(qwen, newest), { encoded, decoded: [] });
  }
  // Llama 3 does not normalise, so marks stay where they are.
  assert.deepEqual(await differing('llama3', newest), { encoded: textsOf(letters), decoded: [] });
});

test('no token is added to a text, also where the checkpoint begins every text with one', async () => {
  const tokenizer = await Tokenizer.open(goldenPath('tokenizers/llama3'));
  assert.deepEqual(tokenizer.encode(''), new Int32Array(0));
  assert.equal(tokenizer.decode(new Int32Array(0)), '');
  const once = tokenizer.encode('<|begin_of_text|>').length;
  assert.equal(once, 1);
});

/** A folder with the files of a golden tokenizer, to be damaged. */
async function tokenizerFolder() {
  const folder = await temporaryFolder();
  await cp(goldenPath('tokenizers/qwen3'), folder.path, { recursive: true });
  return folder;
}

test('files of a tokenizer that are missing, damaged or of another kind are refused by their path', async () => {
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) {
    await using folder = await tokenizerFolder();
    const path = join(folder.path, file);
    const refused = { code: 'model.unreadable-file', message: new RegExp(file.replace('.', '\\.')) };
    for (const content of ['{"model":', '[]', '3']) {
      await writeFile(path, content);
      await assert.rejects(Tokenizer.open(folder.path), refused, `${file}: ${content}`);
    }
    await rm(path);
    await assert.rejects(Tokenizer.open(folder.path), refused);
  }
});
