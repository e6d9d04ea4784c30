import assert from 'node:assert/strict';
import test from 'node:test';
import type { Pair, Problem } from '../../../trainer/protocol/data.ts';
import { createMix, critiquesAmong } from '../../../trainer/tasks/mix.ts';
import type { Mix, MixedPrompt } from '../../../trainer/tasks/mix.ts';

function problems(count: number): Problem[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `p${i}`,
    question: `question ${i}`,
    language: 'python',
    testCode: 'assert True',
  }));
}

function pairs(correct: number, incorrect: number): Pair[] {
  return Array.from({ length: correct + incorrect }, (_, i) => ({
    id: `c${i}`,
    question: `question ${i}`,
    solution: 'pass',
    correct: i < correct,
  }));
}

function firstPrompts(mix: Mix, steps: number): MixedPrompt[] {
  return Array.from({ length: steps }, (_, step) => mix.promptsOf(step)).flat();
}

function idOf(prompt: MixedPrompt): string {
  return prompt.kind === 'solve' ? prompt.problem.id : prompt.pair.id;
}

test('among the first n prompts the critiques are round(share × n), for every n, ratio and step size', () => {
  const shares = [0, 0.01, 0.1, 0.2, 0.25, 1 / 3, 0.5, 0.618, 0.8, 0.99, 1];
  for (const share of shares) {
    for (const promptsPerStep of [1, 2, 3, 5, 7, 8, 32, 160]) {
      const mix = createMix({ problems: problems(11), pairs: pairs(4, 9), share, promptsPerStep, seed: 1 });
      let critiques = 0;
      firstPrompts(mix, 12).forEach((prompt, index) => {
        if (prompt.kind === 'critique') critiques += 1;
        assert.equal(critiques, Math.round(share * (index + 1)), `share ${share}, prompt ${index}`);
      });
    }
  }
});

test('a share of 0.2 makes every step of 40 prompts contain exactly 8 critiques', () => {
  const mix = createMix({
    problems: problems(100),
    pairs: pairs(30, 30),
    share: 0.2,
    promptsPerStep: 40,
    seed: 1,
  });
  for (let step = 0; step < 20; step += 1) {
    assert.equal(mix.promptsOf(step).filter((prompt) => prompt.kind === 'critique').length, 8);
  }
  assert.equal(critiquesAmong(23_069, 0.2), 4614);
});

test('each half of a step holds half of the critiques', () => {
  const mix = createMix({
    problems: problems(100),
    pairs: pairs(30, 30),
    share: 0.2,
    promptsPerStep: 40,
    seed: 1,
  });
  const half = mix.promptsOf(3).slice(0, 20);
  assert.equal(half.filter((prompt) => prompt.kind === 'critique').length, 4);
});

test('an epoch of problems is a permutation, and the next epoch is another one', () => {
  for (const promptsPerStep of [1, 4, 5, 13]) {
    const mix = createMix({
      problems: problems(20),
      pairs: pairs(3, 3),
      share: 0.2,
      promptsPerStep,
      seed: 9,
    });
    const solves = firstPrompts(mix, Math.ceil(60 / promptsPerStep)).filter(
      (prompt) => prompt.kind === 'solve',
    );
    const epochs = [0, 1].map((epoch) => solves.filter((prompt) => prompt.epoch === epoch).map(idOf));
    for (const epoch of epochs) assert.equal(new Set(epoch).size, 20);
    assert.equal(epochs[0]?.length, 20);
    assert.equal(epochs[1]?.length, 20);
    assert.notDeepEqual(epochs[0], epochs[1]);
  }
});

test('critiques alternate between correct and incorrect pairs whatever the pool holds', () => {
  const mix = createMix({
    problems: problems(5),
    pairs: pairs(10, 20),
    share: 0.5,
    promptsPerStep: 8,
    seed: 2,
  });
  const asked = firstPrompts(mix, 30).filter((prompt) => prompt.kind === 'critique');
  assert.equal(asked.length, 120);
  let correct = 0;
  asked.forEach((prompt, index) => {
    if (prompt.pair.correct) correct += 1;
    assert.equal(correct, Math.ceil((index + 1) / 2));
  });
});

test('within an epoch of its class no pair repeats, and the smaller class has more epochs', () => {
  const mix = createMix({ problems: [], pairs: pairs(10, 20), share: 1, promptsPerStep: 40, seed: 2 });
  const asked = mix.promptsOf(0).filter((prompt) => prompt.kind === 'critique');
  const correct = asked.filter((prompt) => prompt.pair.correct);
  const incorrect = asked.filter((prompt) => !prompt.pair.correct);
  assert.deepEqual(
    correct.map((prompt) => prompt.epoch),
    [...Array<number>(10).fill(0), ...Array<number>(10).fill(1)],
  );
  assert.equal(new Set(correct.slice(0, 10).map(idOf)).size, 10);
  assert.deepEqual(new Set(incorrect.map(idOf)).size, 20);
  assert.ok(incorrect.every((prompt) => prompt.epoch === 0));
});

test('a pool of one class is used alone', () => {
  for (const pool of [pairs(4, 0), pairs(0, 4)]) {
    const mix = createMix({ problems: [], pairs: pool, share: 1, promptsPerStep: 4, seed: 3 });
    assert.equal(new Set(mix.promptsOf(0).map(idOf)).size, 4);
    assert.equal(mix.stepsPerEpoch, 1);
  }
});

test('a step has the same prompts whether it is asked for first, last or again', () => {
  const options = { problems: problems(17), pairs: pairs(5, 6), share: 0.3, promptsPerStep: 7, seed: 4 };
  const forwards = firstPrompts(createMix(options), 20);
  const resumed = createMix(options);
  assert.deepEqual(resumed.promptsOf(13), forwards.slice(91, 98));
  assert.deepEqual(resumed.promptsOf(2), forwards.slice(14, 21));
  assert.deepEqual(resumed.promptsOf(13), forwards.slice(91, 98));
});

test('another seed gives another order', () => {
  const options = { problems: problems(30), pairs: pairs(5, 5), share: 0.2, promptsPerStep: 30 };
  const order = (seed: number): string[] =>
    createMix({ ...options, seed })
      .promptsOf(0)
      .map(idOf);
  assert.deepEqual(order(1), order(1));
  assert.notDeepEqual(order(1), order(2));
});

test('an epoch is over when every problem was asked once', () => {
  const steps = (count: number, share: number, promptsPerStep: number): number =>
    createMix({ problems: problems(count), pairs: pairs(2, 2), share, promptsPerStep, seed: 1 })
      .stepsPerEpoch;
  assert.equal(steps(320, 0.2, 40), 10); // 32 problems a step
  assert.equal(steps(321, 0.2, 40), 11);
  assert.equal(steps(1, 0, 5), 1);
  assert.equal(steps(10, 0, 3), 4);
});

test('with critiques alone an epoch is over when every pair was asked once', () => {
  const steps = (correct: number, incorrect: number): number =>
    createMix({ problems: [], pairs: pairs(correct, incorrect), share: 1, promptsPerStep: 1, seed: 1 })
      .stepsPerEpoch;
  assert.equal(steps(3, 1), 5); // correct ones come at 1, 3 and 5
  assert.equal(steps(1, 3), 6); // incorrect ones come at 2, 4 and 6
  assert.equal(steps(3, 0), 3);
});

test('a pool that is needed and empty is refused, one that is not needed may be empty', () => {
  const options = { promptsPerStep: 4, seed: 1 };
  assert.throws(() => createMix({ ...options, problems: problems(1), pairs: [], share: 0.2 }), {
    code: 'tasks.empty-pool',
    message: /at least one pair/,
  });
  assert.throws(() => createMix({ ...options, problems: [], pairs: pairs(1, 1), share: 0.2 }), {
    code: 'tasks.empty-pool',
    message: /at least one problem/,
  });
  assert.equal(createMix({ ...options, problems: problems(1), pairs: [], share: 0 }).promptsOf(0).length, 4);
});

test('a share outside 0 to 1 is refused', () => {
  for (const share of [-0.1, 1.1, Number.NaN]) {
    assert.throws(
      () => createMix({ problems: problems(1), pairs: pairs(1, 1), share, promptsPerStep: 4, seed: 1 }),
      { code: 'tasks.bad-share' },
    );
  }
});
