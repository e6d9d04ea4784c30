import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportPage, type ReportInput } from '../../../trainer/demo/report.ts';
import { summarise } from '../../../trainer/demo/figures.ts';
import type { Metrics, MetricsLine, RunRecord } from '../../../trainer/protocol/run-folder.ts';
import { PROTOCOL_VERSION } from '../../../trainer/protocol/version.ts';
import { runConfigOf } from '../../../trainer/run/configuration.ts';
import { everywhere, measured } from '../../support/measurements.ts';

const time = '2026-01-02T03:04:05.000Z';
const before = measured([false, true], [true, true, true, true]);
const after = measured([true, true], [true, false, true, false]);

function recordOf(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    protocol: PROTOCOL_VERSION,
    id: 'demo',
    createdAt: time,
    config: runConfigOf({}, 'the test'),
    versions: {},
    seeds: { run: 1 },
    datasets: [],
    ...changes,
  };
}

const lineOf = (step: number, metrics: Metrics): MetricsLine => ({
  step,
  time,
  phase: 1,
  seconds: 1,
  tokens: 10,
  totalTokens: 10 * step,
  metrics,
});

function page(metrics: readonly Metrics[], record: RunRecord = recordOf()): string {
  const summary: ReportInput['summary'] = {
    seconds: 12.4,
    steps: 2,
    seed: 7,
    baseline: { ...summarise(before), greedy: summarise(before) },
    trained: { ...summarise(after), greedy: summarise(after) },
    gain: { pass1: null, balancedAccuracy: null },
    heldOutNewFamilies: { ...summarise(after), baseline: summarise(before) },
    critic: 'runs/demo/critic',
  };
  return reportPage({
    record,
    metrics: metrics.map((each, index) => lineOf(index + 1, each)),
    summary,
    result: { before: everywhere(before), after: everywhere(after) },
  });
}

const rising = [{ 'solve/reward': 0 }, { 'solve/reward': 1 }];

test('the page needs nothing outside of itself', () => {
  const html = page(rising);
  for (const reference of [
    /https?:/i,
    /\bsrc\s*=/i,
    /\bhref\s*=/i,
    /url\(/i,
    /@import/i,
    /<(script|link|iframe|img)/i,
  ]) {
    assert.doesNotMatch(html, reference);
  }
  assert.match(html, /^<!doctype html>/);
  assert.match(html, /<\/html>\n$/);
});

test('text from the run is escaped', () => {
  const evil = '"><script>alert(1)</script>&amp;';
  const html = page(rising, recordOf({ id: evil, config: runConfigOf({ base: evil }, 'the test') }));
  assert.doesNotMatch(html, /<script/);
  assert.match(html, /run &quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&amp;amp; of/);
  // JSON puts a backslash before the quotation mark.
  assert.match(html, /\\&quot;&gt;&lt;script&gt;/);
});

test('the figures, the settings and what the run took stand on the page', () => {
  const html = page(rising);
  assert.match(html, /2 steps, seed 7, 12 seconds, run demo of 2026-01-02T03:04:05\.000Z/);
  assert.match(html, /held-out problems, sampled \(2 problems, 4 pairs\)/);
  assert.match(html, /pass@1 {22}50\.0 % → {2}100\.0 %/);
  assert.match(html, /&quot;groupSize&quot;: 8/);
});

test('each chart draws its own metrics over the steps, with the numbers in its table', () => {
  const html = page([
    { 'solve/reward': 0, 'critique/reward': 0.5, entropy: 2.5 },
    { 'solve/reward': 0.25 },
    { 'solve/reward': 1, 'critique/reward': 0.75 },
  ]);
  const [, reward = '', entropy = ''] = html.split('<figure>');
  assert.match(reward, /^\n<figcaption>Reward</);
  const cells = (row: string): string[] =>
    [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell]) => cell ?? '');
  assert.deepEqual((reward.match(/<tr>.*<\/tr>/g) ?? []).map(cells), [
    ['Step', 'solve reward', 'critique reward'],
    ['1', '0.00', '0.50'],
    ['2', '0.25', ''],
    ['3', '1.00', '0.75'],
  ]);
  assert.match(entropy, /^\n<figcaption>Entropy</);
});

test('a metric that was never logged has no chart', () => {
  const html = page(rising);
  assert.equal(html.match(/<figure>/g)?.length, 1);
  assert.equal(page([{}, {}]).match(/<figure>/g), null);
});

test('a run of one step, and a metric that never changes, are drawn without a division by zero', () => {
  for (const metrics of [[{ entropy: 0.5 }], [{ entropy: 0.5 }, { entropy: 0.5 }]]) {
    const html = page(metrics);
    assert.match(html, /<circle|<path class="line/);
    assert.doesNotMatch(html, /NaN|Infinity/);
  }
});
