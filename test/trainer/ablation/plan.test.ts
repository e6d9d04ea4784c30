/** How long the rest of an ablation takes, told from what its runs took. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultConfig, defaultDesign } from '../../../trainer/ablation/default-grid.ts';
import { pacesOf, planReport } from '../../../trainer/ablation/plan.ts';
import { runsOf, type RunStanding } from '../../../trainer/ablation/runs.ts';
import { planLines } from '../../../trainer/ablation/words.ts';
import { runEventSchema } from '../../../trainer/protocol/events.ts';
import type { MetricsLine } from '../../../trainer/protocol/run-folder.ts';
import { openJournal } from '../../../trainer/run/journal.ts';
import { mkdir } from 'node:fs/promises';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const timeAt = (seconds: number): string => new Date(Date.UTC(2026, 10, 27) + seconds * 1000).toISOString();

const lineAt = (step: number, seconds: number): MetricsLine => ({
  step,
  time: timeAt(seconds),
  phase: 1,
  seconds: 1,
  tokens: 1,
  totalTokens: step,
  metrics: {},
});

const eventAt = (type: string, seconds: number) =>
  runEventSchema.parse({ type, time: timeAt(seconds), step: 1, steps: 3, after: 'stopped', setAside: null });

test('the time between two steps counts, but not where the run rested or was resumed in between', () => {
  const metrics = [lineAt(1, 10), lineAt(2, 14), lineAt(3, 100), lineAt(4, 106), lineAt(5, 500)];
  const events = [
    eventAt('started', 0),
    eventAt('resumed', 90),
    eventAt('paused', 110),
    eventAt('unpaused', 490),
  ];
  assert.deepEqual(pacesOf({ metrics, events }), [4, 6]);
  assert.deepEqual(pacesOf({ metrics: [lineAt(1, 10)], events: [] }), []);
});

const design = {
  ...defaultDesign(defaultConfig(4)),
  axes: [{ path: 'critiqueShare', values: [0, 1] }],
  seeds: [1],
};

test('a run that is not begun takes as long as its cell, or as all; one that failed takes none until it is tried again', async () => {
  await using folder = await temporaryFolder();
  const standings = runsOf(folder.path, { ...design, seeds: [1, 2] }).map((run): RunStanding => ({
    run,
    state: 'new',
    step: 0,
    best: null,
    problem: null,
    heldOut: null,
  }));
  const before = await planReport(folder.path, standings);
  assert.deepEqual([before.secondsPerStep, before.secondsLeft], [null, null]);

  const [done, begun, failed, ...rest] = standings;
  assert.ok(done !== undefined && begun !== undefined && failed !== undefined);
  for (const [{ run }, seconds] of [
    [done, [0, 2, 4, 6]],
    [begun, [0, 8]],
  ] as const) {
    await mkdir(run.folder.path);
    await using journal = await openJournal<MetricsLine>(run.folder.metrics);
    for (const [index, second] of seconds.entries()) await journal.append(lineAt(index + 1, second));
  }
  const heldOut = { protocol: 1, step: 4, seconds: 3, rows: [] };
  const plan = await planReport(folder.path, [
    { ...done, state: 'finished', step: 4, heldOut },
    { ...begun, state: 'stopped', step: 2 },
    { ...failed, state: 'failed', step: 1, problem: 'It broke.' },
    ...rest,
  ]);
  // The mean of 2, 2, 2 and 8 is 3.5 seconds. Measuring takes 3 besides.
  assert.equal(plan.secondsPerStep, 3.5);
  assert.deepEqual(
    plan.runs.map(({ id, secondsLeft }) => [id, secondsLeft]),
    [
      ['centre-seed1', 0],
      ['critiqueShare-0-seed1', 2 * 8 + 3],
      ['critiqueShare-1-seed1', 0],
      ['centre-seed2', 4 * 2 + 3],
      ['critiqueShare-0-seed2', 4 * 8 + 3],
      ['critiqueShare-1-seed2', 4 * 3.5 + 3],
    ],
  );
  assert.equal(plan.secondsLeft, 19 + 11 + 35 + 17);
  const lines = planLines(plan).join('\n');
  assert.match(lines, /^centre-seed1 +done$/m);
  assert.match(lines, /^critiqueShare-0-seed1 +stopped at step 2 of 4 +19 s$/m);
  assert.match(lines, /^6 runs: 1 done, 1 failed, 4 left; about 82 s, at 3\.5 s a step\.$/m);
});

test('runs lie in folders of their cell and seed, seed after seed, and differ in nothing else', () => {
  const runs = runsOf('out', { ...design, seeds: [1, 2] });
  assert.deepEqual(
    runs.map(({ folder }) => folder.path),
    [
      'centre-seed1',
      'critiqueShare-0-seed1',
      'critiqueShare-1-seed1',
      'centre-seed2',
      'critiqueShare-0-seed2',
      'critiqueShare-1-seed2',
    ].map((name) => join(process.cwd(), 'out', name)),
  );
  assert.deepEqual(runs[3]?.config, { ...design.config, seed: 2 });
});
