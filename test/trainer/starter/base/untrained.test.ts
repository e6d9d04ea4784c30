/** The starter's base model before its first update. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LocalEngine } from '../../../../trainer/engine/local/engine.ts';
import { solvePrompt } from '../../../../trainer/critique/prompts.ts';
import { readDecoderConfig } from '../../../../trainer/model/config.ts';
import { parameterCount, parameterSpecs } from '../../../../trainer/model/parameters.ts';
import { SafetensorsFile } from '../../../../trainer/model/safetensors.ts';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import { baseShape, writeUntrained } from '../../../../trainer/starter/base/untrained.ts';
import { starterRows, untrainedModel } from '../../../support/starter-model.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const patience = { timeout: 120_000 };
const rows = await starterRows(20);
const files = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'] as const;

test('the folder has the shape that it should have, and a vocabulary of the size in its configuration', async () => {
  await using folder = await untrainedModel(rows);
  const config = await readDecoderConfig(join(folder.path, 'config.json'));
  const { model } = JSON.parse(await readFile(join(folder.path, 'tokenizer.json'), 'utf8')) as {
    model: { vocab: Record<string, number> };
  };
  const ids = Object.values(model.vocab).toSorted((a, b) => a - b);
  assert.deepEqual(
    ids,
    Array.from({ length: config.vocabularySize }, (_, id) => id),
  );
  assert.deepEqual(config, { ...baseShape, vocabularySize: config.vocabularySize });
  assert.deepEqual(config.endTokens, [0]);
});

test('transformers is told to cut texts as tokenizer.json says, which is not how published Qwen3 models do', async () => {
  await using folder = await untrainedModel(rows);
  for (const directory of [folder.path, baseModelDirectory]) {
    const config = JSON.parse(await readFile(join(directory, 'tokenizer_config.json'), 'utf8')) as object;
    assert.partialDeepStrictEqual(config, { tokenizer_class: 'PreTrainedTokenizerFast' });
  }
});

test('in half precision the base fits the 12 megabytes that it may have in the repository', () => {
  assert.ok(2 * parameterCount(parameterSpecs(baseShape)) < 12 * 2 ** 20);
});

test('an engine loads it, and samples and scores with it', patience, async () => {
  await using folder = await untrainedModel(rows);
  const tokenizer = await Tokenizer.open(folder.path);
  await using engine = await LocalEngine.open({ model: folder.path, threads: 1, microBatchTokens: 512 });
  const [row = assert.fail()] = rows;
  const prompt = tokenizer.encodePrompt(solvePrompt(row.problem));
  const params = { maxTokens: 4, temperature: 1, topP: 1, topK: 0, stop: [] };
  const [[completion] = []] = await engine.sample([{ prompt, count: 1, seed: 1, params }]);
  assert.ok(completion && completion.tokens.length > 0);
  const { entropies } = await engine.forward(
    [
      {
        prompt,
        completions: [{ tokens: completion.tokens, weights: new Float32Array(completion.tokens.length) }],
      },
    ],
    1,
  );
  const { vocabularySize } = await readDecoderConfig(join(folder.path, 'config.json'));
  // Before training, the next token is nearly as uncertain as it can be.
  for (const entropy of entropies[0] ?? []) {
    assert.ok(entropy > Math.log(vocabularySize) - 0.5 && entropy <= Math.log(vocabularySize), `${entropy}`);
  }
});

test('the same rows and seed give the same bytes; another seed gives other weights and the same words', async () => {
  await using first = await untrainedModel(rows, 1);
  await using second = await untrainedModel(rows, 1);
  await using other = await untrainedModel(rows, 2);
  for (const name of files) {
    const bytes = await readFile(join(first.path, name));
    assert.ok(bytes.equals(await readFile(join(second.path, name))), name);
    assert.equal(bytes.equals(await readFile(join(other.path, name))), name !== 'model.safetensors', name);
  }
});

test('gains are 1; matrices have mean 0 and the deviation of their number of inputs', async () => {
  await using folder = await temporaryFolder();
  await writeUntrained(join(folder.path, 'made'), rows, 3);
  const config = await readDecoderConfig(join(folder.path, 'made', 'config.json'));
  await using file = await SafetensorsFile.open(join(folder.path, 'made', 'model.safetensors'));
  for (const { name, shape, size } of parameterSpecs(config)) {
    const values = new Float32Array(size);
    await file.read(name, shape, values);
    if (shape.length === 1) {
      assert.ok(
        values.every((value) => value === 1),
        name,
      );
      continue;
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / size;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
    const expected = expectedDeviation(name, shape[1] ?? NaN, config.layers);
    // At least 10,000 numbers: their deviation is known to about one per cent.
    assert.ok(Math.abs(deviation / expected - 1) < 0.03, `${name}: ${deviation}, expected ${expected}`);
    assert.ok(Math.abs(mean) < 4 * (expected / Math.sqrt(size)), `${name}: mean ${mean}`);
  }
});

/** Each layer writes to the residual stream twice; rows of the embedding are half as long. */
function expectedDeviation(name: string, inputs: number, layers: number): number {
  if (name.includes('embed_tokens')) return 1 / (2 * Math.sqrt(inputs));
  return /o_proj|down_proj/.test(name) ? 1 / Math.sqrt(2 * layers * inputs) : 1 / Math.sqrt(inputs);
}
