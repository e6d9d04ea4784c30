/** Who may load what, what is said to those who may not, and where the token goes. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { TrainerError } from '../../../trainer/errors/error.ts';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import type { Hub } from '../../../trainer/hub/hub.ts';
import { goodToken, poorToken } from '../../support/hub/access.ts';
import { hubOfTest, listening, modelId } from '../../support/hub/client.ts';

async function get(hub: Hub, text = 'ada/tiny'): Promise<void> {
  const heard = listening();
  await getModel(hub, modelId(text), await describeModel(hub, modelId(text), heard), heard);
}

async function failureOf(promise: Promise<unknown>): Promise<TrainerError> {
  const cause: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(cause instanceof TrainerError, inspect(cause));
  return cause;
}

test('a gated model without a token: where its licence is accepted, and how a token is given', async () => {
  await using world = await hubOfTest({ access: 'auto' });
  const { code, message, hint } = await failureOf(get(await world.hub()));
  assert.equal(code, 'hub.gated');
  assert.match(message, /anybody unknown load ada\/tiny/);
  assert.ok(hint.includes(`Accept its licence at ${world.server.endpoint}/ada/tiny`), hint);
  assert.match(hint, /HF_TOKEN.*“Set Hugging Face Token”/);
});

test('a gated model with the token of an account that has not accepted says whose turn it is', async () => {
  await using world = await hubOfTest({ access: 'manual' });
  const { code, message, hint } = await failureOf(get(await world.hub({ HF_TOKEN: poorToken })));
  assert.equal(code, 'hub.gated');
  assert.match(message, /the account of the given token/);
  assert.match(hint, /with the account of the token/);
});

test('a gated or private model comes with the right token', async () => {
  for (const access of ['auto', 'private'] as const) {
    await using world = await hubOfTest({ access });
    await get(await world.hub({ HF_TOKEN: goodToken }));
  }
});

test('a token that the hub does not know is told as such, not as a missing model', async () => {
  await using world = await hubOfTest();
  const { code, message } = await failureOf(get(await world.hub({ HF_TOKEN: 'hf_old' })));
  assert.equal(code, 'hub.token-refused');
  assert.ok(message.includes(world.server.endpoint));
});

test('a model that is not there may be misspelt or private, with or without a token', async () => {
  await using world = await hubOfTest();
  for (const environment of [{}, { HF_TOKEN: poorToken }]) {
    const { code, message, hint } = await failureOf(get(await world.hub(environment), 'ada/tinny'));
    assert.equal(code, 'hub.not-found');
    assert.match(message, /no model ada\/tinny/);
    assert.match(hint, /Check how it is spelt\. If it is private, give a token/);
  }
});

test('a token that was not given the right is told as such, with what the hub says and how another is given', async () => {
  const headers = { 'x-error-message': 'This token may read nothing of ada' };
  const refused = { kind: 'status', status: 403, headers } as const;
  for (const [place, path] of [
    ['api', ''],
    ['hub', 'config.json'],
  ] as const) {
    await using world = await hubOfTest();
    world.server.trouble(place, path, refused);
    const { code, message, hint } = await failureOf(get(await world.hub({ HF_TOKEN: goodToken })));
    assert.equal(code, 'hub.forbidden');
    assert.match(
      message,
      /The given token may not load ada\/tiny: the hub says 403: This token may read nothing/,
    );
    assert.match(hint, /^Give one with the right to read this model/);
  }
  await using world = await hubOfTest();
  world.server.trouble('api', '', refused);
  const { code, hint } = await failureOf(get(await world.hub()));
  assert.equal(code, 'hub.forbidden');
  assert.match(hint, /HF_TOKEN.*“Set Hugging Face Token”/);
});

test('a revision that is not there is named', async () => {
  await using world = await hubOfTest();
  const { code, message } = await failureOf(get(await world.hub(), 'ada/tiny@v2'));
  assert.equal(code, 'hub.revision-not-found');
  assert.match(message, /ada\/tiny has no revision "v2"/);
});

test('a model that the hub has closed is told as closed', async () => {
  await using world = await hubOfTest({ access: 'disabled' });
  assert.equal((await failureOf(get(await world.hub()))).code, 'hub.disabled');
});

test('a file that vanishes between listing and loading is an error of its address', async () => {
  await using world = await hubOfTest();
  const headers = { 'x-error-code': 'EntryNotFound' };
  world.server.trouble('hub', 'config.json', { kind: 'status', status: 404, headers });
  const { code, message } = await failureOf(get(await world.hub()));
  assert.equal(code, 'hub.refused');
  assert.match(message, /config\.json was refused: the hub says 404/);
});

test('the other host may forget an address; the hub is then asked for a new one', async () => {
  await using world = await hubOfTest();
  world.server.trouble('cdn', 'model.safetensors', { kind: 'status', status: 403 });
  await get(await world.hub());
  assert.equal(world.server.asked('hub', 'model.safetensors').length, 2);
});

test('the token goes to the hub, by whatever way, and never to the host that it sends on to', async () => {
  await using world = await hubOfTest({ access: 'auto' });
  world.server.sendsAround = true;
  await get(await world.hub({ HF_TOKEN: goodToken }));
  const tokens = (place: 'api' | 'hub' | 'cdn'): (string | undefined)[] => [
    ...new Set(world.server.asked(place).map(({ headers }) => headers.authorization)),
  ];
  assert.deepEqual([tokens('api'), tokens('hub')], [[`Bearer ${goodToken}`], [`Bearer ${goodToken}`]]);
  assert.ok(world.server.seen.some(({ url }) => url.startsWith('/around/')));
  assert.deepEqual(tokens('cdn'), [undefined]);
});

test('a request says who asks in one word, and nothing of the machine', async () => {
  await using world = await hubOfTest();
  await get(await world.hub());
  for (const { headers } of world.server.seen) {
    const { host, ...rest } = headers;
    assert.ok(host?.startsWith('127.0.0.1:'));
    assert.deepEqual(rest, {
      'user-agent': 'critique-coder',
      'accept-encoding': 'identity',
      connection: 'close',
    });
  }
});

test('no error of any kind has the token in it', async () => {
  const troubles = [401, 403, 404, 429, 500].map((status) => ({ kind: 'status', status }) as const);
  for (const trouble of troubles) {
    await using world = await hubOfTest();
    world.server.trouble('hub', 'config.json', trouble, 9);
    const cause = await failureOf(get(await world.hub({ HF_TOKEN: goodToken })));
    assert.ok(!inspect(cause, { depth: 9 }).includes(goodToken), cause.code);
  }
});
