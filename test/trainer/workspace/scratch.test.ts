import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { changedFiles, fingerprint } from '../../../trainer/workspace/fingerprint.ts';
import { readWorkspace } from '../../../trainer/workspace/read.ts';
import { openScratch } from '../../../trainer/workspace/scratch.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { git, never, openCopy, writeFiles, writtenWorkspace } from '../../support/workspace/written.ts';

const options = { signal: never };

/** Lets temporary files lie in a folder until the test ends. */
function temporaryFilesIn(folder: string, context: TestContext): void {
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
    const before = process.env[name];
    process.env[name] = folder;
    context.after(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
}

test('a copy has every file byte for byte, wherever it lies and however it is named', async () => {
  const files = {
    'crlf.txt': Buffer.from('one\r\ntwo\r\n'),
    'Größe & Maß/ein file.py': Buffer.from('x = "\u00e9"\n'),
    'bytes.bin': Buffer.from([0, 255, 254, 10, 13]),
  };
  await using folder = await writtenWorkspace(files);
  await using opened = await openCopy(folder.path);
  assert.deepEqual(opened.workspace.files, Object.keys(files).sort());
  for (const [file, content] of Object.entries(files)) {
    assert.deepEqual(await readFile(join(opened.scratch.folder, file)), content);
  }
});

test('a file of the copy is replaced and put back, byte for byte, and reads as it was copied meanwhile', async () => {
  await using folder = await writtenWorkspace({ 'a.py': '\ufeffone\r\n' });
  await using opened = await openCopy(folder.path);
  const { scratch } = opened;
  const written = (): Promise<string> => readFile(join(scratch.folder, 'a.py'), 'utf8');
  await scratch.write('a.py', 'two\n');
  await scratch.write('a.py', 'three\n');
  assert.equal(await written(), 'three\n');
  assert.equal(await scratch.read('a.py'), '\ufeffone\r\n');
  await scratch.restore('a.py');
  assert.equal(await written(), '\ufeffone\r\n');
  assert.equal(await readFile(join(folder.path, 'a.py'), 'utf8'), '\ufeffone\r\n');
});

test('a file that is written besides is gone when it is put back', async () => {
  await using folder = await writtenWorkspace({ 'a.py': '' });
  await using opened = await openCopy(folder.path);
  await opened.scratch.write('beside/b.py', 'x\n');
  await opened.scratch.restore('beside/b.py');
  await opened.scratch.restore('a.py');
  assert.equal(existsSync(join(opened.scratch.folder, 'beside/b.py')), false);
});

test('a copy is removed when it is disposed of, and when making it fails or is stopped', async (context) => {
  await using folder = await writtenWorkspace({ 'a.js': '', 'b.js': '' });
  await using temporary = await temporaryFolder();
  temporaryFilesIn(temporary.path, context);
  const workspace = await readWorkspace(folder.path, options);
  const scratch = await openScratch(workspace, options);
  assert.equal((await readdir(temporary.path)).length, 1);
  assert.ok(existsSync(scratch.folder));
  await scratch[Symbol.asyncDispose]();
  await rm(join(folder.path, 'b.js'));
  await assert.rejects(openScratch(workspace, options), { code: 'workspace.copy', message: /b\.js/ });
  const reason = new Error('enough');
  await assert.rejects(openScratch(workspace, { signal: AbortSignal.abort(reason) }), reason);
  assert.deepEqual(await readdir(temporary.path), []);
});

const writing = `
  import assert from 'node:assert';
  import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
  import { tmpdir } from 'node:os';
  import { join } from 'node:path';
  import { test } from 'node:test';
  import { name } from 'installed';
  test('writes', () => {
    assert.equal(name, 'installed');
    assert.deepEqual(readdirSync(tmpdir()), []);
    writeFileSync('result.txt', 'x');
    writeFileSync('a.test.js', 'x');
    writeFileSync(join(tmpdir(), 'temporary.txt'), 'x');
    mkdirSync('node_modules/.cache/tool', { recursive: true });
    writeFileSync('node_modules/.cache/tool/x', 'x');
  });
`;

test('what a test writes beside itself, into caches and temporary folders is gone with the copy', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module" }',
    'a.test.js': writing,
    'node_modules/installed/package.json': '{ "type": "module", "exports": "./main.js" }',
    'node_modules/installed/main.js': "export const name = 'installed';\n",
    'node_modules/.cache/tool/y': 'y',
  });
  const before = await fingerprint(folder.path, options);
  await using opened = await openCopy(folder.path);
  const run = await opened.run('a.test.js');
  assert.equal(run.status, 'passed', run.output);
  assert.equal(await readFile(join(opened.scratch.folder, 'result.txt'), 'utf8'), 'x');
  assert.deepEqual(changedFiles(before, await fingerprint(folder.path, options)), []);
  assert.deepEqual(await readdir(join(folder.path, 'node_modules/.cache/tool')), ['y']);
  assert.deepEqual(await readdir(join(opened.scratch.folder, 'node_modules/.cache/tool')), ['x']);
});

test('a package of the workspace that another one imports is the one of the copy', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module", "workspaces": ["packages/*"] }',
    'packages/sums/package.json': '{ "name": "@our/sums", "type": "module", "exports": "./index.js" }',
    'packages/sums/index.js': 'export const three = 3;\n',
    'packages/app/package.json': '{ "name": "app", "type": "module" }',
    'packages/app/app.test.js': `
      import assert from 'node:assert';
      import { test } from 'node:test';
      import { three } from '@our/sums';
      test('is three', () => assert.equal(three, 3));
    `,
  });
  await mkdir(join(folder.path, 'node_modules/@our'), { recursive: true });
  await symlink(join(folder.path, 'packages/sums'), join(folder.path, 'node_modules/@our/sums'), 'junction');
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('packages/app/app.test.js')).status, 'passed');
  await opened.scratch.write('packages/sums/index.js', 'export const three = 4;\n');
  assert.equal((await opened.run('packages/app/app.test.js')).status, 'failed');
});

test('packages above a workspace that is a part of a repository are found from its copy', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module" }',
    'node_modules/installed/package.json': '{ "exports": "./main.js" }',
    'node_modules/installed/main.js': 'exports.three = 3;\n',
    'parts/one/one.test.js': `
      import assert from 'node:assert';
      import { test } from 'node:test';
      import { three } from 'installed';
      test('is three', () => assert.equal(three, 3));
    `,
  });
  await git(folder.path, 'init', '--quiet');
  await using opened = await openCopy(join(folder.path, 'parts/one'));
  assert.equal((await opened.run('one.test.js')).status, 'passed');
});

test('a changed, an added and a removed file are told, and nothing else', async () => {
  await using folder = await writtenWorkspace({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
  const before = await fingerprint(folder.path, options);
  assert.deepEqual(changedFiles(before, await fingerprint(folder.path, options)), []);
  await writeFiles(folder.path, { 'a.txt': 'longer', 'd.txt': 'd' });
  await rm(join(folder.path, 'b.txt'));
  assert.deepEqual(changedFiles(before, await fingerprint(folder.path, options)), [
    'a.txt',
    'b.txt',
    'd.txt',
  ]);
});

test('a run is bounded, can be stopped, and takes variables of its own', async () => {
  await using folder = await writtenWorkspace({
    'waits.test.js':
      "require('node:test').test('waits', () => new Promise((end) => setTimeout(end, 600_000)));\n",
    'asks.test.js':
      "require('node:test').test('asks', () => console.log('told', process.env.TOLD, process.env.CI));\n",
    'prints.test.js': "require('node:test').test('prints', () => console.log('x'.repeat(10_000)));\n",
  });
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('waits.test.js', { limitMs: 1000 })).status, 'timed out');
  const reason = new Error('enough');
  const stop = new AbortController();
  const running = opened.run('waits.test.js', { signal: stop.signal });
  setTimeout(() => stop.abort(reason), 500);
  await assert.rejects(running, reason);
  assert.match((await opened.run('asks.test.js', { env: { TOLD: 'so' } })).output, /told so 1/);
  const { output } = await opened.run('prints.test.js');
  assert.equal(output.length, 4000);
  assert.match(output, /^x+\n[^]*pass 1\n/);
});

test(
  'a test that takes all the memory there is has failed',
  { skip: process.platform === 'linux' ? false : 'only Linux tells how much a program holds' },
  async () => {
    await using folder = await writtenWorkspace({
      'grows.test.js': `
        const held = [];
        const grow = () => setInterval(() => held.push(Buffer.alloc(2 ** 23, 1)), 50);
        require('node:test').test('grows', () => new Promise(grow));
      `,
    });
    await using opened = await openCopy(folder.path);
    const run = await opened.run('grows.test.js', { mostBytes: 2 ** 28 });
    assert.equal(run.status, 'failed');
    assert.match(run.output, /Ended, because it held \d+ MB of memory\.$/);
  },
);
