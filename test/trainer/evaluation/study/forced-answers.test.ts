/** Budget forcing with an engine that says what the test tells it to: what is asked, what is put in, and what counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SampleRequest } from '../../../../trainer/engine/types.ts';
import { forcedAnswers, type ForcedSampling } from '../../../../trainer/evaluation/study/forced-answers.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import {
  doublingProblem,
  multiplicationSandbox,
  rightProgram,
  smallLimits,
  wrongProgram,
} from '../../../support/doubling-problem.ts';
import { goldenPath } from '../../../support/golden.ts';
import { completion, RecordingEngine } from '../../../support/recording-engine.ts';

const thinker = await Tokenizer.open(goldenPath('tokenizers/qwen3'), { thinking: true });
const programmer = await Tokenizer.open(baseModelDirectory);

const fenced = (program: string): string => `\`\`\`python\n${program}\n\`\`\``;

/** What the model writes, call after call; a text that ends in … is cut off, any other ends with `end`. */
function forcing(tokenizer: Tokenizer, texts: readonly string[], changes: Partial<ForcedSampling> = {}) {
  const next = texts.values();
  const engine = new RecordingEngine(() => {
    const text = next.next().value ?? assert.fail('more is asked than the test has');
    const isCut = text.endsWith('…');
    const tokens = [...tokenizer.encode(isCut ? text.slice(0, -1) : text)];
    return [isCut ? completion(tokens, 'length') : completion(tokens)];
  });
  const sampling: ForcedSampling = {
    engine,
    tokenizer,
    sandbox: multiplicationSandbox,
    limits: smallLimits,
    iterations: 1,
    continuation: 'Wait',
    maxPromptTokens: 400,
    maxTokens: 200,
    answerTokens: 50,
    temperature: 0.6,
    seed: 1,
    signal: new AbortController().signal,
    ...changes,
  };
  return { engine, answer: () => forcedAnswers([doublingProblem], sampling) };
}

const requestsOf = (engine: RecordingEngine): SampleRequest[] =>
  engine.of('sample').flatMap(({ requests }) => requests);

const end = '<|im_end|>';
const lengthOf = (text: string): number => thinker.encode(text).length;

test('the end of the thinking is replaced by the word, and each iteration has an answer of its own', async () => {
  const first = '<think>\nPlus two.';
  const texts = [`${first}</think>`, `${fenced(wrongProgram)}${end}`];
  const more = [', no: times two.</think>', `${fenced(rightProgram)}${end}`];
  const { engine, answer } = forcing(thinker, [...texts, ...more]);
  const rows = await answer();
  const [, wrong = ''] = texts;
  const [, right = ''] = more;
  const second = `${first}\nWait, no: times two.`;
  assert.deepEqual(rows, [
    {
      id: 'double',
      end: 'thinking',
      iterations: [
        { passed: false, tokens: lengthOf(first) + 1 + lengthOf(wrong), forced: false },
        // The word begins a line, so it is cut by itself.
        {
          passed: true,
          tokens: lengthOf(first) + lengthOf('\nWait') + lengthOf(', no: times two.') + 1 + lengthOf(right),
          forced: true,
        },
      ],
    },
  ]);
  const prompt = thinker.renderPrompt(solvePrompt(doublingProblem));
  assert.deepEqual(
    requestsOf(engine).map((request) => thinker.decode(request.prompt)),
    ['', `${first}</think>`, `${first}\nWait`, `${second}</think>`].map(
      (written) => thinker.decode(thinker.encode(prompt)) + written,
    ),
  );
});

test('thinking and answer have so many tokens together, of which the answer’s are kept', async () => {
  const { engine, answer } = forcing(thinker, [
    ...['<think>\nPlus.</think>', `x${end}`],
    ...[' Times.</think>', `x${end}`],
  ]);
  await answer();
  const before = lengthOf('<think>\nPlus.');
  const after = before + lengthOf('\nWait');
  assert.deepEqual(
    requestsOf(engine).map(({ params }) => params.maxTokens),
    [200 - 50 - 1, 200 - before - 1, 200 - 50 - 1 - after, 200 - after - lengthOf(' Times.') - 1],
  );
  const mark = [[...thinker.encode('</think>')]];
  assert.deepEqual(
    requestsOf(engine).map(({ params }) => params.stop),
    [mark, [], mark, []],
  );
  const seeds = requestsOf(engine).map(({ seed }) => seed);
  assert.equal(new Set(seeds).size, 4);
});

test('thinking that is cut off is told to end, and its answer counts again in place of more', async () => {
  const { engine, answer } = forcing(thinker, ['<think>\nOn and on…', `${fenced(rightProgram)}${end}`], {
    iterations: 3,
  });
  const [row] = await answer();
  assert.equal(row?.end, 'thinking');
  assert.deepEqual(
    row.iterations.map(({ passed, forced }) => [passed, forced]),
    [
      [true, false],
      [true, false],
      [true, false],
      [true, false],
    ],
  );
  assert.equal(requestsOf(engine).length, 2);
});

test('of what does not think the end of the answer is suppressed, and the last program counts', async () => {
  const { engine, answer } = forcing(
    programmer,
    [`${fenced(rightProgram)}<|end|>`, `\n${fenced(wrongProgram)}<|end|>`, `nothing more<|end|>`],
    { iterations: 2 },
  );
  const [row] = await answer();
  assert.equal(row?.end, 'answer');
  assert.deepEqual(
    row.iterations.map(({ passed, forced }) => [passed, forced]),
    [
      [true, false],
      [false, true],
      [false, true],
    ],
  );
  const [, second] = requestsOf(engine);
  assert.ok(programmer.decode(second?.prompt ?? new Int32Array()).endsWith(`${fenced(rightProgram)}\nWait`));
  assert.deepEqual(second?.params.stop, []);
});

test('an answer without thinking has all tokens, also of a model that could think', async () => {
  const cut = fenced(rightProgram).slice(0, -8);
  const rest = fenced(rightProgram).slice(-8);
  const { engine, answer } = forcing(thinker, [`${cut}…`, `${rest}${end}`, `more${end}`]);
  const [row] = await answer();
  assert.equal(row?.end, 'answer');
  assert.deepEqual(
    row.iterations.map(({ passed, forced }) => [passed, forced]),
    [
      [true, false],
      [true, true],
    ],
  );
  const whole = lengthOf(cut) + lengthOf(rest);
  assert.deepEqual(
    requestsOf(engine).map(({ params }) => [params.maxTokens, params.stop.length]),
    [
      [200 - 50 - 1, 1],
      [200 - lengthOf(cut), 0],
      [200 - whole - lengthOf('\nWait'), 0],
    ],
  );
});

test('where the word leaves no token, the answer stays', async () => {
  const written = programmer.encode(fenced(rightProgram)).length;
  const word = programmer.encode('\nWait').length;
  for (const [room, calls] of [
    [0, 1],
    [1, 2],
  ] as const) {
    const { engine, answer } = forcing(
      programmer,
      [`${fenced(rightProgram)}<|end|>`, `${fenced(wrongProgram)}<|end|>`],
      { maxTokens: written + word + room },
    );
    const [row] = await answer();
    assert.equal(requestsOf(engine).length, calls);
    assert.equal(row?.iterations[1]?.forced, calls === 2);
  }
});

test('a problem whose prompt does not fit, or one of whose answers cannot be run, counts nowhere', async () => {
  assert.deepEqual(await forcing(programmer, [], { maxPromptTokens: 3 }).answer(), []);
  const unrunnable = `import numpy\n${rightProgram}`;
  assert.deepEqual(await forcing(programmer, [`${fenced(unrunnable)}<|end|>`]).answer(), []);
});
