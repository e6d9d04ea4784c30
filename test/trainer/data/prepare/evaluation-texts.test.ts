import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { evaluationTexts } from '../../../../trainer/data/prepare/evaluation-texts.ts';
import { loadAll } from '../../../../trainer/tasks/read.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function textsOf(content: string | Uint8Array, name = 'set.jsonl'): Promise<(readonly string[])[]> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, name);
  await writeFile(file, content);
  const texts = await loadAll(evaluationTexts(file));
  assert.ok(texts.every((text) => text.file === file));
  return texts.map(({ line, field, text }) => [String(line), field, text]).sort();
}

test('every string of a published row is a text, at any depth, with its line and its field', async () => {
  const rows = '{"prompt": "p", "atol": 0, "test_list": ["t0", "t1"]}\n\n{"meta": {"name": "m"}}\n';
  assert.deepEqual(await textsOf(rows), [
    ['1', 'prompt', 'p'],
    ['1', 'test_list[0]', 't0'],
    ['1', 'test_list[1]', 't1'],
    ['3', 'meta.name', 'm'],
  ]);
});

test('calls and inputs of our own problems are data and no texts', async () => {
  const row = { id: 'a', question: 'q', tests: [{ input: ['x'], expected: 'y' }], io: [{ stdin: 's' }] };
  assert.deepEqual(await textsOf(JSON.stringify(row)), [
    ['1', 'id', 'a'],
    ['1', 'question', 'q'],
  ]);
});

test('numbers that only Python writes do not matter, nor does their name in a text', async () => {
  assert.deepEqual(
    await textsOf('{"inputs": [NaN, -Infinity, Infinity], "prompt": "not \\"NaN\\", Infinity"}'),
    [['1', 'prompt', 'not "NaN", Infinity']],
  );
});

test('a text without its end is refused at once, however long', async () => {
  for (const text of ['x'.repeat(2 ** 20), '\\"'.repeat(2 ** 20)]) {
    await assert.rejects(textsOf(`{"inputs": [NaN], "prompt": "${text}`), {
      code: 'tasks.bad-rows',
      message: /line 1: is not JSON/,
    });
  }
});

test('a packed file is unpacked, and deep rows are read', async () => {
  const deep = `${'['.repeat(20_000)}"x"${']'.repeat(20_000)}`;
  const texts = await textsOf(gzipSync(`{"a": ${deep}}`), 'set.jsonl.gz');
  assert.deepEqual([texts.length, texts[0]?.[2]], [1, 'x']);
});

test('a row that is no object is refused with its line', async () => {
  await assert.rejects(textsOf('{"a": "b"}\n[1]\n'), {
    code: 'tasks.bad-rows',
    message: /line 2: is not a JSON object/,
  });
  await assert.rejects(textsOf('{"a": '), { code: 'tasks.bad-rows', message: /line 1: is not JSON/ });
});

test('a file without a text is refused, since comparing with it would find nothing', async () => {
  await assert.rejects(textsOf('\n{"n": 1}\n'), { code: 'data-prepare.empty-evaluation' });
  await assert.rejects(loadAll(evaluationTexts('there-is-no-such-file.jsonl')), { code: 'tasks.unreadable' });
});
