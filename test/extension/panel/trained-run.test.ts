/** A run folder that a real trainer wrote, as the Monitor reads it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { metricsCsv } from '../../../extension/panel/csv.ts';
import { readLog } from '../../../extension/panel/log.ts';
import { readSamples } from '../../../extension/panel/samples.ts';
import { FollowedRun } from '../../../extension/panel/series/follow.ts';
import { snapshotOf } from '../../../extension/panel/snapshot.ts';
import { chartsIn, derived } from '../../../trainer/protocol/panel-chart-table.ts';
import { inEnglish } from '../../../trainer/protocol/translate.ts';
import { linesOf } from '../../../trainer/protocol/panel-lines.ts';
import { listRuns } from '../../../trainer/run/list.ts';
import { runCli } from '../../process/program.ts';
import { smallRun } from '../../process/small-run.ts';

const signal = new AbortController().signal;

test('what a trainer wrote is read whole, and every chart finds its metrics', async () => {
  await using small = await smallRun(3);
  const trained = await runCli('train', '--config', small.config, '--runs', small.runs, '--id', 'run');
  assert.equal(trained.code, 0, trained.stderr);
  const [summary] = (await listRuns(small.runs)).runs;
  assert.ok(summary !== undefined);
  const run = new FollowedRun(join(small.runs, 'run'));
  await run.refresh(signal, () => undefined);
  const entry = {
    summary,
    name: 'run',
    status: null,
    contact: 'none' as const,
    host: null,
    actions: ['extend', 'delete'] as const,
    secondsLeft: null,
  };
  const { shown, facts } = snapshotOf({
    entries: [entry],
    shown: [{ entry, followed: run }],
    view: { runs: [], metrics: [], range: null },
    system: [],
    focus: null,
  });
  assert.deepEqual([shown[0]?.state, shown[0]?.step, shown[0]?.unreadable], ['finished', 3, 0]);
  assert.deepEqual(shown[0]?.frames.validation.step, [0, 2, 3]);
  assert.ok(shown[0]?.marks.some(({ kind, step }) => kind === 'phase' && step === 1));
  const charts = chartsIn(inEnglish);
  const drawn = charts.flatMap((chart) =>
    linesOf(chart, shown, 'step').length === 0 ? [] : chart.series.map(({ metric }) => metric),
  );
  // Without a reference model there is no divergence from it, and nobody watched the memory.
  const logged = new Set(run.steps.names.concat(run.validation.names));
  assert.deepEqual(
    charts
      .flatMap(({ series }) => series.map(({ metric }) => metric))
      .filter((metric) => !logged.has(metric)),
    ['kl', derived.memory],
  );
  assert.ok(drawn.length >= 25);
  assert.ok(facts.some(({ label }) => label === 'Data: train problems'));

  const query = { run: run.folder, task: 'any', reward: 'any', timeouts: false, from: null } as const;
  const samples = await readSamples(query, signal);
  assert.deepEqual(samples.steps, { first: 1, last: 3 });
  assert.equal(samples.unreadable, 0);
  const log = await readLog({ run: run.folder, level: 'step', pages: 1 });
  assert.equal(log.entries.filter(({ level }) => level === 'step').length, 3);
  assert.equal(log.entries.filter(({ level }) => level === 'error').length, 0);
  let csv = '';
  for await (const piece of metricsCsv(run.folder, signal)) csv += piece;
  assert.match(csv, /^step,time,phase,[^\r]*critique\/balanced_accuracy/);
});
