/** Telling a process that runs from one that has ended, and from another with its number. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { isRunning, processStart, startFromPs } from '../../trainer/process-identity.ts';
import { until } from './run/fixtures/toy-run.ts';

const skip = process.platform === 'win32';

test('a process that has ended is not running, also while its parent has not noticed', { skip }, async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  assert.equal(await isRunning(child.pid ?? 0, null), false);
  const start = await processStart(process.pid);
  assert.equal(await isRunning(process.pid, start), true);
  // The shell becomes a sleeping program, which does not notice that its child has ended.
  const parent = spawn('bash', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  await until(async () => !(await isRunning(Number(output.toString()), null)));
  parent.kill('SIGKILL');
});

test('ps tells when a process started, the same each time', { skip: !existsSync('/bin/ps') }, async () => {
  const start = await startFromPs(process.pid);
  assert.match(start ?? '', /^\w{3} \w{3} +\d+ \d\d:\d\d:\d\d \d{4}$/);
  assert.equal(await startFromPs(process.pid), start);
});
