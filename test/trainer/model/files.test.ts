/** Copying what belongs to a model's weights. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyDescription, copyTokenizer } from '../../../trainer/model/files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function folderWith(files: readonly string[]) {
  const folder = await temporaryFolder();
  for (const file of files) await writeFile(join(folder.path, file), file);
  return folder;
}

const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

test('a chat template in a file of its own is copied with the tokenizer', async () => {
  const template = 'chat_template.jinja';
  for (const files of [needed, [...needed, template]]) {
    await using from = await folderWith([...files, 'README.md']);
    await using description = await temporaryFolder();
    await copyDescription(from.path, description.path);
    assert.deepEqual((await readdir(description.path)).toSorted(), files.toSorted());
    await using tokenizer = await temporaryFolder();
    await copyTokenizer(from.path, tokenizer.path);
    const without = files.filter((file) => file !== 'config.json');
    assert.deepEqual((await readdir(tokenizer.path)).toSorted(), without.toSorted());
  }
});

test('how completions are drawn and ended is copied with what describes the weights', async () => {
  await using from = await folderWith([...needed, 'generation_config.json']);
  await using to = await temporaryFolder();
  await copyDescription(from.path, to.path);
  assert.equal(await readFile(join(to.path, 'generation_config.json'), 'utf8'), 'generation_config.json');
});

test('a file that is needed and missing is an error', async () => {
  for (const missing of needed) {
    await using from = await folderWith(needed.filter((file) => file !== missing));
    await using to = await temporaryFolder();
    await assert.rejects(copyDescription(from.path, to.path), { code: 'ENOENT' });
  }
});
