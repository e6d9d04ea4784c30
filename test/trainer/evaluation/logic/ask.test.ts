import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askQuestions, drawQuestions } from '../../../../trainer/evaluation/logic/ask.ts';
import type { LogicQuestion } from '../../../../trainer/evaluation/logic/questions.ts';
import { RecordingEngine } from '../../../support/recording-engine.ts';

const question = (task: string, index: number): LogicQuestion => ({
  id: `${task}/${index}`,
  task,
  question: 'x'.repeat(index),
  target: 'True',
  answer: { kind: 'word', choices: ['true', 'false'] },
});

const questions = Array.from({ length: 70 }, (_, index) => question('t', index));

/** A token a character; the completion of a prompt is its length, and those of odd lengths are cut off. */
const tokenizer = {
  encodePrompt: (text: string) => new Int32Array(text.length),
  decode: (tokens: Int32Array) => String(tokens[0]),
};

const engine = (): RecordingEngine =>
  new RecordingEngine(({ prompt }) => [
    {
      tokens: Int32Array.of(prompt.length),
      logprobs: new Float32Array(1),
      policyLogprobs: new Float32Array(1),
      finish: prompt.length % 2 === 0 ? 'stop' : 'length',
    },
  ]);

const settings = { maxTokens: 8, temperature: 0.5, seed: 7, onProgress: () => undefined };

test('every question that fits is answered once, and the others are counted', async () => {
  const model = engine();
  const frame = 'Think step by step, then end with "The answer is X." where X is true or false.'.length + 2;
  const { answers, tooLong } = await askQuestions({
    ...settings,
    engine: model,
    tokenizer,
    questions,
    maxPromptTokens: frame + 59,
    signal: new AbortController().signal,
  });
  assert.deepEqual([answers.length, tooLong], [60, 10]);
  assert.deepEqual(
    answers.map(({ question: { id }, text, truncated }) => [id, text, truncated]),
    questions.slice(0, 60).map(({ id }, index) => [id, String(frame + index), (frame + index) % 2 === 1]),
  );
  const seeds = model.of('sample').flatMap(({ requests }) => requests.map(({ seed }) => seed));
  assert.equal(new Set(seeds).size, 60);
  assert.ok(model.of('sample').length > 1, 'not all at once');
});

test('what is stopped asks no further', async () => {
  const stop = new AbortController();
  const model = engine();
  const asking = askQuestions({
    ...settings,
    engine: model,
    tokenizer,
    questions,
    maxPromptTokens: 1000,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await assert.rejects(asking, { name: 'AbortError' });
  assert.equal(model.of('sample').length, 1);
});

test('so many of each task are drawn, the same ones for the same seed, in the order of the file', () => {
  const all = [...questions, ...Array.from({ length: 3 }, (_, index) => question('u', index))];
  const drawn = drawQuestions(all, 5, 1);
  assert.deepEqual([drawn.filter(({ task }) => task === 't').length, drawn.length], [5, 8]);
  assert.deepEqual(drawQuestions(all, 5, 1), drawn);
  assert.deepEqual(
    [...drawn].sort((a, b) => all.indexOf(a) - all.indexOf(b)),
    drawn,
  );
  assert.notDeepEqual(drawQuestions(all, 5, 2), drawn);
});
