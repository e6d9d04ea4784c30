/** What chooses the best checkpoint, what is kept of the engine, and which prompts are drawn. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatDecoderConfig } from '../../../../trainer/model/config.ts';
import { runConfigOf } from '../../../../trainer/run/configuration.ts';
import type { MeasureInput } from '../../../../trainer/run/crl/measure.ts';
import { drawPrompts, mixOf, promptLimit } from '../../../../trainer/run/crl/open.ts';
import { critiqueRollout, solveRollout, type CrlPrompt } from '../../../../trainer/run/crl/prompts.ts';
import { CrlTraining } from '../../../../trainer/run/crl/training.ts';
import {
  concluded,
  critiquePromptOf,
  doubling,
  pairOf,
  solved,
  solvePromptOf,
} from '../../../support/crl.ts';
import { completion, RecordingEngine } from '../../../support/recording-engine.ts';
import { starterTokenizer } from '../../../support/starter-model.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyConfig } from '../../../support/tiny-model.ts';

const tokenizer = await starterTokenizer();

const side = {
  problems: Array.from({ length: 8 }, (_, index) => doubling(`p${index}`)),
  pairs: Array.from({ length: 12 }, (_, index) => pairOf(`s${index}`, index % 3 === 0)),
};

const config = runConfigOf({ promptsPerStep: 5, context: { first: 8, second: 20 } }, 'the test');

/** Solves every second problem and calls everything correct. */
function judge(): MeasureInput['judge'] {
  let problems = 0;
  return (prompt) =>
    Promise.resolve([
      prompt.task === 'solve' ? solved(problems++ % 2 === 0 ? 2 : 1) : concluded(true, prompt.pair.correct),
    ]);
}

async function open(validation: readonly CrlPrompt[]) {
  const engine = new RecordingEngine(() => [completion([4])]);
  const disposed: string[] = [];
  const resources = {
    [Symbol.asyncDispose]() {
      disposed.push('engine and sandbox');
      return Promise.resolve();
    },
  };
  const { mix } = await mixOf(config, side, tokenizer);
  const parts = {
    engine,
    reference: undefined,
    tokenizer,
    judge: judge(),
    mix,
    warnings: [],
    validation,
    resources,
  };
  return { engine, disposed, training: new CrlTraining(config, parts) };
}

const context = { step: 0, steps: 8, signal: new AbortController().signal, activity: () => undefined };

test('the score of a validation is the mean of pass@1 and balanced accuracy', async () => {
  const { training } = await open([
    solvePromptOf('a'),
    solvePromptOf('b'),
    solvePromptOf('c'),
    solvePromptOf('d'),
    critiquePromptOf('e', true),
    critiquePromptOf('f', false),
  ]);
  const { score, metrics } = (await training.validate(training.initialState, context)) ?? assert.fail();
  assert.equal(score, 0.5);
  assert.deepEqual(metrics, {
    'validation/pass@1': 0.5,
    'validation/balanced_accuracy': 0.5,
    'validation/tpr': 1,
    'validation/tnr': 0,
  });
});

test('where only one of the two is measured, it is the score; without prompts there is none', async () => {
  const { training: solving } = await open([solvePromptOf('a')]);
  assert.deepEqual(await solving.validate(solving.initialState, context), {
    score: 1,
    metrics: { 'validation/pass@1': 1 },
  });
  const { training: empty } = await open([]);
  assert.equal(await empty.validate(empty.initialState, context), null);
  const { training: oneClass } = await open([critiquePromptOf('e', true)]);
  assert.equal(await oneClass.validate(oneClass.initialState, context), null);
});

test('a validation has the limit of its phase, and the same seeds each time', async () => {
  const { training, engine } = await open([solvePromptOf('a')]);
  await training.validate(training.initialState, context);
  await training.validate({ phase: 2, rewards: [] }, context);
  const [first, second] = engine.of('sample').map(({ requests }) => requests[0]);
  assert.deepEqual([first?.params.maxTokens, second?.params.maxTokens], [8, 20]);
  assert.equal(first?.seed, second?.seed);
});

test('saving and restoring are the engine’s, and disposing of the training closes what it was opened with', async () => {
  const { training, engine, disposed } = await open([]);
  await training.save('a folder');
  await training.restore('another');
  assert.deepEqual(engine.calls, [
    { verb: 'save', directory: 'a folder' },
    { verb: 'restore', directory: 'another' },
  ]);
  assert.deepEqual(disposed, []);
  await training[Symbol.asyncDispose]();
  assert.deepEqual(disposed, ['engine and sandbox']);
});

const longQuestion = Array.from({ length: 200 }, () => 'double').join(' ');
const longProblem = { ...doubling('long'), question: longQuestion };
const longPair = { ...pairOf('long', true), question: longQuestion };
/** Long enough for the short rows, too short for the long ones. */
const maxPromptTokens = Math.max(
  ...side.problems.map((problem) => solveRollout(problem, tokenizer).tokens.length),
  ...side.pairs.map((pair) => critiqueRollout(pair, tokenizer).tokens.length),
);

test('problems and pairs whose prompts are too long are left out of the mix and counted', async () => {
  const limited = runConfigOf({ promptsPerStep: 5, context: { maxPromptTokens } }, 'the test');
  const rows = { problems: [longProblem, ...side.problems], pairs: [...side.pairs, longPair] };
  const { mix, tooLong } = await mixOf(limited, rows, tokenizer);
  assert.deepEqual(tooLong, { problems: 1, pairs: 1 });
  const asked = Array.from({ length: 20 }, (_, step) => mix.promptsOf(step))
    .flat()
    .map((prompt) => (prompt.kind === 'solve' ? prompt.problem.id : prompt.pair.id));
  assert.ok(!asked.includes('long'));
  assert.equal(new Set(asked).size, 8 + 12);
});

test('prompts that leave the positions of the base no room for the longest completion are too long as well', async () => {
  await using base = await temporaryFolder();
  const second = 20;
  const maxPositions = maxPromptTokens + second;
  const shape = formatDecoderConfig(tinyConfig({ maxPositions }));
  await writeFile(join(base.path, 'config.json'), JSON.stringify(shape));
  const withRoom = (tokens: number) =>
    runConfigOf({ base: base.path, context: { first: 8, second: tokens, maxPromptTokens: 700 } }, 'the test');
  const rows = { problems: [longProblem, ...side.problems], pairs: [...side.pairs, longPair] };
  assert.deepEqual((await mixOf(withRoom(second), rows, tokenizer)).tooLong, { problems: 1, pairs: 1 });
  // The problems are all as long as the longest prompt, which is one token too long now.
  await assert.rejects(mixOf(withRoom(second + 1), rows, tokenizer), {
    code: 'run.prompts-too-long',
    message: new RegExp(`All 9 problems .* more than ${maxPromptTokens - 1} tokens`),
    hint: /lower context\.second/,
  });
  assert.equal(await promptLimit(withRoom(second)), maxPromptTokens);
});

test('a kind of which every prompt is too long is a named error where it is needed', async () => {
  const limited = (critiqueShare: number) =>
    runConfigOf({ critiqueShare, context: { maxPromptTokens } }, 'the test');
  const tooLong = (rows: string) => ({
    code: 'run.prompts-too-long',
    message: new RegExp(`All ${rows} .* more than ${maxPromptTokens} tokens`),
  });
  const longPairs = { ...side, pairs: [longPair] };
  await assert.rejects(mixOf(limited(0.2), longPairs, tokenizer), tooLong('1 pairs'));
  await assert.rejects(
    mixOf(limited(0.2), { ...side, problems: [longProblem] }, tokenizer),
    tooLong('1 problems'),
  );
  assert.equal((await mixOf(limited(0), longPairs, tokenizer)).tooLong.pairs, 1);
});

test('while the mix is made others are heard, and an abort ends it with its reason', async () => {
  const rows = {
    problems: Array.from({ length: 200 }, (_, index) => ({ ...longProblem, id: `${index}` })),
    pairs: [],
  };
  const stopped = new AbortController();
  const reason = new Error('stop');
  const made = mixOf(config, rows, tokenizer, stopped.signal);
  setImmediate(() => stopped.abort(reason));
  await assert.rejects(made, reason);
});

test('a draw has as many problems and pairs as asked for, half of the pairs correct', () => {
  const counts = { problems: 3, pairs: 7, maxPromptTokens };
  const drawn = drawPrompts(side, tokenizer, counts, 1);
  const ids = drawn.map(({ id }) => id);
  assert.equal(new Set(ids).size, 10);
  assert.deepEqual(
    drawn.map((prompt) => (prompt.task === 'solve' ? 'solve' : prompt.pair.correct)),
    ['solve', 'solve', 'solve', true, true, true, false, false, false, false],
  );
});

test('a draw follows from its seed, and takes what there is where it is asked for more', () => {
  const counts = { problems: 3, pairs: 6, maxPromptTokens };
  const ids = (seed: number) => drawPrompts(side, tokenizer, counts, seed).map(({ id }) => id);
  assert.deepEqual(ids(1), ids(1));
  assert.notDeepEqual(ids(1), ids(2));
  const all = drawPrompts(side, tokenizer, { problems: 100, pairs: 100, maxPromptTokens }, 1);
  assert.equal(all.length, 8 + 12);
});

test('a draw leaves out what is too long', () => {
  const rows = { problems: [longProblem], pairs: [longPair, pairOf('short', false)] };
  const drawn = drawPrompts(rows, tokenizer, { problems: 5, pairs: 5, maxPromptTokens }, 1);
  assert.deepEqual(
    drawn.map(({ id }) => id),
    ['short'],
  );
});
