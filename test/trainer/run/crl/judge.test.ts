/** Prompts of a rollout in the model's tokens, and the rewards of what it answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { critiquePrompt, solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { crlJudge } from '../../../../trainer/run/crl/judge.ts';
import { critiqueRollout, solveRollout } from '../../../../trainer/run/crl/prompts.ts';
import type { CaseOutcome, Job, JobOutcome, Sandbox } from '../../../../trainer/sandbox/types.ts';
import { doubling, pairOf } from '../../../support/crl.ts';
import { completion } from '../../../support/recording-engine.ts';
import { starterTokenizer } from '../../../support/starter-model.ts';

const tokenizer = await starterTokenizer();
const limits = { timeMs: 100, memoryBytes: 1000, outputBytes: 1000 };

/** Stands in for the sandbox: `return 2 * n` is known to double, `numpy` to be missing, all else returns 0. */
class KnownPrograms implements Sandbox {
  readonly level = { level: 'strong' as const, findings: [] };
  readonly workers = 1;
  readonly jobs: Job[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];

  run(job: Job, options?: { readonly signal?: AbortSignal }): Promise<JobOutcome> {
    this.jobs.push(job);
    this.signals.push(options?.signal);
    const inputs = job.exercise.kind === 'calls' ? job.exercise.inputs : [];
    return Promise.resolve({ cases: inputs.map(([n]) => answer(job.program, Number(n))), milliseconds: 1 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

function answer(program: string, n: number): CaseOutcome {
  if (program.includes('numpy')) return { status: 'unsupported', error: 'No module named numpy', stdout: '' };
  return { status: 'returned', value: program.includes('return 2 * n') ? 2 * n : 2, stdout: '' };
}

/** Completions with these texts, as the model would have written them. */
function written(...texts: readonly string[]) {
  return texts.map((text) => completion([...tokenizer.encode(`${text}<|end|>`)]));
}

const problem = doubling('a');

test('a problem becomes the solve prompt in the chat template', () => {
  const rollout = solveRollout(problem, tokenizer);
  assert.deepEqual([rollout.id, rollout.task, rollout.text], ['a', 'solve', solvePrompt(problem)]);
  assertPrompt(rollout.tokens, rollout.text);
});

test('a pair becomes the critique prompt in the chat template', () => {
  const pair = pairOf('b', true);
  const rollout = critiqueRollout(pair, tokenizer);
  assert.deepEqual([rollout.id, rollout.task, rollout.text], ['b', 'critique', critiquePrompt(pair)]);
  assertPrompt(rollout.tokens, rollout.text);
});

/** The user token, the text, the assistant token. */
function assertPrompt(tokens: Int32Array, text: string): void {
  assert.equal(tokens[0], tokenizer.encode('<|user|>')[0]);
  assert.equal(tokens.at(-1), tokenizer.encode('<|assistant|>')[0]);
  assert.equal(tokenizer.decode(tokens), text);
}

test('a solution earns the share of the tests that its program passes', async () => {
  const sandbox = new KnownPrograms();
  const judge = crlJudge({ sandbox, tokenizer, limits });
  const right = '```python\ndef f(n):\n    return 2 * n\n```';
  const half = '```python\ndef f(n):\n    return n\n```';
  const judgements = await judge(solveRollout(problem, tokenizer), written(right, half), undefined);
  assert.deepEqual(
    judgements.map((judgement) => [judgement.task, judgement.text, judgement.reward]),
    [
      ['solve', right, 1],
      ['solve', half, 0.5],
    ],
  );
  assert.deepEqual(sandbox.jobs[0], {
    language: 'python',
    program: 'def f(n):\n    return 2 * n',
    exercise: { kind: 'calls', entryPoint: 'f', inputs: [[1], [2]] },
    limits,
  });
});

test('a program that several completions share is executed once, and each is rewarded', async () => {
  const sandbox = new KnownPrograms();
  const judge = crlJudge({ sandbox, tokenizer, limits });
  const bare = 'def f(n):\n    return 2 * n';
  const completions = written(bare, `\`\`\`python\n${bare}\n\`\`\``, 'def f(n):\n    return 3', bare);
  const judgements = await judge(solveRollout(problem, tokenizer), completions, undefined);
  assert.deepEqual(
    judgements.map(({ reward }) => reward),
    [1, 1, 0.5, 1],
  );
  assert.equal(sandbox.jobs.length, 2);
});

test('a completion without a program is not executed, and one that the sandbox cannot run earns nothing', async () => {
  const sandbox = new KnownPrograms();
  const judge = crlJudge({ sandbox, tokenizer, limits });
  const completions = written('```javascript\nf = 1\n```', 'import numpy');
  const judgements = await judge(solveRollout(problem, tokenizer), completions, undefined);
  assert.deepEqual(
    judgements.map((judgement) => judgement.task === 'solve' && [judgement.reward, judgement.outcome]),
    [
      [0, 'no-program'],
      [0, 'unsupported'],
    ],
  );
  assert.equal(sandbox.jobs.length, 1);
});

test('a critique is compared with the label, and nothing is executed', async () => {
  const sandbox = new KnownPrograms();
  const judge = crlJudge({ sandbox, tokenizer, limits });
  const completions = written('Fine. \\conclusion{T}', '\\conclusion{F}', 'Hard to say.');
  for (const [correct, rewards] of [
    [true, [1, 0, 0]],
    [false, [0, 1, 0]],
  ] as const) {
    const judgements = await judge(critiqueRollout(pairOf('b', correct), tokenizer), completions, undefined);
    assert.deepEqual(
      judgements.map((judgement) => judgement.task === 'critique' && [judgement.reward, judgement.verdict]),
      [
        [rewards[0], true],
        [rewards[1], false],
        [rewards[2], null],
      ],
    );
  }
  assert.equal(sandbox.jobs.length, 0);
});

test('the step’s signal reaches the sandbox', async () => {
  const sandbox = new KnownPrograms();
  const judge = crlJudge({ sandbox, tokenizer, limits });
  const { signal } = new AbortController();
  await judge(solveRollout(problem, tokenizer), written('def f(n): pass'), signal);
  assert.deepEqual(sandbox.signals, [signal]);
});
