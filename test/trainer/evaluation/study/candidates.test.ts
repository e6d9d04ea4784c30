import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion } from '../../../../trainer/engine/types.ts';
import { candidatesOf, type CandidateSampling } from '../../../../trainer/evaluation/study/candidates.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import {
  doublingProblem as problem,
  multiplicationSandbox,
  rightProgram as right,
  smallLimits,
  wrongProgram as wrong,
} from '../../../support/doubling-problem.ts';
import { RecordingEngine } from '../../../support/recording-engine.ts';

const tokenizer = await Tokenizer.open(baseModelDirectory);

function completion(text: string): Completion {
  const tokens = tokenizer.encode(text);
  const logprobs = new Float32Array(tokens.length);
  return { tokens, logprobs, policyLogprobs: logprobs, finish: 'stop' };
}

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
    sandbox: multiplicationSandbox,
    limits: smallLimits,
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

test('a critique is asked as of any pair of the problem, with the code that it starts from', async () => {
  const starterCode = 'def double(n):\n    ...';
  const { engine, sampling } = samplingWith([right]);
  await candidatesOf({ ...problem, starterCode }, sampling);
  const [, critiques] = engine.of('sample');
  const [asked = new Int32Array(0)] = critiques?.requests.map(({ prompt }) => prompt) ?? [];
  assert.ok(tokenizer.decode(asked).includes(`${problem.question}\n\n${starterCode}`));
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
