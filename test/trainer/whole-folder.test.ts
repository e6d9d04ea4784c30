import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeWholeFolder } from '../../trainer/whole-folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('a folder appears when all of it is written, and replaces an earlier one', async () => {
  await using folder = await temporaryFolder();
  const target = join(folder.path, 'new', 'set');
  for (const content of ['first', 'second']) {
    const result = await writeWholeFolder(target, async (temporary) => {
      await writeFile(join(temporary, content), content);
      const there = content === 'first' ? [] : ['first'];
      assert.deepEqual(await readdir(target).catch(() => []), there);
      return content;
    });
    assert.equal(result, content);
    assert.deepEqual(await readdir(target), [content]);
  }
  assert.deepEqual(await readdir(join(folder.path, 'new')), ['set']);
});

test('where writing fails the earlier folder stays, and nothing else', async () => {
  await using folder = await temporaryFolder();
  const target = join(folder.path, 'set');
  await mkdir(target);
  await writeFile(join(target, 'row'), 'kept');
  const failing = writeWholeFolder(target, async (temporary) => {
    await writeFile(join(temporary, 'row'), 'half');
    throw new Error('stopped');
  });
  await assert.rejects(failing, { message: 'stopped' });
  assert.deepEqual(await readdir(folder.path), ['set']);
  assert.equal(await readFile(join(target, 'row'), 'utf8'), 'kept');
});
