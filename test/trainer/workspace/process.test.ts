import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../../trainer/process-identity.ts';
import { runProgram, type Program } from '../../../trainer/workspace/process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { never } from '../../support/workspace/written.ts';

/** A program in JavaScript, started in the folder; its number is what the folder is known by. */
const program = (folder: string, code: string): Program => ({
  program: process.execPath,
  parameters: ['-e', code],
  folder,
  env: { ...(process.env as Record<string, string>), NODE_OPTIONS: '', MARK: folder },
  mark: folder,
});

const forever = 'setInterval(() => undefined, 1000);';

/** Starts a child that waits forever, and writes its number to a file. */
const leaving = (options: string): string => `
  const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(forever)}], ${options});
  require('node:fs').writeFileSync('left', String(child.pid));
  child.unref();
`;

async function ended(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (!(await isRunning(pid, null))) return true;
    await sleep(20);
  }
  return false;
}

const leftBehind = async (folder: string): Promise<number> =>
  Number(await readFile(join(folder, 'left'), 'utf8'));

/** Resolves once the file is there: the program has come so far. */
async function appeared(file: string): Promise<void> {
  while (!existsSync(file)) await sleep(10);
}

test('a program ends with its code, and of its output the end is kept, without colours', async () => {
  await using folder = await temporaryFolder();
  const code = `
    process.stdout.write('first ' + 'x'.repeat(100_000));
    process.stdout.write('\\u001b[31mé last\\u001b[0m', () => process.exit(3));
  `;
  const {
    code: exit,
    timedOut,
    output,
  } = await runProgram(program(folder.path, code), {
    limitMs: 60_000,
    signal: never,
  });
  assert.deepEqual([exit, timedOut], [3, false]);
  assert.ok(output.endsWith('xé last'));
  assert.ok(output.length <= 16_000);
});

test('a program that cannot be started ends with the reason', async () => {
  await using folder = await temporaryFolder();
  const absent = { ...program(folder.path, ''), program: join(folder.path, 'absent') };
  const { code, output } = await runProgram(absent, { limitMs: 60_000, signal: never });
  assert.equal(code, null);
  assert.match(output, /ENOENT/);
});

test('at its limit a program is ended, and what it has started with it', async () => {
  await using folder = await temporaryFolder();
  const code = `${leaving("{ stdio: 'inherit' }")} console.log('waiting'); ${forever}`;
  const result = await runProgram(program(folder.path, code), { limitMs: 4000, signal: never });
  assert.deepEqual([result.code, result.timedOut], [null, true]);
  assert.match(result.output, /waiting/);
  assert.ok(await ended(await leftBehind(folder.path)));
});

test('what a program leaves running is ended when it ends, although it holds the output open', async () => {
  await using folder = await temporaryFolder();
  const left = program(folder.path, leaving("{ stdio: 'inherit' }"));
  const { code } = await runProgram(left, { limitMs: 60_000, signal: never });
  assert.equal(code, 0);
  if (process.platform !== 'win32') assert.ok(await ended(await leftBehind(folder.path)));
});

test(
  'a daemon in a process group of its own is ended as well, where the system tells whose it is',
  { skip: process.platform === 'linux' ? false : 'only Linux does' },
  async () => {
    await using folder = await temporaryFolder();
    const left = program(folder.path, leaving("{ detached: true, stdio: 'ignore' }"));
    await runProgram(left, { limitMs: 60_000, signal: never });
    assert.ok(await ended(await leftBehind(folder.path)));
  },
);

test(
  'a program that holds too much memory with what it has started is ended, and says so',
  { skip: process.platform === 'linux' ? false : 'only Linux tells how much it holds' },
  async () => {
    await using folder = await temporaryFolder();
    const growing = `const held = []; setInterval(() => held.push(Buffer.alloc(2 ** 23, 1)), 50);`;
    const code = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(growing)}]); ${forever}`;
    const limits = { limitMs: 60_000, mostBytes: 2 ** 28, signal: never };
    const result = await runProgram(program(folder.path, code), limits);
    assert.deepEqual([result.code, result.timedOut, result.outgrown], [null, false, true]);
    assert.match(result.output, /\nEnded, because it held \d+ MB of memory\.\n$/);
  },
);

test('when the signal aborts everything is ended, and then the reason is thrown', async () => {
  await using folder = await temporaryFolder();
  const stop = new AbortController();
  const reason = new Error('enough');
  const running = runProgram(program(folder.path, `${leaving("{ stdio: 'inherit' }")} ${forever}`), {
    limitMs: 60_000,
    signal: stop.signal,
  });
  await appeared(join(folder.path, 'left'));
  stop.abort(reason);
  await assert.rejects(running, reason);
  assert.ok(await ended(await leftBehind(folder.path)));
  await assert.rejects(runProgram(program(folder.path, ''), { limitMs: 1000, signal: stop.signal }), reason);
});
