import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { withFolderBeside, writeWholeFolder } from '../../trainer/whole-folder.ts';
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

test('a folder that is needed meanwhile lies beside, and goes with what a process that was killed has left of it', async () => {
  await using folder = await temporaryFolder();
  const target = join(folder.path, 'new', 'set');
  const { pid: gone } = spawnSync(process.execPath, ['-e', '']);
  await mkdir(join(folder.path, 'new', `.tmp-set-model-${gone}`), { recursive: true });
  await mkdir(join(folder.path, 'new', `.tmp-set-model-${process.ppid}`));
  const using = withFolderBeside(target, 'model', async (temporary) => {
    await writeFile(join(temporary, 'weights'), '');
    return (await readdir(join(folder.path, 'new'))).length;
  });
  assert.equal(await using, 2, 'that of the process that is at work, and this one');
  assert.deepEqual(await readdir(join(folder.path, 'new')), [`.tmp-set-model-${process.ppid}`]);
});
