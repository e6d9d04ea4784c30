import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeFolder } from '../../../trainer/workspace/removal.ts';
import { writtenWorkspace } from '../../support/workspace/written.ts';

test('a folder is removed with the folders in it that may not be written to', async () => {
  await using folder = await writtenWorkspace({ 'left/inner/a.txt': 'a' });
  const left = join(folder.path, 'left');
  await chmod(join(left, 'inner'), 0o500);
  await chmod(left, 0o500);
  await removeFolder(left);
  assert.equal(existsSync(left), false);
  await removeFolder(left);
});
