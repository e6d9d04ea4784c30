import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { asProgram, callOf, limits, openTestSandbox, outcomes, results } from './support.ts';

const endless = {
  language: 'python',
  program: 'while True: pass',
  exercise: asProgram,
  limits: { ...limits, timeMs: 60_000 },
} as const;
const one = { language: 'python', program: 'def f(): return 1', exercise: callOf(), limits } as const;

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until a condition holds, for twenty seconds at most; whether it does then is the test's to say. */
async function awaited(condition: () => boolean): Promise<boolean> {
  for (let patience = 0; patience < 1000 && !condition(); patience += 1) await wait(20);
  return condition();
}

/** Resolves when a process of the sandbox has told the outcome of a case, so that it is at the next one. */
function toldCase({ stdout }: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('"type":"case"')) resolve();
    });
  });
}

test('an aborted program rejects with the reason, and the sandbox goes on', async () => {
  await using sandbox = await openTestSandbox();
  for (const job of [endless, { ...endless, language: 'javascript', program: 'for (;;);' } as const]) {
    const controller = new AbortController();
    const running = sandbox.run(job, { signal: controller.signal });
    await wait(300);
    controller.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.deepEqual(await results(sandbox, 'python', one.program, one.exercise), [1]);
  }
});

test('a program that waits for its turn can be aborted, and one that was aborted before is not run', async () => {
  await using sandbox = await openTestSandbox();
  const first = new AbortController();
  const second = new AbortController();
  const running = sandbox.run(endless, { signal: first.signal });
  const waiting = sandbox.run(one, { signal: second.signal });
  const after = sandbox.run(one);
  second.abort(new Error('no more'));
  await assert.rejects(waiting, /no more/);
  await assert.rejects(sandbox.run(one, { signal: AbortSignal.abort(new Error('never')) }), /never/);
  first.abort(new Error('stop'));
  await assert.rejects(running, /stop/);
  assert.equal((await after).cases[0]?.status, 'returned');
});

test(
  'programs run beside each other, in as many processes as there are workers',
  { timeout: 120_000 },
  async () => {
    await using sandbox = await openTestSandbox(2);
    const controller = new AbortController();
    const busy = sandbox.run(endless, { signal: controller.signal });
    // The other worker has these to itself, so they come to their end beside the one that has none.
    const all = await Promise.all([one, one, one].map((job) => sandbox.run(job)));
    assert.deepEqual(
      all.map(({ cases }) => cases[0]?.status),
      Array(3).fill('returned'),
    );
    // Two for Python, and the one for JavaScript in which the boundary was tried; those that it cost are still ending.
    await awaited(() => sandbox.pids.length <= 3);
    assert.equal(sandbox.pids.length, 3);
    controller.abort(new Error('enough'));
    await assert.rejects(busy, /enough/);
  },
);

test(
  'a process that dies costs the case that it was busy with, and nothing else',
  { timeout: 120_000 },
  async () => {
    const children: ChildProcess[] = [];
    const note = (message: unknown) => children.push((message as { process: ChildProcess }).process);
    subscribe('child_process', note);
    await using sandbox = await openTestSandbox();
    unsubscribe('child_process', note);
    const program = 'import time\ndef f(x):\n    if x: time.sleep(60)\n    return x';
    const exercise = { kind: 'calls', entryPoint: 'f', inputs: [[0], [1], [0]] } as const;
    const running = sandbox.run({
      language: 'python',
      program,
      exercise,
      limits: { ...limits, timeMs: 60_000 },
    });
    await Promise.race(children.map(toldCase));
    for (const pid of sandbox.pids) process.kill(pid, 'SIGKILL');
    const { cases } = await running;
    assert.deepEqual(
      cases.map(({ status }) => status),
      ['returned', 'crashed', 'returned'],
    );
  },
);

test('a process that dies while it is idle is replaced', async () => {
  await using sandbox = await openTestSandbox();
  for (const pid of sandbox.pids) process.kill(pid, 'SIGKILL');
  await wait(200);
  assert.deepEqual(await results(sandbox, 'python', one.program, one.exercise), [1]);
});

test('a time limit that the interpreter cannot keep is kept by ending its process, and the cases go on', async () => {
  await using sandbox = await openTestSandbox();
  const before = sandbox.pids;
  const program = 'def f(x): return sum(range(10 ** 15)) if x else x';
  const exercise = { kind: 'calls', entryPoint: 'f', inputs: [[0], [1], [0]] } as const;
  const cases = await outcomes(sandbox, { language: 'python', program, exercise, limits: { timeMs: 1500 } });
  assert.deepEqual(
    cases.map(({ status }) => status),
    ['returned', 'timeout', 'returned'],
  );
  assert.ok(sandbox.pids.some((pid) => !before.includes(pid)));
});

test('closing a sandbox ends its processes, and what it was doing fails with a clear error', async () => {
  const sandbox = await openTestSandbox();
  const running = assert.rejects(sandbox.run(endless), { code: 'sandbox.closed' });
  const waiting = assert.rejects(sandbox.run(one), { code: 'sandbox.closed' });
  await wait(200);
  const { pids } = sandbox;
  assert.ok(pids.length > 0);
  await sandbox[Symbol.asyncDispose]();
  await Promise.all([running, waiting]);
  assert.ok(!pids.some(lives));
  await assert.rejects(sandbox.run(one), { code: 'sandbox.closed' });
});

test('when the parent is killed, no process of the sandbox stays behind', { timeout: 120_000 }, async () => {
  const script = join(import.meta.dirname, 'fixtures/keep-busy.ts');
  const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pids = JSON.parse(line.toString()) as number[];
  assert.ok(pids.length >= 2 && pids.every(lives), String(pids));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  assert.ok(await awaited(() => !pids.some(lives)));
});
