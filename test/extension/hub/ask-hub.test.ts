/** The extension's side of loading a model, with the real program in a process of its own. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { after, test } from 'node:test';
import { describeModel, loadModel, type HubQuestion } from '../../../extension/hub/ask-hub.ts';
import { partialOf, placesOf } from '../../../trainer/hub/layout.ts';
import type { ModelMessage } from '../../../trainer/protocol/hub.ts';
import { program } from '../../process/program.ts';
import { goodToken } from '../../support/hub/access.ts';
import { hubOfTest, modelId } from '../../support/hub/client.ts';

const trainer = { node: process.execPath, program };
const weights = 'model.safetensors';

const world = await hubOfTest();
after(() => world[Symbol.asyncDispose]());
// The program takes its variables from this process, as it does from the editor's.
const variables = world.environment();
for (const name of Object.keys(process.env)) if (!(name in variables)) delete process.env[name];
Object.assign(process.env, variables);

function question(changes: Partial<HubQuestion> = {}): HubQuestion & { readonly heard: ModelMessage[] } {
  const heard: ModelMessage[] = [];
  const signal = new AbortController().signal;
  const onMessage = (message: ModelMessage): void => void heard.push(message);
  return { model: 'ada/tiny', token: undefined, signal, onMessage, heard, ...changes };
}

test('an error of the hub comes as the trainer has it, with its code', async () => {
  await assert.rejects(describeModel(trainer, question({ model: 'ada/none' })), {
    code: 'hub.not-found',
    message: /no model ada\/none/,
    hint: /Check how it is spelt/,
  });
});

test('the token reaches the hub through that one process, and stays out of this one', async () => {
  world.server.publish({ access: 'private' });
  await assert.rejects(describeModel(trainer, question()), { code: 'hub.not-found' });
  const description = await describeModel(trainer, question({ token: goodToken }));
  assert.equal(description?.commit, world.server.model.commit);
  assert.equal(process.env['HF_TOKEN'], undefined);
  world.server.publish({});
});

test('trouble on the way is told while it lasts', async () => {
  world.server.trouble('api', '', { kind: 'status', status: 503 });
  const asked = question();
  await describeModel(trainer, asked);
  assert.deepEqual(
    asked.heard.map((message) => message.type === 'retrying' && message.reason),
    ['the hub says 503'],
  );
});

test('cancelling ends the process and keeps what has come; the next time goes on, with progress to the end', async () => {
  const until = new Promise<void>(() => undefined);
  world.server.trouble('cdn', weights, { kind: 'held', after: 100_000, until });
  const stopped = new AbortController();
  const asked = question({ signal: stopped.signal });
  const loading = loadModel(trainer, {
    ...asked,
    onMessage: (message) => {
      if (message.type === 'progress' && message.file === weights && message.doneBytes > 1000)
        stopped.abort();
    },
  });
  assert.equal(await loading, null);
  const part = partialOf(placesOf(world.cache, modelId()), world.server.file(weights).hash);
  assert.ok((await stat(part)).size > 0);
  const again = question();
  const report = await loadModel(trainer, again);
  assert.ok(report !== null && report.loadedBytes < report.bytes);
  const last = again.heard.at(-1);
  assert.deepEqual(last?.type === 'progress' && last.doneBytes, report.bytes);
});

test('a program that says nothing sensible is a failure with its words', async () => {
  const broken = { node: process.execPath, program: new URL('no-program.mjs', import.meta.url).pathname };
  await assert.rejects(describeModel(broken, question()), {
    code: 'shell.hub-failed',
    message: /Cannot find module/,
  });
});
