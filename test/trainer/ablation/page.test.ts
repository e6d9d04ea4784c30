/** The report as a page and as lines: charts, tables, and what cannot be compared. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig, defaultDesign } from '../../../trainer/ablation/default-grid.ts';
import { reportPage } from '../../../trainer/ablation/page.ts';
import { summarise } from '../../../trainer/ablation/summarise.ts';
import { paperTable } from '../../../trainer/ablation/tables.ts';
import { reportLines } from '../../../trainer/ablation/words.ts';
import type { AblationReport } from '../../../trainer/protocol/ablation.ts';
import { judged, solved } from './rows.ts';

const design = {
  ...defaultDesign(defaultConfig()),
  axes: [{ path: 'critiqueShare', values: [0, 0.1, 0.2] }],
};
const rows = [solved('a', true), solved('b', false), judged('a', true, true), judged('a', false, false)];
const worse = rows.map((row) => ({ ...row, sampled: false }));

const report: AblationReport = {
  out: 'ablation',
  heldOut: { ...design.heldOut, temperature: 0.6 },
  runs: [
    {
      id: 'centre-seed1',
      cell: 'centre',
      seed: 1,
      state: 'failed',
      step: 3,
      steps: 24,
      measured: false,
      problem: 'Its <loss> was no number.',
      reason: null,
      bestStep: null,
      switchedAt: 2,
      trainingSeconds: 90,
    },
  ],
  ...summarise(design, { protocol: 1, step: null, seconds: 1, rows: worse }, [
    { cell: 'centre', seed: 1, rows },
    { cell: 'critiqueShare-0', seed: 1, rows: worse },
  ]),
};
const page = reportPage(report);
const lines = reportLines(report).join('\n');

test('the page has charts of both figures and of their differences, and nothing outside it', () => {
  assert.equal(page.match(/<figure>/g)?.length, 4);
  assert.doesNotMatch(page, /<script|src=|href=/);
  assert.ok(page.includes('Its &lt;loss&gt; was no number.'));
});

test('the lines give each cell its figures with their intervals, the untrained base first', () => {
  assert.match(lines, /^untrained +– +– +0\.0 \[0\.0, 0\.0\]/m);
  assert.match(lines, /^centre +20\.0 % +1 +50\.0 \[0\.0, 100\.0\] +100\.0 \[100\.0, 100\.0\]/m);
  assert.match(lines, /^critiqueShare-0 +−50\.0 \[−100\.0, \+0\.0\] +−50\.0 /m);
  assert.match(lines, /^critiqueShare-0\.1 +10\.0 % +0 +– +– +– +–$/m);
  assert.match(lines, /^centre-seed1 failed: Its <loss> was no number\.$/m);
});

test('the paper’s numbers stand by share, with the difference to its 20 %, and are called other quantities', () => {
  assert.deepEqual(
    paperTable(report).rows.map((row) => [row[0], ...row.slice(3)]),
    [
      ['0.0 %', '84.9', '40.6', '23.0', '23.6', '56.6', '45.7 (−1.5)'],
      ['10.0 %', 'never run', '', '', '', '', ''],
      ['20.0 %', '86.5', '43.1', '23.0', '24.4', '59.0', '47.2 (+0.0)'],
    ],
  );
  for (const text of [page, lines]) assert.match(text, /other quantities/);
});
