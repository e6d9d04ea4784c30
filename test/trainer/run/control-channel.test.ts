/** Where the control socket of a run is: found before its lock is written, which names it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemCode } from '../../../trainer/errors/run.ts';
import { controlAddress } from '../../../trainer/run/control-channel.ts';
import { runFolder } from '../../../trainer/run/folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { stepsHeardAt } from './fixtures/serving.ts';

test(
  'a run folder with a long path gets its socket in a short, private one',
  { skip: process.platform === 'win32' },
  async () => {
    await using root = await temporaryFolder();
    const path = join(root.path, 'a'.repeat(60), 'b'.repeat(60));
    await mkdir(path, { recursive: true });
    const address = await controlAddress(runFolder(path));
    assert.ok(Buffer.byteLength(address.path) <= 103);
    const place = join(address.path, '..');
    assert.equal((await stat(place)).mode & 0o777, 0o700);
    assert.equal(await stepsHeardAt(address.path, 1), 1);
    await address[Symbol.asyncDispose]();
    assert.equal(existsSync(place), false);
  },
);

/** What binding a socket in the folder fails with; undefined where it succeeds. */
async function bindingFails(folder: string): Promise<string | undefined> {
  const server = createServer().listen(join(folder, `critique-coder-${process.pid}`));
  const failed = await once(server, 'listening').then(() => undefined, systemCode);
  server.close();
  return failed;
}

// Linux's /sys has no sockets, which root is told; others are told that they may not write there.
const hasNoSockets = process.platform === 'linux' && (await bindingFails('/sys')) === 'EPERM';

test(
  'a run folder on a file system without sockets gets its socket in a private one',
  { skip: !hasNoSockets },
  async () => {
    await using address = await controlAddress(runFolder('/sys'));
    assert.equal((await stat(join(address.path, '..'))).mode & 0o777, 0o700);
    assert.equal(await stepsHeardAt(address.path, 1), 1);
  },
);

test('looking for an address leaves nothing in the run folder', async () => {
  await using root = await temporaryFolder();
  await using address = await controlAddress(runFolder(root.path));
  if (process.platform !== 'win32') assert.equal(address.path, join(root.path, 'control.sock'));
  assert.deepEqual(await readdir(root.path), []);
});

test(
  'where every path is too long the error says which variable to set',
  { skip: process.platform === 'win32' },
  async () => {
    await using root = await temporaryFolder();
    const long = join(root.path, 'c'.repeat(110));
    await mkdir(long);
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = long;
    try {
      await assert.rejects(controlAddress(runFolder(long)), {
        code: 'control.path-too-long',
        hint: /TMPDIR/,
      });
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    assert.deepEqual(await readdir(long), []);
  },
);
