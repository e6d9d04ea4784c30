import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOnOnnxRuntime } from '../../../../trainer/engine/local/runtime.ts';
import { providerLoader } from '../../../../trainer/engine/providers/loader.ts';
import { runtimeReason } from '../../../../trainer/errors/engine.ts';
import { Graph } from '../../../../trainer/graph/graph.ts';

test('the processor needs no loader of its own', () => {
  assert.equal(providerLoader('cpu'), loadOnOnnxRuntime);
});

test('a provider that is not here is named with its graph, the reason and what to do', async () => {
  // DirectML is Windows' own, and the package for Windows has no CUDA.
  const graph = new Graph();
  graph.output('y', graph.input('x', 'float32', [1]));
  const missing = process.platform === 'win32' ? 'cuda' : 'directml';
  await assert.rejects(providerLoader(missing)(graph, 'a test', 1), {
    code: 'engine.provider-failed',
    message: new RegExp(`^The graph of a test cannot be loaded for ${missing}: .+\\.$`),
    hint: /engine\.provider to "cpu" or "auto".+extension for Windows comes without/,
  });
});

test('a reason is told without the place in the sources of ONNX Runtime', () => {
  const cause = new Error(
    '/src/webgpu_context.cc:136 lambda status == Success was false. Failed to get an adapter: none.\nMore.',
  );
  assert.equal(runtimeReason(cause), 'Failed to get an adapter: none');
});
