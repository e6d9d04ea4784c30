import assert from 'node:assert/strict';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { TrainerError } from '../../../trainer/errors/error.ts';
import { denoArguments, findDeno } from '../../../trainer/sandbox/deno.ts';
import { openSandbox } from '../../../trainer/sandbox/open.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { imageFolder, openTestSandbox, results, callOf } from './support.ts';

/** A script that starts the true Deno with these arguments in place of all that stand before the worker's script. */
async function pretendDeno(folder: string, ...granted: string[]): Promise<string> {
  const path = join(folder, 'deno');
  const script = `#!/bin/sh\nfor last; do :; done\nexec '${findDeno()}' run ${granted.join(' ')} "$last"\n`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}

const onWindows = process.platform === 'win32';

test('the boundary that is there is found by trying it, in both languages and from outside', async () => {
  await using sandbox = await openSandbox({ workers: 1, imageFolder });
  const { level } = sandbox;
  assert.equal(level.level, 'strong');
  const actions = level.findings.map(({ action, denied }) => `${denied ? 'denied' : 'ALLOWED'} ${action}`);
  for (const action of [
    'javascript: read a file',
    'javascript: write a file',
    'javascript: read the environment',
    'javascript: connect to a port',
    'javascript: run a program',
    'javascript: load a native library',
    'javascript: keep something in a cache on disk',
    'python: read a file',
    'python: connect to a port',
    'python: import js',
    'python: reach JavaScript through the core of Pyodide',
    'seen from outside: a file was written',
    'seen from outside: a connection was made',
  ]) {
    assert.ok(actions.includes(`denied ${action}`), action);
  }
  assert.ok(level.findings.length >= 30);
});

for (const [granted, leak] of [
  ['--allow-all', /javascript: read a file: it succeeded/],
  ['--allow-read', /javascript: read a file: it succeeded/],
  ['--allow-write', /seen from outside: a file was written/],
  ['--allow-net', /seen from outside: a connection was made/],
  ['--allow-env', /javascript: read the environment/],
  ['--allow-run', /javascript: run a program/],
  ['--allow-ffi', /javascript: load a native library/],
  ['--allow-sys', /javascript: read the name of the machine/],
] as const) {
  test(`a Deno that was started with ${granted} executes no program`, { skip: onWindows }, async () => {
    await using folder = await temporaryFolder();
    const denoPath = await pretendDeno(folder.path, '--no-prompt', granted);
    await assert.rejects(openSandbox({ workers: 1, imageFolder, denoPath }), (error) => {
      assert.ok(error instanceof TrainerError);
      assert.equal(error.code, 'sandbox.boundary-missing');
      assert.match(error.message, /refuses to execute programs/);
      assert.match(error.message, leak);
      return true;
    });
  });
}

test('something that is not Deno executes no program', { skip: onWindows }, async () => {
  await using folder = await temporaryFolder();
  const denoPath = join(folder.path, 'deno');
  await writeFile(denoPath, '#!/bin/sh\necho "this is not Deno" >&2\nexit 7\n');
  await assert.rejects(openSandbox({ imageFolder, denoPath }), { code: 'sandbox.deno-unusable' });
  await chmod(denoPath, 0o755);
  await assert.rejects(openSandbox({ imageFolder, denoPath }), (error) => {
    assert.ok(error instanceof TrainerError);
    assert.equal(error.code, 'sandbox.process-failed');
    assert.match(error.message, /code 7; it said: this is not Deno/);
    return true;
  });
});

test('a Deno that is not there is named', async () => {
  await assert.rejects(
    openSandbox({ imageFolder, denoPath: '/nowhere/deno' }),
    /\/nowhere\/deno cannot be executed/,
  );
});

test('every permission is denied by name', () => {
  const given = denoArguments('');
  for (const name of ['read', 'write', 'net', 'env', 'run', 'ffi', 'sys', 'import']) {
    assert.ok(given.includes(`--deny-${name}`));
  }
  assert.deepEqual(
    given.filter((argument) => argument.startsWith('--allow')),
    [],
  );
});

test('the image of a started interpreter is kept, used, and made anew when it is damaged', async () => {
  await using folder = await temporaryFolder();
  for (const damage of [false, true, false]) {
    await using sandbox = await openSandbox({ workers: 1, imageFolder: folder.path });
    assert.deepEqual(await results(sandbox, 'python', 'def f(): return 1', callOf()), [1]);
    const [file = '', ...more] = await readdir(folder.path);
    assert.deepEqual(more, []);
    const path = join(folder.path, file);
    assert.ok((await stat(path)).size > 20_000_000);
    const bytes = await readFile(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    if (damage) await writeFile(path, bytes);
  }
});

test('a sandbox works without a place for the image', async () => {
  await using sandbox = await openSandbox({ workers: 1, imageFolder: null });
  assert.deepEqual(await results(sandbox, 'python', 'def f(): return 1', callOf()), [1]);
});

test('nothing of the environment reaches a program', async () => {
  process.env['CRITIQUE_CODER_TEST_VALUE'] = 'secret';
  await using sandbox = await openTestSandbox();
  const program = `async function f() {
  const { execPath, pid, version, ...rest } = Deno;
  return [Object.keys(process.env), typeof rest];
}`;
  assert.deepEqual(await results(sandbox, 'javascript', program, callOf()), [[[], 'object']]);
});
