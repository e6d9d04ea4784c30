import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parseLog, readLog } from '../../../extension/panel/log.ts';
import type { LogLevel } from '../../../trainer/protocol/panel-request.ts';
import { TrainerError } from '../../../trainer/errors/error.ts';
import { describeEvent, openLog } from '../../../trainer/run/log.ts';
import { writeRun } from '../../support/written-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const time = '2026-11-22T14:30:05.123Z';

test('each entry that a trainer writes has its level', async () => {
  await using root = await temporaryFolder();
  const path = `${root.path}/trainer.log`;
  const log = openLog(path);
  log.event({ type: 'started', step: 0, time, steps: 75 });
  log.metrics({ step: 1, time, phase: 1, seconds: 2, tokens: 3, totalTokens: 3, metrics: { reward: 0.5 } });
  log.event({ type: 'warning', step: 1, time, code: 'odd', message: 'Something is odd.' });
  log.event({ type: 'failed', step: 1, time, code: 'x', message: 'No room.', hint: 'Free some.' });
  log.failure(new TrainerError('run.disk-full', 'No room.', 'Free some.'));
  log.failure(new RangeError('a defect'));
  const entries = parseLog(await readFile(path, 'utf8'));
  assert.deepEqual(
    entries.map(({ level }) => level),
    ['info', 'step', 'warning', 'error', 'error', 'error'] satisfies LogLevel[],
  );
  assert.equal(entries[0]?.text.text, describeEvent({ type: 'started', step: 0, time, steps: 75 }));
  assert.match(entries[5]?.text.text ?? '', /RangeError: a defect\n +at /);
});

test('the newest entries of a level and of what is worse are read, and older ones on demand', async () => {
  await using root = await temporaryFolder();
  const { path: run, log } = await writeRun(root.path, { id: 'run', steps: 1 });
  const lines = Array.from({ length: 30_000 }, (_, index) =>
    index % 100 === 0 ? `${time} Warning: number ${index}.` : `${time} step ${index} took 1.0 s, reward 0.5`,
  );
  await writeFile(log, `${lines.join('\n')}\n`);
  const first = await readLog({ run, level: 'warning', pages: 1 });
  assert.deepEqual([first.entries.length, first.older], [200, true]);
  assert.equal(first.entries.at(-1)?.text.text, 'Warning: number 29900.');
  assert.equal(first.entries[0]?.text.text, 'Warning: number 10000.');
  const second = await readLog({ run, level: 'warning', pages: 2 });
  assert.deepEqual([second.entries.length, second.older], [300, false]);
  assert.deepEqual((await readLog({ run, level: 'error', pages: 1 })).entries, []);
  assert.equal(
    (await readLog({ run, level: 'step', pages: 1 })).entries.at(-1)?.text.text,
    'step 29999 took 1.0 s, reward 0.5',
  );
});

test('an entry of a megabyte is cut, and a missing log is empty', async () => {
  await using root = await temporaryFolder();
  const { path: run, log } = await writeRun(root.path, { id: 'run', steps: 0 });
  assert.deepEqual((await readLog({ run, level: 'step', pages: 1 })).entries, []);
  await writeFile(log, `${time} ${'x'.repeat(2 ** 20)}\n`);
  const [entry] = (await readLog({ run, level: 'info', pages: 1 })).entries;
  assert.deepEqual([entry?.text.text.length, entry?.text.length], [2000, 2 ** 20]);
});
