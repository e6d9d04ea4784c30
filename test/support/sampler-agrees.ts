/** That a sampler and its trainer compute with the same numbers. */
import type { LocalCore } from '../../trainer/engine/local/core.ts';
import type { SampleRequest } from '../../trainer/engine/types.ts';
import { assertArraysClose } from './close.ts';

/** Samples, and has the trainer score what came. */
export async function assertSamplerAgrees(
  core: LocalCore,
  requests: readonly SampleRequest[],
): Promise<void> {
  const sampled = await core.sample(requests);
  for (const [index, { prompt, params }] of requests.entries()) {
    const completions = sampled[index] ?? [];
    const trained = completions.map(({ tokens }) => ({ tokens, weights: new Float32Array(tokens.length) }));
    const { logprobs } = await core.forward([{ prompt, completions: trained }], params.temperature);
    completions.forEach(({ policyLogprobs }, sample) => {
      assertArraysClose(logprobs[sample] ?? [], policyLogprobs, 1e-4);
    });
  }
}
