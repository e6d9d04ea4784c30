/** Adapters beside PEFT, on the files of test/golden/adapters. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { packSequences } from '../../../trainer/engine/local/packing.ts';
import { loadBase } from '../../../trainer/engine/local/shared-model.ts';
import { Training } from '../../../trainer/engine/local/training.ts';
import { Weights } from '../../../trainer/engine/local/weights.ts';
import { uniformAdapters } from '../../../trainer/model/adapter-files.ts';
import { readDecoderConfig } from '../../../trainer/model/config.ts';
import { tokenizerConfigFile, tokenizerFile } from '../../../trainer/model/files.ts';
import { mergeAdapters } from '../../../trainer/model/merge.ts';
import { assertArraysClose, assertClose } from '../../support/close.ts';
import { cachedLogits, packedLogits, plainRow } from '../../support/decoder.ts';
import {
  goldenAdapters,
  goldenFamilies,
  goldenPath,
  readGolden,
  type GoldenMerged,
  type GoldenPass,
} from '../../support/golden.ts';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.ts';

/** Adapters with the checkpoint that they are for, and what is expected of both. */
async function openGolden(name: keyof typeof goldenAdapters) {
  const base = goldenPath(goldenAdapters[name]);
  const folder = goldenPath(`adapters/${name}`);
  const expected = (await readGolden(`adapters/${name}/expected.json.gz`)) as GoldenPass;
  const config = await readDecoderConfig(join(base, 'config.json'));
  return { base, folder, expected, config };
}

/** The adapters as they are trained, beside the weights of their base. */
async function loadGolden(name: keyof typeof goldenAdapters) {
  const golden = await openGolden(name);
  const adapters = await uniformAdapters(golden.folder, golden.config);
  const weights = new Weights(golden.config, adapters);
  await weights.load(golden.folder);
  const own = new Weights(golden.config);
  await own.load(golden.base);
  return { ...golden, adapters, weights, own: own.values };
}

/** A folder with golden adapters merged into their base; it has no tokenizer, which merging wants to copy. */
async function mergedGolden(name: keyof typeof goldenAdapters): Promise<TemporaryFolder> {
  const { base, folder } = await openGolden(name);
  await using complete = await temporaryFolder();
  await cp(base, complete.path, { recursive: true });
  for (const file of [tokenizerFile, tokenizerConfigFile]) await writeFile(join(complete.path, file), '{}');
  const merged = await temporaryFolder();
  await mergeAdapters(complete.path, folder, merged.path);
  return merged;
}

/** The logits of every position of every prompt with its completion. */
async function assertLogits(
  { prompts, completions, logits }: Pick<GoldenPass, 'prompts' | 'completions' | 'logits'>,
  compute: (tokens: readonly number[], promptLength: number) => Promise<readonly Float32Array[]>,
): Promise<void> {
  for (const [index, prompt] of prompts.entries()) {
    const found = await compute([...prompt, ...(completions[index] ?? [])], prompt.length);
    for (const [position, wanted] of (logits[index] ?? []).entries()) {
      const off = wanted.map((logit, token) => Math.abs(logit - (found[position]?.[token] ?? NaN)));
      assert.ok(Math.max(...off) < 1e-4, `position ${position} of ${index}: ${Math.max(...off)}`);
    }
  }
}

for (const name of goldenFamilies) {
  test(`the logits of adapted ${name} are those of PEFT, by the graph that trains and by the one that samples`, async () => {
    const { config, own, adapters, weights, expected } = await loadGolden(name);
    const adapted = { adapters, values: weights.values };
    await assertLogits(expected, (tokens) => packedLogits(config, own, plainRow(tokens), adapted));
    await assertLogits(expected, (tokens, prompt) => cachedLogits(config, own, tokens, prompt, adapted));
  });

  for (const recompute of [false, true]) {
    const form = recompute ? 'layer by layer' : 'in one graph';
    test(`the gradient of adapters of ${name} is that of PyTorch with PEFT, ${form}`, async () => {
      const { base, config, adapters, weights, expected } = await loadGolden(name);
      const loaded = await loadBase(base, config);
      const model = { config, adapters, ...loaded, trained: weights.values };
      await using training = new Training(model, { threads: 1, recompute });
      const sequences = expected.prompts.map((prompt, index) => {
        const tokens = Int32Array.from(expected.completions[index] ?? []);
        const completion = { tokens, weights: new Float32Array(tokens.length).fill(1) };
        return { prompt: Int32Array.from(prompt), completions: [completion] };
      });
      const [batch] = packSequences(sequences, { tokens: 1024, maxPositions: config.maxPositions });
      assert.ok(batch);
      const gradient = new Float32Array(weights.values.length);
      const { loss } = await training.differentiate(batch, { kind: 'crossEntropy' }, gradient);
      assertClose(loss, expected.loss, 1e-5, 'the loss');
      assert.deepEqual(weights.specs.map((spec) => spec.name).sort(), Object.keys(expected.gradients).sort());
      for (const spec of weights.specs) {
        const { unit, multiples } = expected.gradients[spec.name] ?? assert.fail(spec.name);
        const wanted = multiples.map((multiple) => multiple * unit);
        const found = gradient.subarray(spec.offset, spec.offset + spec.size);
        assertArraysClose(found, wanted, 1e-4, spec.name, unit);
      }
    });
  }
}

for (const name of Object.keys(goldenAdapters) as (keyof typeof goldenAdapters)[]) {
  test(`the adapters "${name}" merged into their base have the logits of PEFT`, async () => {
    const { config, expected } = await openGolden(name);
    await using merged = await mergedGolden(name);
    const weights = new Weights(config);
    await weights.load(merged.path);
    await assertLogits(expected, (tokens) => packedLogits(config, weights.values, plainRow(tokens)));
  });

  test(`what merging "${name}" writes is to the byte what transformers loaded, with the same logits here`, async () => {
    const { config } = await openGolden(name);
    const { models, ...passes } = (await readGolden('adapters/merged.json.gz')) as GoldenMerged;
    const { sha256, logits } = models[name];
    await using merged = await mergedGolden(name);
    for (const [file, hash] of Object.entries(sha256)) {
      const found = createHash('sha256').update(await readFile(join(merged.path, file)));
      // Where the bytes are to change, make-merged.py lets transformers load the new ones.
      assert.equal(found.digest('hex'), hash, `${file}: run test/golden/make-merged.py`);
    }
    const weights = new Weights(config);
    await weights.load(merged.path);
    const compute = (tokens: readonly number[]) => packedLogits(config, weights.values, plainRow(tokens));
    await assertLogits({ ...passes, logits }, compute);
  });
}

test('the adapters "patterns" differ between layers, so training does not go on from them', async () => {
  const { folder, config } = await openGolden('patterns');
  await assert.rejects(uniformAdapters(folder, config), { code: 'adapters.different' });
});
