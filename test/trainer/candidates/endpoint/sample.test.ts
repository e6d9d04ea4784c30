/** Asking an endpoint: how many at once, in whose manner, with which parameters, until when. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { EndpointServer, sendJson } from '../../../support/endpoint.ts';
import { endpointOf, problemsNamed, sampled, samplingOf } from '../../../support/sampling-endpoint.ts';

test('a request carries the prompt of training and the parameters, and nothing that was not given', async () => {
  await using server = await EndpointServer.open();
  const problems = problemsNamed('a');
  await sampled(server, problems, { perProblem: 1 });
  const [problem] = problems;
  assert.ok(problem !== undefined);
  assert.deepEqual(server.chats, [
    {
      model: 'coder',
      messages: [{ role: 'user', content: solvePrompt(problem) }],
      temperature: 0.5,
      max_tokens: 64,
      stream: false,
    },
  ]);
  assert.equal(server.seen[0]?.headers.authorization, undefined);
});

test('top-p, number of answers and a seed of 31 bits are sent where they say something', async () => {
  await using server = await EndpointServer.open();
  const answerer = { kind: 'endpoint', url: '', model: 'coder', seed: 7 } as const;
  const sampling = samplingOf({ topP: 0.9, answerer });
  const first = await sampled(server, problemsNamed('a', 'b'), { sampling });
  const again = await sampled(server, problemsNamed('a', 'b'), { sampling });
  const [one, two] = server.chats;
  assert.deepEqual([one?.n, one?.top_p], [2, 0.9]);
  for (const seed of [one?.seed, two?.seed]) assert.ok(Number.isInteger(seed) && Number(seed) < 2 ** 31);
  assert.notEqual(one?.seed, two?.seed);
  const seeds = ({ exchanges }: typeof first) => exchanges.map(({ seed }) => seed);
  assert.deepEqual(seeds(again), seeds(first));
});

test('a server that gives several answers is asked once a problem', async () => {
  await using server = await EndpointServer.open('vllm');
  const { exchanges, said } = await sampled(server, problemsNamed('a', 'b'), { perProblem: 3 });
  assert.deepEqual(
    exchanges.map(({ problemId, first, asked, answers }) => [problemId, first, asked, answers.length]),
    [
      ['a', 0, 3, 3],
      ['b', 0, 3, 3],
    ],
  );
  assert.deepEqual(said, []);
});

test('one that ignores the number is asked for each answer by itself from then on', async () => {
  await using server = await EndpointServer.open('ollama');
  const { exchanges, said } = await sampled(server, problemsNamed('a', 'b'), { perProblem: 3 });
  assert.deepEqual(
    server.chats.map(({ n }) => n),
    [3, undefined, undefined, undefined, undefined, undefined],
  );
  assert.deepEqual(
    exchanges.map(({ problemId, first, answers }) => [problemId, first, answers.length]),
    [
      ['a', 0, 1],
      ['a', 1, 1],
      ['a', 2, 1],
      ['b', 0, 1],
      ['b', 1, 1],
      ['b', 2, 1],
    ],
  );
  assert.deepEqual(said, ['The server gives one answer to a request, so each is asked for by itself.']);
});

test('one that refuses the number is asked for one answer at once', async () => {
  await using server = await EndpointServer.open('llamacpp');
  const { exchanges } = await sampled(server, problemsNamed('a', 'b'));
  assert.deepEqual(
    server.chats.map(({ n }) => n),
    [2, undefined, undefined, undefined, undefined],
  );
  assert.equal(exchanges.length, 4);
});

test('one that calls the limit by its newer name gets it by that name from then on', async () => {
  await using server = await EndpointServer.open();
  server.refuse(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
  await sampled(server, problemsNamed('a', 'b'));
  assert.deepEqual(
    server.chats.map((chat) => [chat.max_tokens, chat.max_completion_tokens]),
    [
      [64, undefined],
      [undefined, 64],
      [undefined, 64],
    ],
  );
});

test('one that gives more answers than were asked for gives no more than these', async () => {
  await using server = await EndpointServer.open();
  const choice = { message: { content: 'x' }, finish_reason: 'stop' };
  server.trouble((response) => sendJson(response, 200, { choices: [choice, choice, choice] }));
  const { exchanges } = await sampled(server, problemsNamed('a'));
  assert.equal(exchanges[0]?.answers.length, 2);
});

test('as many requests are under way as may be, and all are answered', async () => {
  await using server = await EndpointServer.open();
  const arrived = Promise.withResolvers<void>();
  let count = 0;
  server.trouble((response, chat) => {
    count += 1;
    if (count === 3) arrived.resolve();
    const choices = Array.from({ length: chat.n ?? 1 }, () => ({ message: { content: 'x' } }));
    void arrived.promise.then(() => sendJson(response, 200, { choices }));
  }, 3);
  const { exchanges } = await sampled(server, problemsNamed('a', 'b', 'c', 'd', 'e'), { concurrency: 3 });
  assert.equal(server.mostAtOnce, 3);
  assert.deepEqual(exchanges.map(({ problemId }) => problemId).sort(), ['a', 'b', 'c', 'd', 'e']);
});

test('tokens are those that the server counts', async () => {
  await using server = await EndpointServer.open('vllm');
  const { exchanges } = await sampled(server, problemsNamed('a'));
  assert.deepEqual(exchanges[0]?.usage, { prompt: 100, completion: 20, estimated: false });
});

test('where it counts none they are a quarter of the characters, and called an estimate', async () => {
  await using server = await EndpointServer.open('lmstudio');
  server.choose = () => ({ content: '123456789' });
  const [problem] = problemsNamed('a');
  assert.ok(problem !== undefined);
  const { exchanges } = await sampled(server, [problem], { perProblem: 1 });
  const prompt = Math.ceil(solvePrompt(problem).length / 4);
  assert.deepEqual(exchanges[0]?.usage, { prompt, completion: 3, estimated: true });
});

test('nothing is asked any more when the budget is used up', async () => {
  await using server = await EndpointServer.open('vllm');
  const { exchanges } = await sampled(server, problemsNamed('a', 'b', 'c', 'd'), { mostTokens: 240 });
  assert.deepEqual(
    exchanges.map(({ problemId }) => problemId),
    ['a', 'b'],
  );
});

test('answers without a text, or in parts, are taken as what they are', async () => {
  await using server = await EndpointServer.open();
  const parts = [{ type: 'text', text: 'one ' }, { type: 'text', text: 'two' }, { type: 'image' }];
  const choices = [{ message: { content: null }, finish_reason: 'length' }, { message: { content: parts } }];
  server.trouble((response) => sendJson(response, 200, { choices, usage: { prompt_tokens: 'many' } }));
  const { exchanges } = await sampled(server, problemsNamed('a'));
  assert.deepEqual(exchanges[0]?.answers, [
    { text: '', finish: 'length' },
    { text: 'one two', finish: null },
  ]);
  assert.equal(exchanges[0]?.usage.estimated, true);
});

test('stopping ends a request that is under way, with the reason of the signal', async () => {
  await using server = await EndpointServer.open();
  const stopped = new AbortController();
  server.trouble(() => stopped.abort(new Error('enough')));
  await assert.rejects(
    sampled(server, problemsNamed('a', 'b'), { endpoint: endpointOf(server), signal: stopped.signal }),
    /enough/,
  );
  assert.equal(server.chats.length, 1);
});
