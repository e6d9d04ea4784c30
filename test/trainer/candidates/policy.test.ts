/** A policy of ours is asked as training asks it: many problems side by side, each by its own seed. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { samplePolicy } from '../../../trainer/candidates/policy.ts';
import { readExchanges, Transcript } from '../../../trainer/candidates/transcript.ts';
import type { Completion, SampleRequest } from '../../../trainer/engine/types.ts';
import type { Problem } from '../../../trainer/protocol/data.ts';
import { loadAll } from '../../../trainer/tasks/read.ts';
import { exchangeOf } from '../../support/exchanges.ts';
import { RecordingEngine } from '../../support/recording-engine.ts';
import { problemsNamed, samplingOf } from '../../support/sampling-endpoint.ts';
import { starterTokenizer } from '../../support/starter-model.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const tokenizer = await starterTokenizer();
const sampling = samplingOf({ answerer: { kind: 'policy', model: 'm', folder: 'f', seed: 7 }, topP: 0.9 });
const logprobs = Float32Array.of(-1);

const completed = ({ count }: SampleRequest): Completion[] =>
  Array.from({ length: count }, (_, index) => ({
    tokens: tokenizer.encode(`return ${index}`),
    logprobs,
    policyLogprobs: logprobs,
    finish: index === 0 ? 'length' : 'stop',
  }));

interface Case {
  readonly problems: readonly Problem[];
  readonly perProblem?: number;
  readonly mostTokens?: number;
  readonly maxPositions?: number;
  /** Answers that are there already. */
  readonly before?: readonly (readonly [string, number])[];
}

async function sampledBy({
  problems,
  perProblem = 2,
  mostTokens = Infinity,
  maxPositions = 999,
  before = [],
}: Case) {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'transcript.jsonl');
  await using transcript = await Transcript.begin(path, sampling);
  for (const [id, count] of before)
    await transcript.append(exchangeOf(id, 0, new Array<string>(count).fill('x')));
  await using engine = new RecordingEngine(completed);
  const tooLong = await samplePolicy({
    policy: { engine, tokenizer, maxPositions, [Symbol.asyncDispose]: () => Promise.resolve() },
    sampling,
    problems,
    perProblem,
    mostTokens,
    transcript,
    signal: new AbortController().signal,
    onExchange: () => undefined,
  });
  const exchanges = (await loadAll(readExchanges(path, sampling))).slice(before.length);
  return { tooLong, exchanges, calls: engine.of('sample').map(({ requests }) => requests) };
}

test('a request has the prompt of training, the parameters, and a seed of its own', async () => {
  const { calls, exchanges } = await sampledBy({ problems: problemsNamed('a', 'b') });
  const [[one, two] = []] = calls;
  assert.ok(one !== undefined && two !== undefined);
  assert.deepEqual(one.params, { temperature: 0.5, topP: 0.9, topK: 0, maxTokens: 64, stop: [] });
  assert.deepEqual(one.prompt, tokenizer.encodePrompt(exchanges[0]?.messages[0]?.content ?? ''));
  assert.equal(one.count, 2);
  assert.notEqual(one.seed, two.seed);
});

test('an exchange has the texts, why each ended, and the tokens with the prompt counted once', async () => {
  const { exchanges, calls } = await sampledBy({ problems: problemsNamed('a') });
  const [exchange] = exchanges;
  assert.deepEqual(exchange?.answers, [
    { text: 'return 0', finish: 'length' },
    { text: 'return 1', finish: 'stop' },
  ]);
  const written = tokenizer.encode('return 0').length + tokenizer.encode('return 1').length;
  assert.deepEqual(exchange?.usage, {
    prompt: calls[0]?.[0]?.prompt.length,
    completion: written,
    estimated: false,
  });
});

test('64 answers are asked for at once, and a problem is never divided', async () => {
  const problems = problemsNamed('a', 'b', 'c', 'd', 'e');
  const sizes = async (perProblem: number) =>
    (await sampledBy({ problems, perProblem })).calls.map((requests) => requests.length);
  assert.deepEqual(await sizes(30), [2, 2, 1]);
  assert.deepEqual(await sizes(100), [1, 1, 1, 1, 1]);
});

test('an answer does not depend on what else is asked: the same seed for the same problem', async () => {
  const seedOfB = async (...ids: readonly string[]) => {
    const { exchanges } = await sampledBy({ problems: problemsNamed(...ids) });
    return exchanges.find(({ problemId }) => problemId === 'b')?.seed;
  };
  assert.equal(await seedOfB('a', 'b'), await seedOfB('b'));
});

test('going on asks only for what is missing, with another seed than the first answers', async () => {
  const { exchanges } = await sampledBy({
    problems: problemsNamed('a', 'b', 'c'),
    before: [
      ['a', 2],
      ['b', 1],
    ],
  });
  assert.deepEqual(
    exchanges.map(({ problemId, first, asked }) => [problemId, first, asked]),
    [
      ['b', 1, 1],
      ['c', 0, 2],
    ],
  );
  const whole = await sampledBy({ problems: problemsNamed('b') });
  assert.notEqual(exchanges[0]?.seed, whole.exchanges[0]?.seed);
});

test('problems whose prompt fills the context are left out and counted', async () => {
  const problems = problemsNamed('a', 'b');
  const long = { ...problems[0], id: 'long', question: 'word '.repeat(400) } as Problem;
  const { tooLong, exchanges } = await sampledBy({ problems: [long, ...problems], maxPositions: 300 });
  assert.equal(tooLong, 1);
  assert.deepEqual(
    exchanges.map(({ problemId }) => problemId),
    ['a', 'b'],
  );
});

test('nothing more is begun when the budget is used up', async () => {
  const { calls } = await sampledBy({
    problems: problemsNamed('a', 'b', 'c'),
    perProblem: 60,
    mostTokens: 50,
  });
  assert.equal(calls.length, 1);
});
