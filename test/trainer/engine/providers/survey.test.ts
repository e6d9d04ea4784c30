import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineProviders } from '../../../../trainer/engine/local/runtime.ts';
import { fastestProvider, surveyProviders } from '../../../../trainer/engine/providers/survey.ts';

test('the processor is measured first, and each other provider is measured or says why not', async () => {
  const surveyed = await surveyProviders(1);
  assert.deepEqual(
    surveyed.map(({ provider }) => provider),
    engineProviders(),
  );
  const [first, ...others] = surveyed;
  assert.equal(first?.provider, 'cpu');
  assert.ok(first && 'speed' in first && first.speed > 0);
  for (const other of others) {
    if ('speed' in other) assert.ok(other.speed > 0, other.provider);
    else assert.match(other.reason, /\w/, other.provider);
  }
});

test('a card is taken from twice the speed of the processor on, and the fastest of several', () => {
  const processor = { provider: 'cpu', speed: 100 } as const;
  const missing = { provider: 'cuda', reason: 'not installed' } as const;
  assert.equal(fastestProvider([processor, { provider: 'webgpu', speed: 199 }, missing]), 'cpu');
  assert.equal(fastestProvider([processor, { provider: 'webgpu', speed: 200 }, missing]), 'webgpu');
  const two = [processor, { provider: 'webgpu', speed: 300 }, { provider: 'directml', speed: 400 }] as const;
  assert.equal(fastestProvider(two), 'directml');
});

test('where nothing was measured the processor is taken', () => {
  assert.equal(fastestProvider([{ provider: 'cpu', reason: 'ended' }]), 'cpu');
});
