import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsLine } from '../../../trainer/protocol/run-folder.ts';
import { duration } from '../../../trainer/protocol/duration.ts';
import { progressText, showProgress } from '../../../trainer/run/progress.ts';

const time = '2026-11-22T12:00:00.000Z';
const status = { state: 'running', activity: 'updating', step: 12, steps: 75, phase: 1 } as const;

function line(step: number, seconds = 4): MetricsLine {
  const metrics = {
    'solve/reward': 0.421,
    'critique/reward': 0.609,
    'critique/tpr': 0.9,
    'critique/tnr': 0.3,
  };
  return { step, time, phase: 1, seconds, tokens: 20_480, totalTokens: 0, metrics };
}

/** What would stand on a screen or in a file. */
function double(isTTY: boolean): { written: string[]; stream: Parameters<typeof showProgress>[0]['stream'] } {
  const written: string[] = [];
  return {
    written,
    stream: { isTTY, columns: 60, write: (text: string) => written.push(text), on: () => undefined },
  };
}

test('the line tells phase, step, remaining time, speed, rewards by task and activity', () => {
  // 63 steps of 4 s are 252 s; 20480 tokens in 4 s; (0.9 + 0.3) / 2 = 0.6.
  assert.equal(
    progressText({ status, line: line(12), secondsPerStep: undefined }),
    'phase 1, step 12/75, 4 min left, 5120 tokens/s, solve 0.42, critique 0.61 (balanced 0.60), updating',
  );
});

test('what is not known is left out', () => {
  assert.equal(
    progressText({
      status: { ...status, state: 'preparing', step: 0 },
      line: undefined,
      secondsPerStep: undefined,
    }),
    'phase 1, step 0/75, preparing',
  );
  const bare = { ...line(12, 0), metrics: { 'critique/reward': 0.5 } };
  assert.equal(
    progressText({ status: { ...status, state: 'paused' }, line: bare, secondsPerStep: 2 }),
    'phase 1, step 12/75, 2 min left, critique 0.50, paused',
  );
  assert.equal(
    progressText({
      status: { ...status, step: 75, activity: 'exporting' },
      line: { ...bare, step: 75 },
      secondsPerStep: 2,
    }),
    'phase 1, step 75/75, critique 0.50, exporting',
  );
});

test('durations are told in the unit that fits', () => {
  assert.deepEqual([0, 89.4, 90, 252, 5399, 5400, 9000].map(duration), [
    '0 s',
    '89 s',
    '2 min',
    '4 min',
    '1 h 30 min',
    '1 h 30 min',
    '2 h 30 min',
  ]);
});

test('on a terminal one line is rewritten within its width, and sentences stand above it', () => {
  const { written, stream } = double(true);
  using progress = showProgress({ stream, now: () => 0 });
  progress.status(status);
  progress.metrics(line(12));
  progress.event({ type: 'validation', score: 0.5, metrics: {}, step: 12, time });
  progress.event({ type: 'checkpoint-saved', folder: 'f', bytes: 1, step: 12, time });
  assert.deepEqual(written, [
    '\rphase 1, step 12/75, updating\u001B[K',
    '\rphase 1, step 12/75, 4 min left, 5120 tokens/s, solve 0.42,\u001B[K'.slice(0, 60) + '\u001B[K',
    '\r\u001B[KValidation after step 12: 0.500.\n',
  ]);
});

test('the remaining time follows the steps as they really come, saving included', () => {
  let clock = 0;
  const { written, stream } = double(false);
  using progress = showProgress({ stream, now: () => clock });
  progress.status({ ...status, steps: 20 });
  for (const step of [12, 13, 14]) {
    progress.metrics(line(step));
    clock += 10_000;
  }
  // 6 steps of 10 s, though a step itself takes 4 s.
  assert.match(written.at(-1) ?? '', /step 14\/20, 60 s left/);
});

test('elsewhere a plain line comes every few seconds, and for the last step', () => {
  let clock = 0;
  const { written, stream } = double(false);
  using progress = showProgress({ stream, now: () => clock });
  progress.status({ ...status, steps: 9 });
  for (let step = 1; step <= 9; step += 1) {
    progress.metrics(line(step));
    clock += 2_000;
  }
  const shown = written.map((text) => /step (\d)\/9/.exec(text)?.[1]);
  assert.deepEqual(shown, ['1', '4', '7', '9']);
  assert.ok(written.every((text) => text.endsWith('\n') && !text.includes('\r')));
});

test('a message cannot steer the terminal', () => {
  const { written, stream } = double(true);
  using progress = showProgress({ stream });
  progress.event({ type: 'warning', code: 'c', message: 'a\u001B[2Jb', step: 1, time });
  assert.deepEqual(written, ['Warning: ab\n']);
});
