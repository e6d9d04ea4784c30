import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandSchema, serverMessageSchema } from '../../../trainer/protocol/control.ts';
import { criticRecordSchema } from '../../../trainer/protocol/critic.ts';
import { runEventSchema } from '../../../trainer/protocol/events.ts';
import { demoSummarySchema, evalReportSchema, labelReportSchema } from '../../../trainer/protocol/reports.ts';
import { metricsLineSchema, runRecordSchema, sampleRowSchema } from '../../../trainer/protocol/run-folder.ts';

const time = '2026-11-22T12:00:00.000Z';

test('a run record fills its configuration in, and a field of a later version is passed over', () => {
  const record = {
    protocol: 1,
    id: 'a',
    createdAt: time,
    config: {},
    versions: {},
    seeds: { mix: 4 },
    datasets: [],
  };
  const read = runRecordSchema.parse({ ...record, invented: true });
  assert.equal(read.config.groupSize, 8);
  assert.ok(!('invented' in read));
  assert.equal(runRecordSchema.safeParse({ ...record, createdAt: 'yesterday' }).success, false);
});

test('a metrics line holds finite numbers by name', () => {
  const line = {
    step: 1,
    time,
    phase: 1,
    seconds: 0.5,
    tokens: 9,
    totalTokens: 9,
    metrics: { 'clip_ratio/low_mean': 0 },
  };
  assert.deepEqual(metricsLineSchema.parse(line), line);
  for (const change of [{ metrics: { reward: null } }, { step: 0 }, { phase: 3 }, { tokens: 1.5 }]) {
    assert.equal(metricsLineSchema.safeParse({ ...line, ...change }).success, false, JSON.stringify(change));
  }
});

test('a sample may lack an advantage and a verdict, but not its reward', () => {
  const completion = {
    text: 't',
    tokens: 1,
    finish: 'stop',
    reward: 1,
    rewardParts: {},
    advantage: null,
    verdict: null,
  };
  const row = { step: 1, task: 'critique', id: 'x', prompt: 'p', correct: false, completions: [completion] };
  assert.deepEqual(sampleRowSchema.parse(row), row);
  const without = { ...completion, reward: undefined };
  assert.equal(sampleRowSchema.safeParse({ ...row, completions: [without] }).success, false);
});

test('events are told apart by their type', () => {
  assert.equal(runEventSchema.safeParse({ step: 1, time, type: 'paused' }).success, true);
  assert.equal(runEventSchema.safeParse({ step: 1, time, type: 'stopped' }).success, false);
  assert.equal(runEventSchema.safeParse({ step: 1, time, type: 'exploded' }).success, false);
});

test('a stop says whether to save, and every message of the trainer but a refusal carries the status', () => {
  assert.equal(commandSchema.safeParse({ type: 'stop', id: 1 }).success, false);
  assert.equal(commandSchema.safeParse({ type: 'stop', id: 1, save: true }).success, true);
  assert.equal(serverMessageSchema.safeParse({ type: 'heartbeat' }).success, false);
  const refusal = { type: 'refused', protocol: 1, reason: 'version', message: 'm' };
  assert.deepEqual(serverMessageSchema.parse(refusal), refusal);
});

test('a rate that has no denominator is null, and no rate is above 1', () => {
  const metrics = {
    n: 0,
    accuracy: null,
    balancedAccuracy: null,
    tpr: null,
    tnr: null,
    auroc: null,
    ece: null,
    abstained: 0,
  };
  assert.deepEqual(evalReportSchema.parse(metrics), metrics);
  assert.equal(evalReportSchema.safeParse({ ...metrics, tpr: 1.01 }).success, false);
});

test('a critic record names its base by hash', () => {
  const record = {
    protocol: 1,
    createdAt: time,
    base: { name: 'starter', sha256: 'nope' },
    template: 1,
    calibration: {},
    heldOut: null,
    training: null,
    maxPromptTokens: 1,
    files: {},
  };
  const refused = criticRecordSchema.safeParse(record).error?.issues.map(({ path }) => path.join('.'));
  assert.ok(refused?.includes('base.sha256'));
  assert.ok(refused?.includes('calibration.slope'));
});

test('a label is true, false or null with a reason', () => {
  const row = {
    id: 'a',
    problemId: 'p',
    passRate: null,
    correct: null,
    reason: 'no module numpy',
    failures: [],
  };
  const report = { n: 1, correct: 0, incorrect: 0, unlabelled: 1, flaky: 0, rows: [row] };
  assert.deepEqual(labelReportSchema.parse(report), report);
  assert.equal(
    labelReportSchema.safeParse({ ...report, rows: [{ ...row, correct: 'unknown' }] }).success,
    false,
  );
});

test('the demo summary holds a measurement of the base and of the trained model', () => {
  const measured = { pass1: 0.5, critique: { balancedAccuracy: 0.8, tpr: 0.8, tnr: 0.8, n: 400 } };
  const both = { ...measured, greedy: measured };
  const change = { estimate: 0.1, low: 0.05, high: 0.15 };
  const summary = {
    seconds: 300,
    steps: 75,
    seed: 1,
    baseline: both,
    trained: both,
    gain: { pass1: change, balancedAccuracy: change },
    critic: 'critic',
  };
  const heldOutNewFamilies = { ...measured, baseline: measured };
  assert.deepEqual(demoSummarySchema.safeParse({ ...summary, heldOutNewFamilies }).error, undefined);
  assert.equal(demoSummarySchema.safeParse(summary).success, false);
});
