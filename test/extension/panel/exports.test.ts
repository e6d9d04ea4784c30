/** The files that a user exports: metrics as CSV, a chart as SVG. */
import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { chartFile } from '../../../extension/panel/chart-file.ts';
import { metricsCsv } from '../../../extension/panel/csv.ts';
import { FollowedRun } from '../../../extension/panel/series/follow.ts';
import { snapshotOf } from '../../../extension/panel/snapshot.ts';
import { chartSvg } from '../../../extension/panel/svg.ts';
import { inEnglish } from '../../../trainer/protocol/translate.ts';
import { chartOf } from '../../../trainer/protocol/panel-chart-table.ts';
import type { Line } from '../../../trainer/protocol/panel-lines.ts';
import { entryOf } from '../../support/run-entries.ts';
import { writeRun } from '../../support/written-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { standInForVscode } from '../support/vscode-module.ts';

/** A user who saves where the test says, and cancels where it says so. */
const user = { target: '', cancels: false };
const token = {
  onCancellationRequested: (cancel: () => void) => {
    if (user.cancels) cancel();
    return { dispose: () => undefined };
  },
};
standInForVscode({
  window: {
    showSaveDialog: () => Promise.resolve({ fsPath: user.target }),
    showInformationMessage: () => Promise.resolve(undefined),
    withProgress: (_options: unknown, task: (progress: unknown, cancellation: unknown) => unknown) =>
      task(undefined, token),
  },
  commands: {},
  workspace: {},
  Uri: { file: (path: string) => path },
  ProgressLocation: {},
});
const { saveMetrics } = await import('../../../extension/panel/exports.ts');

const signal = new AbortController().signal;

async function csvOf(run: string): Promise<string> {
  let text = '';
  for await (const piece of metricsCsv(run, signal)) text += piece;
  return text;
}

test('a CSV has a row a step and a column a metric, with every digit that was logged', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 0 });
  const common = '"time":"2026-11-22T14:30:05.000Z","phase":1,"seconds":1.5,"tokens":7';
  await appendFile(
    folder.metrics,
    `{"step":1,${common},"totalTokens":7,"metrics":{"b":0.1234567890123,"a":1}}\n`,
  );
  await appendFile(
    folder.metrics,
    `{"step":2,${common},"totalTokens":14,"metrics":{"b":2,"=evil,\\"x\\"":3}}\n`,
  );
  assert.equal(
    await csvOf(folder.path),
    [
      `step,time,phase,seconds,tokens,total_tokens,"'=evil,""x""",a,b`,
      '1,2026-11-22T14:30:05.000Z,1,1.5,7,7,,1,0.1234567890123',
      '2,2026-11-22T14:30:05.000Z,1,1.5,7,14,3,,2',
      '',
    ].join('\r\n'),
  );
});

test('a CSV of 5,000 steps has all of them', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 5000, validationEvery: 0 });
  assert.equal((await csvOf(folder.path)).split('\r\n').length, 5002);
});

test('an export replaces a file once it is whole; one that fails or is cancelled leaves what was there', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 3 });
  const saved = join(root.path, 'saved');
  await mkdir(saved);
  user.target = join(saved, 'metrics.csv');
  await writeFile(user.target, 'of another day');
  const run = entryOf(folder.path, 'run', { step: 3 });
  const left = async (): Promise<readonly string[]> => [
    ...(await readdir(saved)),
    await readFile(user.target, 'utf8'),
  ];
  user.cancels = true;
  await saveMetrics(run);
  assert.deepEqual(await left(), ['metrics.csv', 'of another day']);
  user.cancels = false;
  const whole = await csvOf(folder.path);
  await saveMetrics(run);
  assert.deepEqual(await left(), ['metrics.csv', whole]);
  await rm(folder.metrics);
  await mkdir(folder.metrics);
  await assert.rejects(saveMetrics(run), { code: 'run.file-failed' });
  assert.deepEqual(await left(), ['metrics.csv', whole]);
});

test('an export to where nothing can be written says why', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 3 });
  // Below a file, where neither writing nor removing is possible.
  user.target = join(folder.record, 'metrics.csv');
  await assert.rejects(saveMetrics(entryOf(folder.path, 'run', { step: 3 })), { code: 'run.file-failed' });
});

const line = (change: Partial<Line>): Line => ({
  label: 'Solve',
  x: [0, 50, 100],
  y: [0, null, 1],
  style: 0,
  before: null,
  stride: 1,
  buckets: null,
  noisy: true,
  ...change,
});

const chart = chartOf('reward', 1, inEnglish) ?? assert.fail('there is a chart of the reward');

test('an SVG has a path a line, told apart by dashes, over missing values', () => {
  const svg = chartSvg({
    chart,
    lines: [line({}), line({ label: 'Critique', style: 1, before: 0.5 })],
    axis: 'step',
    smoothing: 0,
    marks: [{ label: 'Phase 2', at: 50 }],
  });
  const [solve, critique] = [
    ...svg.matchAll(/<path d="(M[^"]+)" fill="none" stroke="(#\w+)"[^>]*stroke-width="1.75"([^>]*)/g),
  ];
  assert.equal(solve?.[1], 'M64.0 392.0L776.0 64.4');
  assert.deepEqual([solve?.[2], solve?.[3]?.includes('dasharray')], ['#0072b2', false]);
  assert.deepEqual([critique?.[2], critique?.[3]?.includes('stroke-dasharray="8 4"')], ['#d55e00', true]);
  assert.match(svg, /Critique \(dots: 0\.50 before training\)/);
  assert.match(svg, />Phase 2</);
});

test('smoothing draws the average, with the values themselves faint behind it', () => {
  const input = { chart, lines: [line({ y: [0, 1, 0] })], axis: 'step' as const, marks: [] };
  assert.equal(chartSvg({ ...input, smoothing: 0 }).match(/stroke-opacity/g), null);
  assert.equal(chartSvg({ ...input, smoothing: 0.5 }).match(/stroke-opacity="0.25"/g)?.length, 1);
});

test('the average of points that stand for several rows is that of the rows, not of their extremes', () => {
  const svg = chartSvg({
    chart,
    // Of ten steps nine are 0 and one is 1, twice; then one step alone.
    lines: [
      line({
        x: [1, 10, 11, 20, 21],
        y: [0, 1, 0, 1, 0],
        stride: 10,
        buckets: { rows: [10, 10, 1], means: [0.1, 0.1, 0] },
      }),
    ],
    axis: 'step',
    smoothing: 0.5,
    marks: [],
  });
  const [, average] = /<path d="(M[^"]+)" [^>]*stroke-width="1.75"/.exec(svg) ?? [];
  // 392 is 0 and 64.4 is 1; the last is half of 0.1 and half of 0.
  assert.equal(average, 'M384.4 359.2L740.4 359.2L776.0 375.6');
});

test('names are text in an SVG, whatever they contain', () => {
  const svg = chartSvg({
    chart: { ...chart, title: '<script>&"\u0000' },
    lines: [line({ label: '</text><script>' })],
    axis: 'step',
    smoothing: 0,
    marks: [],
  });
  assert.equal(svg.includes('<script'), false);
});

test('a chart without a value is not exported', () => {
  const shown = [{ entry: entryOf('/runs/run', 'run'), followed: new FollowedRun('/runs/run') }];
  const view = { runs: [], metrics: [], range: null };
  const snapshot = snapshotOf({ entries: [], shown, view, system: [], focus: null });
  assert.throws(() => chartFile(snapshot, chart, { axis: 'step', smoothing: 0 }), {
    code: 'panel.chart-empty',
  });
});
