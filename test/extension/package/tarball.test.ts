/** What npm is given to install the command line from. */
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { packTarball } from '../../../extension/package/tarball.ts';
import { repository } from '../../process/program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('the tarball asks for the Node that runs it, not for the one that npm ci is started by', async () => {
  await using folder = await temporaryFolder();
  const [dist, packages] = [join(folder.path, 'dist'), join(folder.path, 'packages')];
  for (const each of [dist, packages]) await mkdir(each);
  await writeFile(join(dist, 'critique-coder.mjs'), '');
  await packTarball({ root: repository, dist }, packages);
  const [file = ''] = await readdir(packages);
  assert.match(file, /^critique-coder-.*\.tgz$/);
  await execa('tar', ['-xzf', file], { cwd: packages });
  const packed = join(packages, 'package');
  assert.deepEqual((await readdir(packed)).sort(), ['LICENSE', 'README.md', 'dist', 'package.json']);
  assert.deepEqual(await readdir(join(packed, 'dist')), ['critique-coder.mjs']);
  const read = async (from: string): Promise<{ engines: { node: string } }> =>
    JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as { engines: { node: string } };
  const [project, own] = [await read(repository), await read(packed)];
  assert.deepEqual(own, { ...project, engines: { ...project.engines, node: '>=24' } });
});
