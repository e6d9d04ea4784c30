/** Critique reinforcement learning as a run conducts it, with an engine that only records what it is asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../../../../trainer/protocol/control.ts';
import type { RunConfigInput } from '../../../../trainer/protocol/config.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import type { MeasureInput } from '../../../../trainer/run/crl/measure.ts';
import { mixOf } from '../../../../trainer/run/crl/open.ts';
import { critiqueRollout, solveRollout } from '../../../../trainer/run/crl/prompts.ts';
import { CrlTraining, type CrlParts, type CrlState } from '../../../../trainer/run/crl/training.ts';
import { concluded, doubling, pairOf, solved } from '../../../support/crl.ts';
import { completion, RecordingEngine } from '../../../support/recording-engine.ts';
import { starterTokenizer } from '../../../support/starter-model.ts';

const tokenizer = await starterTokenizer();

const side = {
  problems: Array.from({ length: 8 }, (_, index) => doubling(`p${index}`)),
  pairs: Array.from({ length: 4 }, (_, index) => pairOf(`s${index}`, index % 2 === 0)),
};

/** Four problems and one pair a step. */
const small: RunConfigInput = {
  promptsPerStep: 5,
  groupSize: 2,
  updatesPerRollout: 1,
  advantage: { scale: 'none' },
  context: { first: 8, switch: { kind: 'never' } },
};

/** The first completion of a group is right, the second wrong. */
const firstIsRight: MeasureInput['judge'] = (prompt, completions) =>
  Promise.resolve(
    completions.map((_, index) =>
      prompt.task === 'solve'
        ? solved(index === 0 ? 2 : 0)
        : concluded(prompt.pair.correct === (index === 0), prompt.pair.correct),
    ),
  );

async function open(config: RunConfigInput = {}, changes: Partial<CrlParts> = {}) {
  const engine = new RecordingEngine(({ count }) =>
    Array.from({ length: count }, (_, index) => completion([4, 5, 6].slice(index))),
  );
  const complete = runConfigOf({ ...small, ...config }, 'the test');
  const parts: CrlParts = {
    engine,
    reference: undefined,
    tokenizer,
    judge: firstIsRight,
    mix: (await mixOf(complete, side, tokenizer)).mix,
    warnings: [],
    validation: [],
    resources: engine,
    ...changes,
  };
  return { engine, mix: parts.mix, training: new CrlTraining(complete, parts) };
}

function contextOf(step: number, activity: (activity: Activity) => void = () => undefined) {
  return { step, steps: 8, signal: new AbortController().signal, activity };
}

/** Rewards all solutions of one step after the other with these numbers; there are five prompts a step. */
function rewarding(rewards: readonly number[]): MeasureInput['judge'] {
  let judged = 0;
  return (_prompt, completions) => {
    const reward = rewards[Math.floor(judged++ / 5)] ?? NaN;
    return Promise.resolve(completions.map(() => ({ ...solved(2), reward })));
  };
}

/** Takes steps from the initial state; returns the phase of each step and the events with the step they came from. */
async function phases(config: RunConfigInput, rewards: readonly number[]) {
  const { training, engine } = await open({ critiqueShare: 0, ...config }, { judge: rewarding(rewards) });
  let state: CrlState = training.initialState;
  const taken: number[] = [];
  const events: unknown[] = [];
  for (let step = 1; step <= rewards.length; step++) {
    const result = await training.step(state, contextOf(step));
    state = result.state;
    taken.push(result.phase);
    events.push(...(result.events ?? []).map((event) => [step, event]));
  }
  const limits = engine.of('sample').map(({ requests }) => requests[0]?.params.maxTokens);
  return { taken, events, limits, state };
}

test('a step works on the prompts that the mix has for it', async () => {
  const { training, mix } = await open();
  for (const step of [1, 2]) {
    const { samples } = await training.step(training.initialState, contextOf(step));
    assert.deepEqual(
      samples?.map((row) => [row.step, row.task, row.id]),
      mix
        .promptsOf(step - 1)
        .map((prompt) => [step, prompt.kind, prompt.kind === 'solve' ? prompt.problem.id : prompt.pair.id]),
    );
  }
});

test('a step counts the tokens that it computed, and reports its metrics', async () => {
  const { training, mix } = await open();
  const result = await training.step(training.initialState, contextOf(1));
  const prompts = mix
    .promptsOf(0)
    .map((prompt) =>
      prompt.kind === 'solve'
        ? solveRollout(prompt.problem, tokenizer)
        : critiqueRollout(prompt.pair, tokenizer),
    );
  const ofPrompts = prompts.reduce((sum, { tokens }) => sum + tokens.length, 0);
  // Five groups of 3 + 2 tokens, and one update of 100.
  assert.equal(result.tokens, ofPrompts + 25 + 100);
  assert.equal(result.metrics['reward'], 0.5);
  assert.equal(result.metrics['mix/critique_share'], 0.2);
  assert.equal(result.metrics['loss'], 0.5);
});

test('the learning rate is spread over the whole run', async () => {
  const optimiser = { learningRate: 8, warmupSteps: 0, schedule: 'linear' } as const;
  const { training, engine } = await open({ optimiser });
  for (const step of [1, 5, 8]) await training.step(training.initialState, contextOf(step));
  // Steps 1, 5 and 8 of 8: the first has the full rate, the last an eighth of it.
  assert.deepEqual(
    engine.of('optimStep').map(({ params }) => params.learningRate),
    [8, 4, 1],
  );
});

test('who watches is told what a step is busy with', async () => {
  const { training } = await open();
  const activities: Activity[] = [];
  await training.step(
    training.initialState,
    contextOf(1, (activity) => void activities.push(activity)),
  );
  assert.deepEqual(activities, ['generating', 'executing-tests', 'updating']);
});

test('the second phase begins after the step at which the reward has stopped rising', async () => {
  const context = { first: 8, switch: { kind: 'plateau', window: 1, tolerance: 0.05, minSteps: 2 } } as const;
  const { taken, events, limits } = await phases({ context }, [0.25, 0.5, 0.53125, 0.75, 0.75]);
  assert.deepEqual(taken, [1, 1, 1, 2, 2]);
  assert.deepEqual(events, [
    [3, { type: 'phase-switched', phase: 2, reason: 'the mean reward of 1 steps rose by less than 0.05' }],
  ]);
  assert.deepEqual(limits, [8, 8, 8, 16, 16]);
});

test('the second phase can begin after a fixed step, with a limit of its own', async () => {
  const context = { first: 8, second: 12, switch: { kind: 'step', step: 2 } } as const;
  const { taken, events, limits } = await phases({ context }, [0, 0.5, 1, 1]);
  assert.deepEqual(taken, [1, 1, 2, 2]);
  assert.deepEqual(events, [[2, { type: 'phase-switched', phase: 2, reason: 'step 2 was reached' }]]);
  assert.deepEqual(limits, [8, 8, 12, 12]);
});

test('the first phase can last for ever', async () => {
  const { taken, events } = await phases({}, [1, 1, 1, 1]);
  assert.deepEqual([taken, events], [[1, 1, 1, 1], []]);
});

test('the factor of the first phase is gone in the second', async () => {
  const { training } = await open();
  const advantages = async (phase: 1 | 2) => {
    const { samples } = await training.step({ phase, rewards: [] }, contextOf(1));
    return samples?.map(({ task, completions }) => [task, completions[0]?.advantage]).toSorted();
  };
  assert.deepEqual(await advantages(1), [
    ['critique', 0.4],
    ...Array.from({ length: 4 }, () => ['solve', 0.5]),
  ]);
  assert.deepEqual(await advantages(2), [
    ['critique', 0.5],
    ...Array.from({ length: 4 }, () => ['solve', 0.5]),
  ]);
});

test('a state that went through JSON continues where the other one would have', async () => {
  const context = { first: 8, switch: { kind: 'plateau', window: 1, tolerance: 0.05, minSteps: 2 } } as const;
  const whole = await phases({ context }, [0.25, 0.5]);
  const { training } = await open({ critiqueShare: 0, context }, { judge: rewarding([0.5]) });
  assert.deepEqual(whole.state, { phase: 1, rewards: [0.25, 0.5] });
  const read = training.stateSchema.parse(JSON.parse(JSON.stringify(whole.state)));
  assert.deepEqual(read, whole.state);
  const { state, events } = await training.step(read, contextOf(3));
  assert.deepEqual(state, { phase: 2, rewards: [] });
  assert.equal(events?.length, 1);
  assert.throws(() => training.stateSchema.parse({ phase: 3, rewards: [] }));
});

test('the same step of the same seed asks the engine for the same', async () => {
  const [first, second, other] = [await open(), await open(), await open({ seed: 2 })];
  for (const { training } of [first, second, other]) await training.step(training.initialState, contextOf(4));
  assert.deepEqual(first.engine.calls, second.engine.calls);
  assert.notDeepEqual(first.engine.calls, other.engine.calls);
});

test('a cancelled step rejects with the signal’s reason', async () => {
  const { training } = await open();
  const reason = new Error('stop');
  const cancelled = { ...contextOf(1), signal: AbortSignal.abort(reason) };
  await assert.rejects(training.step(training.initialState, cancelled), (error) => error === reason);
});
