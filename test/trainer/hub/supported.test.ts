/** What cannot be computed with is not loaded. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import { checkModelType } from '../../../trainer/hub/supported.ts';
import { hubOfTest, listening, modelId, type HubOfTest } from '../../support/hub/client.ts';
import { standardWith } from '../../support/hub/content.ts';

/** A hub that does not say what its model is. Its weights stand before its configuration. */
function silentHub(config: string): Promise<HubOfTest> {
  const others = Object.entries(standardWith({})).filter(([name]) => name !== 'config.json');
  return hubOfTest({ says: {}, files: { ...Object.fromEntries(others), 'config.json': config } });
}

async function load(world: HubOfTest): Promise<number> {
  const [hub, heard] = [await world.hub(), listening()];
  const description = await describeModel(hub, modelId(), heard);
  assert.equal(description.modelType, null);
  return (await getModel(hub, modelId(), description, heard)).loadedBytes;
}

test('where the hub does not say what a model is, its config.json comes first, and the weights only if it fits', async () => {
  await using world = await silentHub('{"model_type": "mistral"}');
  await assert.rejects(load(world), {
    code: 'hub.unsupported',
    message: /ada\/tiny has the architecture "mistral"/,
    hint: /Llama \(model_type "llama"\)/,
  });
  assert.deepEqual(
    world.server.asked('hub').map(({ path }) => path),
    ['config.json'],
  );
});

test('one that fits is loaded as a whole', async () => {
  await using world = await silentHub('{"model_type": "llama"}');
  assert.ok((await load(world)) > 300_000);
  assert.equal(world.server.asked('cdn').length, 1);
});

test('a config.json that says nothing is refused by its name', async () => {
  await using world = await silentHub('[]');
  await assert.rejects(load(world), { code: 'model.unreadable-file', message: /config\.json/ });
  assert.deepEqual(world.server.asked('cdn'), []);
});

test('every supported architecture passes, and another is named', () => {
  for (const modelType of ['qwen3', 'qwen2', 'llama']) checkModelType('ada/tiny', modelType);
  assert.throws(() => checkModelType('ada/tiny', 'gemma3'), { code: 'hub.unsupported', message: /"gemma3"/ });
});
