/** What passes is tried again, what does not is an error at once, and neither the key nor the memory is given away. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { test } from 'node:test';
import { endpointAddress } from '../../../../trainer/candidates/endpoint/address.ts';
import { keyOf } from '../../../../trainer/candidates/endpoint/endpoint.ts';
import type { TrainerError } from '../../../../trainer/errors/error.ts';
import { EndpointServer, sendJson } from '../../../support/endpoint.ts';
import { endpointOf, problemsNamed, sampled } from '../../../support/sampling-endpoint.ts';

const one = problemsNamed('a');

async function failureOf(work: Promise<unknown>): Promise<TrainerError> {
  return work.then(
    () => assert.fail('it did not fail'),
    (cause: unknown) => cause as TrainerError,
  );
}

for (const status of [408, 409, 429, 500, 502, 503, 529]) {
  test(`${status} is asked again`, async () => {
    await using server = await EndpointServer.open();
    server.refuse(status, 'Busy.');
    const { exchanges, said } = await sampled(server, one);
    assert.equal(exchanges[0]?.attempts, 2);
    assert.match(said[0] ?? '', new RegExp(`^a: it says ${status}, Busy; trying again in [\\d.]+ s$`));
  });
}

test('a server that names a time to wait gets it', async () => {
  await using server = await EndpointServer.open();
  server.refuse(429, 'Slow down', { 'retry-after': '1' });
  const { said } = await sampled(server, one);
  assert.match(said[0] ?? '', /trying again in 1\.0 s$/);
});

test('a wish that is longer than anybody waits is an error at once', async () => {
  await using server = await EndpointServer.open();
  server.refuse(429, 'Come back tomorrow', { 'retry-after': '86400' });
  const { code, message } = await failureOf(sampled(server, one));
  assert.equal(code, 'endpoint.given-up');
  assert.match(message, /it says 429, Come back tomorrow \(it asks to wait 86400 seconds\)/);
});

const cuts: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['before it answers', (response) => response.destroy()],
  [
    'within its answer',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices": [', () => response.destroy());
    },
  ],
];

for (const [when, cut] of cuts) {
  test(`a connection that is cut ${when} is tried again`, async () => {
    await using server = await EndpointServer.open();
    server.trouble(cut);
    const { exchanges } = await sampled(server, one);
    assert.equal(exchanges[0]?.attempts, 2);
  });
}

test('an answer that never ends to come is given up and asked for again', async () => {
  await using server = await EndpointServer.open();
  server.trouble((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  const { said } = await sampled(server, one, { endpoint: endpointOf(server, { timeoutMs: 500 }) });
  assert.match(said[0] ?? '', /^a: no whole answer came in 0\.5 seconds/);
});

test('too many failures in a row are an error with the last of them', async () => {
  await using server = await EndpointServer.open();
  server.refuse(503, 'Overloaded', {}, 9);
  const { code, message } = await failureOf(sampled(server, one));
  assert.equal(code, 'endpoint.given-up');
  assert.equal(
    message,
    `Asking ${server.address} failed 3 times in a row, at last because: it says 503, Overloaded.`,
  );
});

test('an address where no server is fails at once and says how to start one', async () => {
  await using server = await EndpointServer.open();
  const endpoint = endpointOf(server, { address: endpointAddress('http://127.0.0.1:1/v1') });
  const { code, message, hint } = await failureOf(sampled(server, one, { endpoint }));
  assert.equal(code, 'endpoint.not-running');
  assert.match(message, /^Nobody answers at http:\/\/127\.0\.0\.1:1\/v1: .*ECONNREFUSED/);
  assert.match(hint, /ollama serve/);
});

for (const name of ['vllm', 'ollama', 'lmstudio'] as const) {
  test(`a model that ${name} does not have is told with those that it has`, async () => {
    await using server = await EndpointServer.open(name);
    const endpoint = endpointOf(server, { model: 'codr' });
    const { code, message, hint } = await failureOf(sampled(server, one, { endpoint }));
    assert.equal(code, 'endpoint.rejected');
    assert.match(message, /about the problem a: it says 404, The model `codr` does not exist\.$/);
    assert.equal(hint, 'The server has no model "codr"; --model takes one of: coder.');
  });
}

test('an address without /v1 where there should be one is told', async () => {
  await using server = await EndpointServer.open();
  const endpoint = endpointOf(server, { address: endpointAddress(server.origin) });
  const { hint } = await failureOf(sampled(server, one, { endpoint }));
  assert.equal(hint, `Most servers answer under /v1: try --endpoint ${server.origin}/v1.`);
});

test('a request that it does not like fails at once with what it says', async () => {
  await using server = await EndpointServer.open();
  server.refuse(400, 'maximum context length is 128 tokens', {}, 2);
  const { code, message, hint } = await failureOf(sampled(server, one));
  assert.equal(code, 'endpoint.rejected');
  assert.match(message, /it says 400, maximum context length is 128 tokens\.$/);
  assert.match(hint, /--max-tokens/);
});

test('the key is sent to the endpoint, and is in no record even where the server repeats it', async () => {
  await using server = await EndpointServer.open();
  server.key = 'sk-secret';
  server.choose = () => ({ content: 'sk-secret, said the server' });
  const endpoint = endpointOf(server, { key: keyOf('CODER_KEY', { CODER_KEY: ' sk-secret\n' }) });
  const { exchanges } = await sampled(server, one, { endpoint });
  assert.equal(exchanges[0]?.answers[0]?.text, '[CODER_KEY], said the server');
});

test('a key that is refused fails at once with the variable and not with the key', async () => {
  await using server = await EndpointServer.open();
  server.key = 'sk-other';
  const endpoint = endpointOf(server, { key: keyOf('CODER_KEY', { CODER_KEY: 'sk-secret' }) });
  const refused = await failureOf(sampled(server, one, { endpoint }));
  assert.equal(refused.code, 'endpoint.key-refused');
  assert.match(refused.message, /does not accept the key in CODER_KEY: it says 401.*Bearer \[CODER_KEY\]/);
  assert.doesNotMatch(refused.message + refused.hint, /sk-secret/);
  const missing = await failureOf(sampled(server, one));
  assert.equal(missing.code, 'endpoint.key-refused');
  assert.match(missing.hint, /--api-key-env/);
  assert.equal(server.chats.length, 2);
});

test('a variable without a key, or with more than one, is refused without its content', () => {
  assert.throws(() => keyOf('CODER_KEY', {}), { code: 'endpoint.no-key' });
  assert.throws(() => keyOf('CODER_KEY', { CODER_KEY: ' ' }), { code: 'endpoint.no-key' });
  assert.throws(
    () => keyOf('CODER_KEY', { CODER_KEY: 'sk-secret and more' }),
    (cause: TrainerError) => cause.code === 'endpoint.bad-key' && !cause.message.includes('sk-secret'),
  );
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`${status} to another host is not followed: nothing is sent there`, async () => {
    await using server = await EndpointServer.open();
    await using other = await EndpointServer.open();
    server.trouble((response) => {
      response.writeHead(status, { location: `${other.address}/chat/completions?key=1` }).end();
    });
    const endpoint = endpointOf(server, { key: keyOf('CODER_KEY', { CODER_KEY: 'sk-secret' }) });
    const { code, message } = await failureOf(sampled(server, one, { endpoint }));
    assert.equal(code, 'endpoint.redirects');
    assert.ok(message.includes(`sends on to ${other.address}/chat/completions, which`), message);
    assert.deepEqual(other.seen, []);
  });
}

test('a server that sends without end is left before it fills the memory', async () => {
  await using server = await EndpointServer.open();
  let sent = 0;
  function* endless(): Generator<Buffer> {
    for (const piece = Buffer.alloc(2 ** 20, ' '); ; sent += piece.length) yield piece;
  }
  const closed = Promise.withResolvers<void>();
  server.trouble((response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    pipeline(Readable.from(endless()), response, () => closed.resolve());
  });
  const { code, message } = await failureOf(sampled(server, one));
  assert.equal(code, 'endpoint.bad-answer');
  assert.match(message, /its answer is longer than 34 MB/);
  await closed.promise;
  assert.ok(sent < 2 ** 27, `${sent} bytes were sent`);
});

const nonsense: readonly (readonly [string, string, string, RegExp])[] = [
  ['a page', 'text/html', '<html>Log in</html>', /\(text\/html\) is no JSON document: <html>Log in<\/html>/],
  ['a stream', 'text/event-stream', 'data: {"choices":[]}', /\(text\/event-stream\) is no JSON document/],
  ['nothing', 'application/json', '', /is no JSON document: nothing more/],
  ['no choice', 'application/json', '{"choices": []}', /choices: /],
  ['an error as a success', 'application/json', '{"error":{"message":"No credits"}}', /\(No credits\)/],
  ['deep nesting', 'application/json', '['.repeat(2 ** 20), /does not answer as/],
  [
    'deep nesting that ends',
    'application/json',
    `${'['.repeat(5e5)}${']'.repeat(5e5)}`,
    /does not answer as/,
  ],
  ['what steers a terminal', 'text/plain', '\u001B[2J\u202Eevil\n', /no JSON document: \[2J evil\./],
];

for (const [what, type, content, says] of nonsense) {
  test(`${what} in place of an answer is an error that says so`, async () => {
    await using server = await EndpointServer.open();
    server.trouble((response) => response.writeHead(200, { 'content-type': type }).end(content));
    const { code, message } = await failureOf(sampled(server, one));
    assert.equal(code, 'endpoint.bad-answer');
    assert.match(message, says);
    assert.ok(message.length < 800, 'it is short');
  });
}

test('an answer in a compression that was not asked for is refused before it is unpacked', async () => {
  await using server = await EndpointServer.open();
  server.trouble((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'));
  assert.match((await failureOf(sampled(server, one))).message, /sends the answer as gzip/);
});

test('when one request fails for good, those beside it are ended', async () => {
  await using server = await EndpointServer.open();
  const closed = Promise.withResolvers<void>();
  server.trouble((response) => response.on('close', () => closed.resolve()));
  server.trouble((response) => sendJson(response, 403, { detail: [{ msg: 'not you' }] }));
  const { message } = await failureOf(sampled(server, problemsNamed('a', 'b'), { concurrency: 2 }));
  assert.match(message, /it says 403, not you\.$/);
  await closed.promise;
});
