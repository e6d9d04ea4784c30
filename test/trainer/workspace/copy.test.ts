import assert from 'node:assert/strict';
import { readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openCopy, writtenWorkspace } from '../../support/workspace/written.ts';

test('links inside the workspace lead to the copy, and files from outside are copied', async () => {
  await using outside = await writtenWorkspace({ 'secret.txt': 'outside', 'folder/x.txt': 'x' });
  await using folder = await writtenWorkspace({ 'real/a.txt': 'a' });
  await symlink('real', join(folder.path, 'linked'), 'junction');
  await symlink(join(outside.path, 'secret.txt'), join(folder.path, 'secret.txt'), 'file');
  await symlink(join(outside.path, 'folder'), join(folder.path, 'shared'), 'junction');
  await using opened = await openCopy(folder.path);
  const at = (file: string): string => join(opened.scratch.folder, file);
  await writeFile(at('linked/a.txt'), 'changed');
  await writeFile(at('secret.txt'), 'changed');
  assert.equal(await readFile(at('real/a.txt'), 'utf8'), 'changed');
  assert.equal(await readFile(at('shared/x.txt'), 'utf8'), 'x');
  assert.equal(await readFile(join(folder.path, 'real/a.txt'), 'utf8'), 'a');
  assert.equal(await readFile(join(outside.path, 'secret.txt'), 'utf8'), 'outside');
});

test('a link that names the workspace by another path leads to the copy', async () => {
  await using names = await temporaryFolder();
  await using folder = await writtenWorkspace({ 'real/a.txt': 'a' });
  const alias = join(names.path, 'alias');
  await symlink(folder.path, alias, 'junction');
  await symlink(join(alias, 'real'), join(folder.path, 'linked'), 'junction');
  await symlink(join(alias, 'real/a.txt'), join(folder.path, 'a.txt'), 'file');
  await using opened = await openCopy(folder.path);
  const at = (file: string): string => join(opened.scratch.folder, file);
  await writeFile(at('linked/a.txt'), 'changed');
  assert.equal(await readFile(at('a.txt'), 'utf8'), 'changed');
  assert.equal(await readFile(join(folder.path, 'real/a.txt'), 'utf8'), 'a');
});

test('nothing is written through a link that leads out of the copy', async () => {
  await using outside = await writtenWorkspace({ 'folder/x.txt': 'x' });
  await using folder = await writtenWorkspace({ 'a.txt': 'a' });
  await symlink(join(outside.path, 'folder'), join(folder.path, 'shared'), 'junction');
  await symlink('shared/x.txt', join(folder.path, 'x.txt'), 'file');
  await symlink(join(outside.path, 'absent.txt'), join(folder.path, 'absent.txt'), 'file');
  await using opened = await openCopy(folder.path);
  const { scratch } = opened;
  for (const file of ['shared/x.txt', 'shared/new/y.txt', 'absent.txt']) {
    await assert.rejects(scratch.write(file, 'changed'), { code: 'workspace.leads-out' });
    await scratch.restore(file);
  }
  await scratch.write('x.txt', 'changed');
  assert.equal(await readFile(join(scratch.folder, 'x.txt'), 'utf8'), 'changed');
  assert.equal(await readFile(join(outside.path, 'folder/x.txt'), 'utf8'), 'x');
  assert.deepEqual(await readdir(outside.path, { recursive: true }), ['folder', join('folder', 'x.txt')]);
});
