import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeFiles, hashContent } from '../../trainer/hash.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** FIPS 180-4's example, and of nothing. */
const ofAbc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('a text and its bytes have the same hash', () => {
  assert.equal(hashContent('abc'), ofAbc);
  assert.equal(hashContent(Uint8Array.of(97, 98, 99)), ofAbc);
});

test('a folder’s files are described in the order of their paths, those of inner folders too', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'inner', 'empty'), { recursive: true });
  await writeFile(join(folder.path, 'last'), '');
  await writeFile(join(folder.path, 'inner', 'file'), 'abc');
  await writeFile(join(folder.path, 'first'), 'abc');
  assert.deepEqual(Object.entries(await describeFiles(folder.path)), [
    ['first', { bytes: 3, sha256: ofAbc }],
    ['inner/file', { bytes: 3, sha256: ofAbc }],
    ['last', { bytes: 0, sha256: ofNothing }],
  ]);
});
