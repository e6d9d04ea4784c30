/** `critique-coder data sample` in a real process, against a real server and with a real model. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sampleReportSchema } from '../../trainer/protocol/candidates.ts';
import type { Solution } from '../../trainer/protocol/data.ts';
import { loadAll, readSolutions } from '../../trainer/tasks/read.ts';
import { doubling } from '../support/crl.ts';
import { EndpointServer } from '../support/endpoint.ts';
import { starterRows, untrainedModel } from '../support/starter-model.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { documentOf, runCli, startCliWith, type Started } from './program.ts';

interface Place extends TemporaryFolder {
  readonly problems: string;
  readonly out: string;
  readonly transcript: string;
}

async function placeFor(...ids: readonly string[]): Promise<Place> {
  const folder = await temporaryFolder();
  const at = (name: string): string => join(folder.path, name);
  const rows = ids.map((id) => `${JSON.stringify(doubling(id))}\n`);
  await writeFile(at('problems.jsonl'), rows.join(''));
  return {
    ...folder,
    problems: at('problems.jsonl'),
    out: at('solutions.jsonl'),
    transcript: at('solutions.transcript.jsonl'),
  };
}

const secret = 'sk-very-secret';

/** Without a proxy of this machine between the test and its server. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/_proxy$/i.test(name))),
  CODER_KEY: secret,
};

const start = ({ problems, out }: Place, ...options: readonly string[]): Started =>
  startCliWith(environment, 'data', 'sample', '--problems', problems, '--out', out, ...options);

const of = (server: EndpointServer): readonly string[] => ['--endpoint', server.address, '--model', 'coder'];

const solutionsOf = ({ out }: Place): Promise<Solution[]> => loadAll(readSolutions(out));

test('answers of an endpoint become solutions with their provenance, and the report counts them', async () => {
  await using place = await placeFor('a', 'b');
  await using server = await EndpointServer.open('ollama');
  server.choose = ({ messages }) =>
    messages[0]?.content.includes('(a)') === true
      ? { content: 'def f(n):\n    return 2 * n', finish_reason: 'length' }
      : { content: '', finish_reason: 'stop' };
  const ended = await start(place, ...of(server), '--per-problem', '2', '--seed', '1', '--json').ended;
  assert.deepEqual(sampleReportSchema.parse(documentOf(ended)), {
    out: place.out,
    transcript: place.transcript,
    problems: 2,
    answers: 4,
    solutions: 2,
    empty: 2,
    withoutCode: 0,
    truncated: 2,
    tooLong: 0,
    unasked: 0,
    tokens: { prompt: 400, completion: 40, estimated: false },
  });
  const rows = await solutionsOf(place);
  assert.deepEqual(
    rows.map(({ id, problemId, solution }) => [id, problemId, solution]),
    [
      ['a#coder#1', 'a', 'def f(n):\n    return 2 * n'],
      ['a#coder#2', 'a', 'def f(n):\n    return 2 * n'],
    ],
  );
  const sent = server.chats.filter(({ messages }) => messages[0]?.content.includes('(a)') === true);
  assert.deepEqual(
    rows.map(({ provenance }) => provenance),
    sent.map(({ seed }) => ({ kind: 'endpoint', model: 'coder', temperature: 0.8, seed })),
  );
});

test('the key comes from the variable and goes nowhere but to the server', async () => {
  await using place = await placeFor('a');
  await using server = await EndpointServer.open();
  server.key = secret;
  const ended = await start(place, ...of(server), '--api-key-env', 'CODER_KEY', '--json').ended;
  assert.equal(ended.code, 0, ended.stderr);
  const files = await readdir(place.path);
  assert.deepEqual(files.sort(), ['problems.jsonl', 'solutions.jsonl', 'solutions.transcript.jsonl']);
  const written = await Promise.all(files.map((name) => readFile(join(place.path, name), 'utf8')));
  for (const text of [...written, ended.stdout, ended.stderr]) assert.ok(!text.includes(secret));
});

test('a refused key ends with 1 and what to do, and leaves nothing behind', async () => {
  await using place = await placeFor('a');
  await using server = await EndpointServer.open();
  server.key = 'sk-other';
  const ended = await start(place, ...of(server), '--api-key-env', 'CODER_KEY', '--json').ended;
  assert.deepEqual([ended.code, ended.stdout], [1, '']);
  assert.match(ended.stderr, /does not accept the key in CODER_KEY/);
  assert.ok(!ended.stderr.includes(secret));
  assert.deepEqual(await readdir(place.path), ['problems.jsonl']);
});

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  test(`what had come before ${signal} is not asked for again`, async () => {
    await using place = await placeFor('a', 'b', 'c');
    await using server = await EndpointServer.open();
    const options = [...of(server), '--concurrency', '1', '--resume', '--json'];
    const arrived = Promise.withResolvers<void>();
    server.trouble((response, chat) => server.complete(chat, response));
    // The second request is never answered.
    server.trouble(() => arrived.resolve());
    const { child, ended } = start(place, ...options);
    await arrived.promise;
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    assert.equal(stdout, '');
    if (signal === 'SIGINT') {
      assert.equal(code, 130, stderr);
      assert.match(stderr, /the same command with --resume goes on/);
    }
    assert.deepEqual((await readdir(place.path)).sort(), ['problems.jsonl', 'solutions.transcript.jsonl']);

    const asked = server.chats.length;
    const resumed = sampleReportSchema.parse(documentOf(await start(place, ...options).ended));
    assert.deepEqual([resumed.answers, resumed.solutions], [12, 12]);
    const again = server.chats.slice(asked).map(({ messages }) => messages[0]?.content ?? '');
    assert.deepEqual(
      again.map((prompt) => /\((\w)\)/.exec(prompt)?.[1]),
      ['b', 'c'],
    );
    assert.deepEqual(
      (await solutionsOf(place)).map(({ id }) => id),
      ['a', 'b', 'c'].flatMap((id) => [1, 2, 3, 4].map((number) => `${id}#coder#${number}`)),
    );
  });
}

test('a budget ends the asking and not the command; a larger one goes on', async () => {
  await using place = await placeFor('a', 'b', 'c');
  await using server = await EndpointServer.open();
  const options = [...of(server), '--concurrency', '1', '--json'];
  const first = await start(place, ...options, '--max-total-tokens', '200').ended;
  const { answers, unasked, tokens } = sampleReportSchema.parse(documentOf(first));
  assert.deepEqual(
    { answers, unasked, tokens },
    {
      answers: 8,
      unasked: 4,
      tokens: { prompt: 200, completion: 80, estimated: false },
    },
  );
  assert.match(first.stderr, /The budget of 200 tokens is used up; 4 answers were not asked for/);
  const more = ['--max-total-tokens', '1000', '--resume', '--force'];
  const second = sampleReportSchema.parse(documentOf(await start(place, ...options, ...more).ended));
  assert.deepEqual([second.answers, second.unasked, server.chats.length], [12, 0, 3]);
});

test('what is there is not replaced, and is refused before anybody is asked', async () => {
  await using place = await placeFor('a');
  await using server = await EndpointServer.open();
  assert.equal((await start(place, ...of(server)).ended).code, 0);
  const before = await readFile(place.transcript, 'utf8');
  const again = await start(place, ...of(server)).ended;
  assert.deepEqual([again.code, again.stderr.includes(`Nothing is written to ${place.out}`)], [1, true]);
  const forced = await start(place, ...of(server), '--force').ended;
  assert.deepEqual([forced.code, forced.stderr.includes('There is a transcript in')], [1, true]);
  const other = await start(place, ...of(server), '--force', '--resume', '--temperature', '0.1').ended;
  assert.equal(other.code, 1);
  assert.match(other.stderr, /its temperature is 0\.8, not 0\.1/);
  assert.equal(await readFile(place.transcript, 'utf8'), before);
  assert.equal(server.chats.length, 1);
});

test('a base of ours answers the same for the same seed, and otherwise for another', async () => {
  await using place = await placeFor('a', 'b');
  await using model = await untrainedModel(await starterRows(12));
  const solutionsFor = async (name: string, seed: string): Promise<string> => {
    const out = join(place.path, name);
    const options = ['--base', model.path, '--per-problem', '3', '--max-tokens', '12', '--seed', seed];
    const ended = await start({ ...place, out }, ...options, '--json').ended;
    const report = sampleReportSchema.parse(documentOf(ended));
    assert.deepEqual([report.answers, report.tokens.estimated], [6, false]);
    return readFile(out, 'utf8');
  };
  const first = await solutionsFor('first.jsonl', '5');
  assert.match(
    first,
    /"provenance":\{"kind":"policy","model":"critique-coder-test-\w+","temperature":0\.8,"seed":5\}/,
  );
  assert.equal(await solutionsFor('again.jsonl', '5'), first);
  assert.notEqual(await solutionsFor('other.jsonl', '6'), first.replaceAll('"seed":5', '"seed":6'));
});

const endpoint = ['--endpoint', 'http://localhost:1/v1', '--model', 'm'];
const wrong: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /say who is asked: --endpoint, --base or --run/],
  [['--endpoint', 'http://localhost:1/v1'], /--model is missing/],
  [['--base', 'starter', '--run', 'run'], /--base and --run exclude each other/],
  [['--base', 'starter', '--model', 'm'], /--model is for --endpoint/],
  [['--base', 'starter', '--step', '3'], /--step is for --run/],
  [[...endpoint, '--step', '3'], /--step is for --run/],
  [[...endpoint, '--top-p', '0'], /--top-p takes a share above 0 and up to 1, not 0/],
  [[...endpoint, '--per-problem', '0'], /--per-problem takes a number from 1/],
  [[...endpoint, '--transcript', 'p'], /three different files/],
];

test('options that contradict each other are wrong usage', async () => {
  for (const [options, says] of wrong) {
    const { code, stderr } = await runCli('data', 'sample', '--problems', 'p', '--out', 'o', ...options);
    assert.equal(code, 2, options.join(' '));
    assert.match(stderr, says);
    assert.match(stderr, /^Usage: critique-coder data sample/m);
  }
});
