import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../../../trainer/workspace/root.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('the project of a file is the nearest folder above it with a mark of one', async () => {
  await using folder = await temporaryFolder();
  const inner = join(folder.path, 'packages', 'one');
  await mkdir(join(inner, 'src', 'deep'), { recursive: true });
  await writeFile(join(folder.path, '.git'), 'gitdir: elsewhere\n');
  assert.equal(await projectFolder(join(inner, 'src', 'deep', 'a.js')), folder.path);
  await writeFile(join(inner, 'package.json'), '{}\n');
  assert.equal(await projectFolder(join(inner, 'src', 'deep', 'a.js')), inner);
  await writeFile(join(inner, 'src', 'pyproject.toml'), '');
  assert.equal(await projectFolder(join(inner, 'src', 'a.py')), join(inner, 'src'));
});
