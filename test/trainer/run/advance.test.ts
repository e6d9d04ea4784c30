import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Metrics, RunProgress } from '../../../trainer/protocol/run-folder.ts';
import type { Advance, EarlyStop } from '../../../trainer/run/advance.ts';
import { advance, initialProgress } from '../../../trainer/run/advance.ts';
import { runConfigOf } from '../../../trainer/run/configuration.ts';

const { earlyStop } = runConfigOf({}, 'a test');

function advanceAll(
  steps: readonly { readonly score?: number; readonly metrics?: Metrics }[],
  changes: Partial<EarlyStop> = {},
): Advance {
  const plan = { steps: 100, earlyStop: { ...earlyStop, ...changes } };
  let last: Advance = { progress: initialProgress, events: [], end: null };
  for (const [index, { score, metrics = {} }] of steps.entries()) {
    const validation = score === undefined ? null : { score, metrics: {} };
    const completed = { step: index + 1, phase: 1 as const, tokens: 10, metrics, validation };
    last = advance(last.progress, completed, plan);
  }
  return last;
}

const scores = (...values: readonly number[]): { score: number }[] => values.map((score) => ({ score }));

test('tokens add up and the last step ends the run', () => {
  const before: RunProgress = { ...initialProgress, totalTokens: 5 };
  const completed = { step: 3, phase: 2 as const, tokens: 7, metrics: {}, validation: null };
  const after = advance(before, completed, { steps: 3, earlyStop });
  assert.deepEqual(after, {
    progress: { ...before, totalTokens: 12, phase: 2 },
    events: [],
    end: 'all-steps',
  });
});

test('a higher validation score is a new best checkpoint', () => {
  const { progress, events } = advanceAll(scores(0.5, 0.4, 0.6));
  assert.deepEqual(progress.best, { step: 3, score: 0.6 });
  assert.deepEqual(events, [
    { type: 'validation', score: 0.6, metrics: {} },
    { type: 'best-checkpoint', score: 0.6, previous: 0.5 },
  ]);
});

test('an equal score is no new best; a higher one is, however small the gain', () => {
  assert.deepEqual(advanceAll(scores(0.5, 0.5)).progress.best, { step: 1, score: 0.5 });
  const { progress } = advanceAll(scores(0.6, 0.615, 0.618, 0.617), { minimumGain: 0.02 });
  assert.deepEqual(progress.best, { step: 3, score: 0.618 });
});

test('patience waits for a gain above the least one, however many small gains are the best so far', () => {
  const plan = { patience: 2, minimumGain: 0.1 };
  assert.equal(advanceAll(scores(0.5, 0.55, 0.59), plan).end, 'patience');
  // Small gains add up: what is compared with is the score of the last large one.
  assert.equal(advanceAll(scores(0.5, 0.55, 0.625, 0.65), plan).end, null);
  assert.equal(advanceAll(scores(0.5, 0.55, 0.625, 0.65), plan).progress.gainedScore, 0.625);
});

test('a checkpoint from before the two were told apart goes on with the score of its best', () => {
  const before = { ...advanceAll(scores(0.5, 0.4)).progress, gainedScore: undefined };
  const validation = { score: 0.55, metrics: {} };
  const completed = { step: 3, phase: 1 as const, tokens: 10, metrics: {}, validation };
  const { progress } = advance(before, completed, {
    steps: 9,
    earlyStop: { ...earlyStop, minimumGain: 0.1 },
  });
  assert.deepEqual([progress.gainedScore, progress.validationsSinceBest], [0.5, 2]);
  assert.deepEqual(progress.best, { step: 3, score: 0.55 });
});

test('patience ends a run after so many validations without a best, steps in between not counted', () => {
  const steps = [{ score: 0.5 }, {}, { score: 0.4 }, {}, { score: 0.5 }];
  assert.equal(advanceAll(steps, { patience: 2 }).end, 'patience');
  assert.equal(advanceAll(steps.slice(0, 4), { patience: 2 }).end, null);
  assert.equal(advanceAll(steps, { patience: 3 }).end, null);
  assert.equal(advanceAll(steps, { patience: 0 }).end, null);
  assert.equal(advanceAll([...scores(0.5, 0.4, 0.6), {}, { score: 0.5 }], { patience: 2 }).end, null);
});

const collapse = { ...earlyStop.collapse, steps: 3 };
const says = (share: number): { metrics: Metrics } => ({ metrics: { 'critique/says_correct': share } });

test('a critic that says the same for so many steps in a row has collapsed', () => {
  const { end, events } = advanceAll([says(0.99), says(0.01), says(1)], { collapse });
  assert.equal(end, 'collapse');
  assert.deepEqual(events, [
    {
      type: 'warning',
      code: 'run.collapse',
      message: 'The critic has looked collapsed for 3 steps: critique/says_correct is 1.',
    },
  ]);
});

test('one step with both verdicts begins the count anew; a step without the metric does not', () => {
  assert.equal(advanceAll([says(1), says(1), says(0.9), says(1), says(1)], { collapse }).end, null);
  assert.equal(advanceAll([says(1), says(1), {}, says(1)], { collapse }).end, 'collapse');
});

test('a warning is given once and the run goes on, if that is what is asked for', () => {
  const warn = { ...collapse, action: 'warn' as const };
  assert.equal(advanceAll([says(1), says(1), says(1)], { collapse: warn }).events.length, 1);
  const later = advanceAll([says(1), says(1), says(1), says(1)], { collapse: warn });
  assert.deepEqual([later.end, later.events], [null, []]);
  const off = { ...collapse, action: 'off' as const };
  assert.deepEqual(advanceAll([says(1), says(1), says(1)], { collapse: off }).events, []);
});

test('low entropy and equal rewards count as collapse where the configuration says so', () => {
  const strict = { ...collapse, steps: 1, minimumEntropy: 0.1, maximumZeroStd: 0.9 };
  const end = (metrics: Metrics): string | null => advanceAll([{ metrics }], { collapse: strict }).end;
  assert.equal(end({ entropy: 0.05 }), 'collapse');
  assert.equal(end({ entropy: 0.1 }), null);
  assert.equal(end({ frac_reward_zero_std: 0.95 }), 'collapse');
  assert.equal(end({ frac_reward_zero_std: 0.9, entropy: 0.5, 'critique/says_correct': 0.5 }), null);
});
