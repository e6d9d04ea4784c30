import assert from 'node:assert/strict';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listEntries } from '../../../trainer/workspace/listing.ts';
import { git, never, writeFiles, writtenWorkspace } from '../../support/workspace/written.ts';

const filesIn = async (folder: string): Promise<string[]> =>
  (await listEntries(folder, never)).map(({ file }) => file);

test('in a repository the files are what git tracks or would track, without those that are deleted', async () => {
  await using folder = await writtenWorkspace({
    '.gitignore': '*.log\nlocal/\n',
    'tracked.py': '',
    'deleted.py': '',
    'forced.log': '',
    'sub/in.py': '',
  });
  await git(folder.path, 'init', '--quiet');
  await git(folder.path, 'add', '--force', '.');
  await rm(join(folder.path, 'deleted.py'));
  await writeFiles(folder.path, {
    'new file.py': '',
    'ignored.log': '',
    'local/x.py': '',
    'dist/kept.js': '',
    'node_modules/a/index.js': '',
    'sub/__pycache__/in.pyc': '',
  });
  assert.deepEqual(await filesIn(folder.path), [
    ...['.gitignore', 'dist/kept.js', 'forced.log', 'new file.py', 'sub/in.py', 'tracked.py'],
  ]);
});

test('a part of a repository has its own files, named from there, and one that git ignores as a whole has all', async () => {
  await using folder = await writtenWorkspace({
    '.gitignore': 'private/\n*.log\n',
    'top.py': '',
    'parts/one/a.py': '',
    'parts/one/b.log': '',
    'private/c.py': '',
    'private/build/d.py': '',
  });
  await git(folder.path, 'init', '--quiet');
  assert.deepEqual(await filesIn(join(folder.path, 'parts/one')), ['a.py']);
  assert.deepEqual(await filesIn(join(folder.path, 'private')), ['c.py']);
});

test('what a build has put beside the sources is listed although git ignores it, and marked so', async () => {
  await using folder = await writtenWorkspace({
    '.gitignore': '_version.py\n*.so\n*.tmp\nout/\n',
    'package/a.py': '',
    'package/_version.py': '',
    'package/fast.so': '',
    'package/x.tmp': '',
    'out/b.js': '',
  });
  await git(folder.path, 'init', '--quiet');
  const entries = await listEntries(folder.path, never);
  assert.deepEqual(
    entries.map(({ file, ignored }) => [file, ignored]),
    [
      ['.gitignore', false],
      ['package/_version.py', true],
      ['package/a.py', false],
      ['package/fast.so', true],
    ],
  );
});

test('of a submodule, and of a repository inside, the files are listed as well', async () => {
  await using other = await writtenWorkspace({ 'module.py': '' });
  await git(other.path, 'init', '--quiet');
  await git(other.path, 'add', '.');
  await git(other.path, 'commit', '--quiet', '--message', 'Begin');
  await using folder = await writtenWorkspace({
    'a.py': '',
    'inside/.gitignore': 'c.py\n',
    'inside/b.py': '',
    'inside/c.py.txt': '',
  });
  await git(folder.path, 'init', '--quiet');
  await git(folder.path, 'submodule', '--quiet', 'add', other.path, 'taken');
  await git(join(folder.path, 'inside'), 'init', '--quiet');
  assert.deepEqual(await filesIn(folder.path), [
    ...['.gitmodules', 'a.py', 'inside/.gitignore', 'inside/b.py', 'inside/c.py.txt', 'taken/module.py'],
  ]);
});

test('without a repository the files are those that the usual rules leave', async () => {
  await using folder = await writtenWorkspace({
    'a.py': '',
    'sub/b.ts': '',
    'sub/node_modules/x/index.js': '',
    'dist/a.js': '',
    'sub/coverage/c.js': '',
    '.venv/lib/x.py': '',
    '__pycache__/a.pyc': '',
    '.env': 'A=1',
  });
  assert.deepEqual(await filesIn(folder.path), ['.env', 'a.py', 'sub/b.ts']);
});

test('a virtual environment is left out whatever its name, and a link is not followed', async () => {
  await using folder = await writtenWorkspace({
    'a.py': '',
    'python-3/pyvenv.cfg': '',
    'python-3/lib/x.py': '',
    'real/b.py': '',
  });
  await symlink(join(folder.path, 'real'), join(folder.path, 'linked'), 'junction');
  assert.deepEqual(await filesIn(folder.path), ['a.py', 'linked', 'real/b.py']);
  await mkdir(join(folder.path, '.git'));
  assert.deepEqual(await filesIn(folder.path), ['a.py', 'linked', 'real/b.py']);
});

test('a folder that is not there is told, and listing can be stopped', async () => {
  await using folder = await writtenWorkspace({ 'a.py': '' });
  await assert.rejects(listEntries(join(folder.path, 'absent'), never), {
    code: 'workspace.unreadable',
    message: /absent/,
  });
  const reason = new Error('enough');
  await assert.rejects(listEntries(folder.path, AbortSignal.abort(reason)), reason);
});
