import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion } from '../../../../trainer/engine/types.ts';
import { candidatesOf, type CandidateSampling } from '../../../../trainer/evaluation/study/candidates.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import type { Problem } from '../../../../trainer/protocol/data.ts';
import type { CaseOutcome, Sandbox } from '../../../../trainer/sandbox/types.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import { RecordingEngine } from '../../../support/recording-engine.ts';

const problem: Problem = {
  id: 'double',
  question: 'Return n multiplied by 2.',
  language: 'python',
  entryPoint: 'change',
  tests: [{ input: [2], expected: 4 }],
};

const tokenizer = await Tokenizer.open(baseModelDirectory);

function completion(text: string): Completion {
  const tokens = tokenizer.encode(text);
  const logprobs = new Float32Array(tokens.length);
  return { tokens, logprobs, policyLogprobs: logprobs, finish: 'stop' };
}

/** Returns 4 for a program that multiplies and 3 for any other. */
const sandbox: Sandbox = {
  level: { level: 'strong', findings: [] },
  run: ({ program }) => {
    const cases: CaseOutcome[] = program.includes('import')
      ? [{ status: 'unsupported', error: 'No module named numpy', stdout: '' }]
      : [{ status: 'returned', value: program.includes('*') ? 4 : 3, stdout: '' }];
    return Promise.resolve({ cases, milliseconds: 1 });
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

const right = 'def change(n):\n    return n * 2';
const wrong = 'def change(n):\n    return n + 2';

function samplingWith(answers: readonly string[], changes: Partial<CandidateSampling> = {}) {
  const engine = new RecordingEngine(({ prompt, count }) => {
    const asked = tokenizer.decode(prompt);
    if (!asked.includes('submitted')) return answers.map(completion);
    const verdict = asked.includes('*') ? '\\conclusion{T}' : '\\conclusion{F}';
    return Array.from({ length: count }, () => completion(verdict));
  });
  const sampling: CandidateSampling = {
    engine,
    tokenizer,
    sandbox,
    limits: { timeMs: 1000, memoryBytes: 2 ** 20, outputBytes: 2 ** 20 },
    candidates: answers.length,
    critiques: 2,
    maxPromptTokens: 400,
    maxTokens: 32,
    temperature: 0.6,
    seed: 1,
    signal: new AbortController().signal,
    ...changes,
  };
  return { engine, sampling };
}

test('each answer is run and critiqued so many times', async () => {
  const { engine, sampling } = samplingWith([wrong, right]);
  const row = await candidatesOf(problem, sampling);
  assert.deepEqual(
    row?.candidates.map(({ passed, critiques }) => [passed, critiques.map(({ verdict }) => verdict)]),
    [
      [false, [false, false]],
      [true, [true, true]],
    ],
  );
  const [answers, critiques] = engine.of('sample');
  assert.deepEqual(
    [answers, critiques].map((call) => call?.requests.map(({ count }) => count)),
    [[2], [2, 2]],
  );
});

test('an answer without a program has no critique', async () => {
  const { sampling } = samplingWith(['', right]);
  const row = await candidatesOf(problem, sampling);
  assert.deepEqual(
    row?.candidates.map(({ passed, critiques }) => [passed, critiques.length]),
    [
      [false, 0],
      [true, 2],
    ],
  );
});

test('a problem whose prompt does not fit, or one of whose answers cannot be run, counts nowhere', async () => {
  assert.equal(await candidatesOf(problem, samplingWith([right], { maxPromptTokens: 3 }).sampling), null);
  assert.equal(await candidatesOf(problem, samplingWith([`import numpy\n${right}`]).sampling), null);
});
