/** `critique-coder model` in a real process: what it prints, how it ends, and what it leaves. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { partialOf, placesOf } from '../../trainer/hub/layout.ts';
import {
  modelDescriptionSchema,
  modelListSchema,
  modelMessageSchema,
  modelReportSchema,
  type ModelMessage,
} from '../../trainer/protocol/hub.ts';
import { goodToken } from '../support/hub/access.ts';
import { hubOfTest, modelId, type HubOfTest } from '../support/hub/client.ts';
import {
  documentOf,
  program,
  repository,
  startCliWith,
  startProgram,
  type Ended,
  type Started,
} from './program.ts';

const weights = 'model.safetensors';
const skip = process.platform === 'win32';

const start = (world: HubOfTest, ...parameters: readonly string[]): Started =>
  startCliWith(world.environment(), 'model', ...parameters);

const run = (world: HubOfTest, ...parameters: readonly string[]): Promise<Ended> =>
  start(world, ...parameters).ended;

const partOf = ({ cache, server }: HubOfTest): string =>
  partialOf(placesOf(cache, modelId()), server.file(weights).hash);

/** Waits until a part of the weights is on the disk. */
async function partThere(world: HubOfTest): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const found = await stat(partOf(world)).catch(() => undefined);
    if ((found?.size ?? 0) > 0) return;
    await sleep(10);
  }
  throw new Error('nothing has come');
}

/** Resolves when a command has said this. */
function said({ child, ended }: Started, words: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let all = '';
  child.stderr?.on('data', (piece: Buffer) => {
    all += piece.toString();
    if (all.includes(words)) resolve();
  });
  void ended.then(({ stderr }) => reject(new Error(`It ended without "${words}": ${stderr}`)));
  return promise;
}

test('a model of an architecture that is not supported is refused before anybody is asked, and described all the same', async () => {
  await using world = await hubOfTest({ says: { config: { model_type: 'mistral' } } });
  const { code, stdout, stderr } = await run(world, 'get', 'ada/tiny', '--yes', '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /ada\/tiny has the architecture "mistral", which is not supported/);
  assert.deepEqual(world.server.asked('hub'), []);
  const described = modelDescriptionSchema.parse(
    documentOf(await run(world, 'describe', 'ada/tiny', '--json')),
  );
  assert.equal(described.modelType, 'mistral');
});

test('get shows size, files, licence, gate and commit, and without --yes it loads nothing', async () => {
  await using world = await hubOfTest({ access: 'auto' });
  const { code, stdout, stderr } = await run(world, 'get', 'ada/tiny', '--json');
  assert.deepEqual([code, stdout], [2, '']);
  const { commit } = world.server.model;
  for (const said of [
    `ada/tiny, revision main, commit ${commit}`,
    /licence +apache-2\.0/,
    /access +gated: its licence has to be accepted first, at http.*ada\/tiny/,
    /size +301 kB in 5 files, of which 301 kB are not in the cache/,
    `model.safetensors  sha256 ${world.server.file(weights).hash}`,
    /--yes is missing: it says that these 301 kB are to be loaded/,
    /^Usage: critique-coder model get/m,
  ]) {
    assert.ok(typeof said === 'string' ? stderr.includes(said) : said.test(stderr), `${said} in: ${stderr}`);
  }
  assert.equal(existsSync(world.cache), false);
});

test('get --yes --json prints one document, and a second time there is nothing to load', async () => {
  await using world = await hubOfTest();
  const first = modelReportSchema.parse(documentOf(await run(world, 'get', 'ada/tiny', '--yes', '--json')));
  const { commit } = world.server.model;
  // Two of the files have the same two bytes, and a content is loaded once.
  assert.deepEqual([first.id, first.commit, first.loadedBytes], ['ada/tiny', commit, first.bytes - 2]);
  assert.equal((await stat(join(first.folder, weights))).size, 300_000);
  const second = modelReportSchema.parse(documentOf(await run(world, 'get', 'ada/tiny', '--json')));
  assert.deepEqual(second, { ...first, loadedBytes: 0 });
});

test('describe --json says what there is, and --revision which', async () => {
  await using world = await hubOfTest({ revisions: ['main', 'v1'] });
  const ended = await run(world, 'describe', 'ada/tiny', '--revision', 'v1', '--json');
  const description = modelDescriptionSchema.parse(documentOf(ended));
  assert.deepEqual([description.revision, description.missingBytes], ['v1', description.bytes]);
  assert.equal(existsSync(world.cache), false);
});

test('list tells what the cache holds, and of an empty one that it is empty', async () => {
  await using world = await hubOfTest();
  const empty = await run(world, 'list', '--json');
  assert.deepEqual(modelListSchema.parse(documentOf(empty)), { cache: world.cache, models: [] });
  assert.equal(empty.stderr, `There are no models in ${world.cache}.\n`);
  await run(world, 'get', 'ada/tiny', '--yes');
  const full = await run(world, 'list', '--json');
  const [model] = modelListSchema.parse(documentOf(full)).models;
  assert.deepEqual([model?.id, model?.revisions, model?.missing], ['ada/tiny', ['main'], []]);
  assert.match(full.stderr, /^ada\/tiny  main, \w{7}  301 kB$/m);
});

test('what the hub refuses ends with 1, and neither the token nor a key is said', async () => {
  await using world = await hubOfTest({ access: 'auto' });
  const { code, stdout, stderr } = await run(world, 'get', 'ada/tiny', '--yes', '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^Accept its licence at http/m);
  const environment = world.environment({ HF_TOKEN: goodToken });
  const { ended } = startCliWith(environment, 'model', 'get', 'ada/tiny', '--yes', '--json');
  const allowed = await ended;
  assert.equal(allowed.code, 0);
  assert.ok(!`${allowed.stdout}${allowed.stderr}`.includes(goodToken));
  assert.ok(!allowed.stderr.includes('signature'));
});

test('offline, what is in the cache is enough, and nobody is asked', async () => {
  await using world = await hubOfTest();
  const environment = world.environment({ HF_HUB_OFFLINE: '1' });
  const before = await startCliWith(environment, 'model', 'get', 'ada/tiny', '--yes').ended;
  assert.equal(before.code, 1);
  assert.match(before.stderr, /HF_HUB_OFFLINE forbids asking the hub/);
  assert.deepEqual(world.server.seen, []);
  await run(world, 'get', 'ada/tiny', '--yes');
  const { length } = world.server.seen;
  const after = await startCliWith(environment, 'model', 'get', 'ada/tiny', '--json').ended;
  assert.equal(modelReportSchema.parse(documentOf(after)).loadedBytes, 0);
  assert.equal(world.server.seen.length, length);
});

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  test(`after ${signal} in the middle the same command goes on where it was`, async () => {
    await using world = await hubOfTest();
    const until = new Promise<void>(() => undefined);
    world.server.trouble('cdn', weights, { kind: 'held', after: 100_000, until });
    const { child, ended } = start(world, 'get', 'ada/tiny', '--yes', '--json');
    await partThere(world);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    assert.deepEqual([code, stdout], [signal === 'SIGINT' ? 130 : null, '']);
    if (signal === 'SIGINT') assert.match(stderr, /What has been loaded is kept/);
    const { size } = await stat(partOf(world));
    assert.ok(size > 0 && size <= 100_000);
    const again = modelReportSchema.parse(documentOf(await run(world, 'get', 'ada/tiny', '--yes', '--json')));
    assert.equal(world.server.asked('cdn', weights).at(-1)?.headers.range, `bytes=${size}-`);
    assert.equal(again.loadedBytes, 300_000 - size);
  });
}

test('a disk that is full ends it with what to do, and when there is room it goes on', { skip }, async () => {
  await using world = await hubOfTest();
  // The system then fails as it does for a full disk.
  const limited = ['-c', 'ulimit -f 100; exec "$@"', 'bash', process.execPath, program];
  const command = [...limited, 'model', 'get', 'ada/tiny', '--yes', '--json'];
  const { code, stdout, stderr } = await startProgram('bash', command, repository, world.environment()).ended;
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /\.incomplete failed because there is no room for it[^]*^Free some space/m);
  const { size } = await stat(partOf(world));
  assert.ok(size > 0 && size <= 102_400);
  const again = modelReportSchema.parse(documentOf(await run(world, 'get', 'ada/tiny', '--yes', '--json')));
  assert.ok(again.loadedBytes < again.bytes);
});

test('a parent that closes its channel ends it, and what has come is kept', async () => {
  await using world = await hubOfTest();
  const until = new Promise<void>(() => undefined);
  world.server.trouble('cdn', weights, { kind: 'held', after: 100_000, until });
  const child = fork(program, ['model', 'get', 'ada/tiny', '--yes', '--json'], {
    env: { ...world.environment() },
    silent: true,
  });
  const messages: ModelMessage[] = [];
  child.on('message', (message) => messages.push(modelMessageSchema.parse(message)));
  await partThere(world);
  child.disconnect();
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.equal(code, 130);
  assert.ok(messages.some(({ type }) => type === 'progress'));
  assert.ok((await stat(partOf(world))).size > 0);
});

test('two commands at once load each file once', async () => {
  await using world = await hubOfTest();
  const { promise: until, resolve: letGo } = Promise.withResolvers<void>();
  world.server.trouble('cdn', weights, { kind: 'held', after: 100_000, until });
  const first = start(world, 'get', 'ada/tiny', '--yes', '--json');
  await partThere(world);
  const second = start(world, 'get', 'ada/tiny', '--yes', '--json');
  await said(second, `Process ${first.child.pid} loads this model; waiting for it.`);
  letGo();
  const [one, other] = await Promise.all([first.ended, second.ended]);
  const report = modelReportSchema.parse(documentOf(other));
  assert.deepEqual([modelReportSchema.parse(documentOf(one)).commit, report.loadedBytes], [report.commit, 0]);
  assert.equal(world.server.asked('cdn', weights).length, 1);
});

test('train does not load a model by itself: it names the command, and leaves no run behind', async () => {
  await using world = await hubOfTest();
  const [config, runs] = [join(world.home.path, 'critique-coder.json'), join(world.home.path, 'runs')];
  await writeFile(config, '{"base": "ada/tiny"}');
  const training = startCliWith(world.environment(), 'train', '--config', config, '--runs', runs);
  const { code, stderr } = await training.ended;
  assert.equal(code, 1);
  assert.match(stderr, /^Load it with: critique-coder model get ada\/tiny\./m);
  assert.deepEqual([existsSync(runs), world.server.seen], [false, []]);
});
