/** From “From the Hugging Face hub…” to a model in the cache, with the real program and dialogs that a script answers. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import type { SecretStorage } from 'vscode';
import { program } from '../../process/program.ts';
import { goodToken } from '../../support/hub/access.ts';
import { hubOfTest, type HubOfTest } from '../../support/hub/client.ts';
import { Dialogs } from '../support/dialogs-double.ts';

const dialogs = new Dialogs();
dialogs.install();
const { getModel } = await import('../../../extension/hub/get-model.ts');
const { HubToken } = await import('../../../extension/hub/token.ts');

let world: HubOfTest;

/** The program that is asked has the variables of this process: they become those of the test's hub. */
async function openWorld(): Promise<void> {
  world = await hubOfTest();
  const variables = world.environment();
  for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
  Object.assign(process.env, variables);
}

const secrets = new Map<string, string>();
const storage = {
  get: (key: string) => Promise.resolve(secrets.get(key)),
  store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
  delete: (key: string) => Promise.resolve(void secrets.delete(key)),
} as unknown as SecretStorage;

const shown: unknown[] = [];
const tools = {
  trainer: { node: process.execPath, program },
  token: new HubToken(storage),
  showError: (cause: unknown) => Promise.resolve(void shown.push(cause)),
};

/** What the dialogs said, a line each. */
async function asked(...answers: readonly (string | undefined)[]): Promise<[string | undefined, string[]]> {
  dialogs.answers = [...answers];
  const model = await getModel(tools);
  assert.deepEqual(dialogs.answers, [], 'every answer was wanted');
  return [model, dialogs.said.map(({ kind, text }) => `${kind}: ${text}`)];
}

beforeEach(async () => {
  dialogs.said.length = 0;
  dialogs.reported.length = 0;
  shown.length = 0;
  secrets.clear();
  await openWorld();
  world.server.publish({});
});
afterEach(() => world[Symbol.asyncDispose]());

test('Escape at the name, or at the licence, loads nothing', async () => {
  assert.deepEqual(await asked(undefined), [undefined, ['input: From the Hugging Face hub']]);
  dialogs.said.length = 0;
  const [model, said] = await asked('ada/tiny', undefined);
  assert.equal(model, undefined);
  assert.deepEqual(said, [
    'input: From the Hugging Face hub',
    'progress: Asking the hub about ada/tiny…',
    'information: Load ada/tiny under its licence?',
  ]);
  assert.equal(existsSync(world.cache), false);
});

test('what the hub does not know is told, without the way to a token where a token does not help', async () => {
  const [model] = await asked('ada/tiny@v9');
  assert.equal(model, undefined);
  assert.deepEqual(
    shown.map((cause) => (cause as { code: string }).code),
    ['hub.revision-not-found'],
  );
});

test('a refused model can be tried again with a token, which the secrets then keep', async () => {
  world.server.publish({ access: 'private' });
  const [model, said] = await asked(
    'ada/tiny',
    'Set Hugging Face Token',
    ` ${goodToken} `,
    'Open Its Page',
    'Load',
  );
  assert.equal(model, 'ada/tiny');
  assert.deepEqual(said, [
    'input: From the Hugging Face hub',
    'progress: Asking the hub about ada/tiny…',
    'error: Loading ada/tiny was refused',
    'input: Set Hugging Face Token',
    'progress: Asking the hub about ada/tiny…',
    'information: Load ada/tiny under its licence?',
    `browser: ${world.server.endpoint}/ada/tiny`,
    'information: Load ada/tiny under its licence?',
    'progress: Loading ada/tiny',
  ]);
  assert.equal(dialogs.said.find(({ text }) => text === 'Set Hugging Face Token')?.detail, 'secret');
  assert.deepEqual([...secrets.values()], [goodToken]);
  const percent = dialogs.reported.reduce((sum, { increment }) => sum + increment, 0);
  assert.ok(Math.abs(percent - 100) < 1e-6, `${percent} per cent`);
});

test('a model that is in the cache needs no consent', async () => {
  const [loaded] = await asked('ada/tiny', 'Load');
  assert.equal(loaded, 'ada/tiny');
  dialogs.said.length = 0;
  const [model, said] = await asked('ada/tiny');
  assert.equal(model, 'ada/tiny');
  assert.deepEqual(said.slice(1), ['progress: Asking the hub about ada/tiny…', 'progress: Loading ada/tiny']);
});

test('an empty token forgets the one that is kept, and Escape leaves it', async () => {
  dialogs.answers = [goodToken, undefined, ''];
  assert.equal(await tools.token.ask(), true);
  assert.equal(await tools.token.ask(), false);
  assert.deepEqual([...secrets.values()], [goodToken]);
  assert.equal(await tools.token.ask(), true);
  assert.equal(secrets.size, 0);
});
