import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictTokens } from '../../../../trainer/critic/verdict-tokens.ts';
import { afterSolution } from '../../../../trainer/starter/base/special.ts';
import { solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import type { Engine, TrainCompletion } from '../../../../trainer/engine/types.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { warmUp, type WarmUpSettings, type WarmUpStep } from '../../../../trainer/starter/base/warm-up.ts';
import type { StarterRow } from '../../../../trainer/starter/set.ts';
import { assertArraysClose, assertClose } from '../../../support/close.ts';
import { RecordingEngine } from '../../../support/recording-engine.ts';
import { starterRows, starterTokenizer, untrainedModel } from '../../../support/starter-model.ts';

const patience = { timeout: 300_000 };
const tokenizer = await starterTokenizer();
const rows = await starterRows(6);

const settings: WarmUpSettings = {
  seed: 1,
  stages: [{ steps: 4, solved: 3, judged: 2 }],
  scheduleSteps: 4,
  solutions: 2,
  learningRate: 2e-3,
  warmupSteps: 2,
};

/** An engine for which every token has this log-probability. */
const recording = (logprob = -1) => new RecordingEngine(() => [], logprob);

async function steps(
  engine: Engine,
  changes: Partial<WarmUpSettings> = {},
  own: readonly StarterRow[] = rows,
): Promise<WarmUpStep[]> {
  const taken: WarmUpStep[] = [];
  for await (const step of warmUp(engine, tokenizer, own, { ...settings, ...changes })) taken.push(step);
  return taken;
}

test('a step learns once, from solved problems and then from judged ones', async () => {
  const engine = recording();
  await steps(engine);
  assert.deepEqual(
    engine.calls.map(({ verb }) => verb),
    Array.from({ length: 4 }, () => ['forwardBackward', 'optimStep']).flat(),
  );
  const solvePrompts = new Set(
    rows.map(({ problem }) => tokenizer.encodePrompt(solvePrompt(problem)).join()),
  );
  for (const { sequences, objective } of engine.of('forwardBackward')) {
    assert.deepEqual(objective, { kind: 'crossEntropy' });
    assert.deepEqual(
      sequences.map(({ prompt }) => solvePrompts.has(prompt.join())),
      [true, true, true, false, false],
    );
  }
});

test('stages follow one another, under one schedule of the learning rate', async () => {
  const engine = recording();
  const stages = [
    { steps: 1, solved: 5, judged: 0 },
    { steps: 2, solved: 1, judged: 3 },
  ];
  const taken = await steps(engine, { stages, learningRate: 1 });
  assert.deepEqual(
    taken.map(({ step }) => step),
    [1, 2, 3],
  );
  assert.deepEqual(
    engine.of('forwardBackward').map(({ sequences }) => sequences.length),
    [5, 4, 4],
  );
  const rates = engine.of('optimStep').map(({ params }) => params.learningRate);
  assertArraysClose(rates, [0.5, 0.525, 0.05 + 0.475 * (1 - Math.SQRT1_2)], 1e-9);
});

test('a solved problem has so many right solutions, a judged one so many right ones and as many wrong ones', async () => {
  const engine = recording();
  await steps(engine);
  const { correct, incorrect } = verdictTokens(tokenizer);
  const verdictOf = ({ tokens }: TrainCompletion) => tokens.at(-3);
  for (const { sequences } of engine.of('forwardBackward')) {
    assert.deepEqual(
      sequences.slice(0, 3).map(({ completions }) => completions.length),
      [2, 2, 2],
    );
    for (const { completions } of sequences.slice(3)) {
      assert.deepEqual(completions.map(verdictOf), [correct, correct, incorrect, incorrect]);
    }
  }
});

test('exercises in copying grow over a stage and never reach beyond its longest', async () => {
  const engine = recording();
  await steps(engine, {
    stages: [{ steps: 40, solved: 0, judged: 0, copied: { count: 8, longest: [4, 24] } }],
  });
  const lengths = engine.of('forwardBackward').map(({ sequences }) => {
    const [after] = tokenizer.encode(afterSolution);
    return sequences.map(({ completions }) => completions[0]?.tokens.indexOf(after as number) ?? 0);
  });
  assert.ok(lengths.every((step) => step.length === 8 && Math.min(...step) >= 3));
  assert.ok(Math.max(...(lengths[0] ?? [])) <= 4);
  assert.ok(Math.max(...lengths.slice(20).flat()) > 14);
  assert.ok(Math.max(...lengths.flat()) <= 24);
});

test('a stage may have programs copied too, each behind the question of another problem', async () => {
  const engine = recording();
  await steps(engine, { stages: [{ steps: 2, solved: 1, judged: 0, programs: 2 }] });
  const taken = engine.of('forwardBackward').map(({ sequences }) => sequences.slice(1));
  assert.deepEqual(
    taken.map((step) => step.map(({ completions }) => completions.length)),
    [
      [1, 1],
      [1, 1],
    ],
  );
  const questions = new Set(taken.flat().map(({ prompt }) => prompt.join()));
  assert.equal(questions.size, 4);
});

test('every answer is scaled by the number of the step’s answers', async () => {
  const engine = recording();
  await steps(engine);
  const total = ({ weights }: TrainCompletion) => weights.reduce((sum, weight) => sum + weight, 0);
  const { sequences = [] } = engine.of('forwardBackward')[0] ?? {};
  // 3 · 2 solved and 2 · 4 judged answers; a solution weighs 1 in all.
  for (const { completions } of sequences.slice(0, 3)) {
    for (const completion of completions) assertClose(total(completion), 1 / 14, 1e-6);
  }
  for (const { completions } of sequences.slice(3)) {
    for (const { weights } of completions) assertClose(weights.at(-3) ?? Number.NaN, 1 / 14, 1e-6);
  }
});

test('a step reports how often the right verdict was the more probable one', async () => {
  const [unsure] = await steps(recording(-1));
  assert.deepEqual(unsure, { step: 1, loss: 0.5, verdictAccuracy: 0, tokens: 100 });
  // A probability of exp(−0.5) = 0.61 is more than a half.
  const [sure] = await steps(recording(-0.5));
  assert.equal(sure?.verdictAccuracy, 1);
});

test('every problem comes once before any comes again', async () => {
  const engine = recording();
  await steps(engine);
  const all = rows.map(({ problem }) => tokenizer.encodePrompt(solvePrompt(problem)).join()).toSorted();
  const drawn = engine
    .of('forwardBackward')
    .map(({ sequences }) => sequences.slice(0, 3).map(({ prompt }) => prompt.join()));
  // Six problems, three a step: two rounds in four steps.
  assert.deepEqual([...(drawn[0] ?? []), ...(drawn[1] ?? [])].toSorted(), all);
  assert.deepEqual([...(drawn[2] ?? []), ...(drawn[3] ?? [])].toSorted(), all);
});

test('the learning rate rises over its first steps and falls to a twentieth as a cosine', async () => {
  const engine = recording();
  await steps(engine, { learningRate: 1 });
  const rates = engine.of('optimStep').map(({ params }) => params.learningRate);
  // Half; then 0.05 + 0.95 · (1 + cos(π · step / 4)) / 2 for the steps 2, 3 and 4.
  assertArraysClose(rates, [0.5, 0.525, 0.05 + 0.475 * (1 - Math.SQRT1_2), 0.05], 1e-9);
});

test('what is drawn follows from the seed', async () => {
  const shown = async (seed: number) => {
    const engine = recording();
    await steps(engine, { seed });
    return engine.of('forwardBackward').map(({ sequences }) => sequences);
  };
  assert.deepEqual(await shown(1), await shown(1));
  assert.notDeepEqual(await shown(1), await shown(2));
});

test('without rows there is nothing to draw from', async () => {
  await assert.rejects(steps(recording(), {}, []), /no examples to draw from/);
});

test('the real model’s loss falls within a few steps, the same way each time', patience, async () => {
  await using folder = await untrainedModel(await starterRows(40));
  const words = await Tokenizer.open(folder.path);
  assert.deepEqual(words.encode('def f(n):'), tokenizer.encode('def f(n):'), 'the same vocabulary');
  const taken = async (count: number) => {
    await using engine = await LocalEngine.open({ model: folder.path, threads: 1, microBatchTokens: 2048 });
    const changes = {
      stages: [{ steps: count, solved: 1, judged: 1 }],
      solutions: 1,
    };
    return await steps(engine, changes, rows.slice(0, 1));
  };
  const eight = await taken(8);
  const losses = eight.map(({ loss }) => loss);
  assert.ok((losses.at(-1) ?? NaN) < 0.8 * (losses[0] ?? NaN), losses.join(', '));
  assert.deepEqual(await taken(8), eight);
});
