/** Requests to sample, and engines on tiny models that answer them. */
import assert from 'node:assert/strict';
import { LocalCore } from '../../trainer/engine/local/core.ts';
import type { Completion, SampleRequest, SamplingParams } from '../../trainer/engine/types.ts';
import type { DecoderConfig } from '../../trainer/model/config.ts';
import { tinyConfig, tinyModel } from './tiny-model.ts';

const params: SamplingParams = { maxTokens: 12, temperature: 1, topP: 1, topK: 0, stop: [] };

/** A request for one completion of three tokens, changed. */
export function request(
  changes: Partial<SampleRequest> = {},
  settings: Partial<SamplingParams> = {},
): SampleRequest {
  return {
    prompt: Int32Array.of(1, 2, 3),
    count: 1,
    seed: 7,
    params: { ...params, ...settings },
    ...changes,
  };
}

/** Sampling that would take many seconds. */
export const endless = request({ count: 5000 }, { maxTokens: 90 });

/** An engine on a tiny model, both gone at the end. */
export async function openCore(changes: Partial<DecoderConfig> = {}) {
  const folder = await tinyModel(tinyConfig(changes));
  const core = await LocalCore.create({ model: folder.path, threads: 1, microBatchTokens: 512 });
  return Object.assign(core, {
    async [Symbol.asyncDispose]() {
      await LocalCore.prototype[Symbol.asyncDispose].call(core);
      await folder[Symbol.asyncDispose]();
    },
  });
}

/** The only completion of a request for one. */
export async function sampleOne(core: LocalCore, one: SampleRequest): Promise<Completion> {
  const [group] = await core.sample([one]);
  const [completion, ...others] = group ?? [];
  assert.ok(completion && others.length === 0);
  return completion;
}
