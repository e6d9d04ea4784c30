import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { freeBytes } from '../../trainer/disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('a folder that is still to be made has the room of the disk that it will lie on', async () => {
  await using folder = await temporaryFolder();
  assert.ok((await freeBytes(join(folder.path, 'to', 'be', 'made'))) > 0);
});

test(
  'a disk that cannot be asked is told in words that fit a cache, a run and an export alike',
  { skip: process.platform === 'win32' && 'Windows does not tell this path from one that is not there' },
  async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    const failure = { code: 'preflight.disk-unknown', message: /^How much room the disk of .*ENOTDIR/ };
    await assert.rejects(freeBytes(join(file, 'below')), failure);
  },
);
