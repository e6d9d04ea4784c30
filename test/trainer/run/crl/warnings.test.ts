/** What is noticed of a base before it is trained. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Tokenizer } from '../../../../trainer/model/tokenizer.ts';
import { baseWarnings } from '../../../../trainer/run/crl/warnings.ts';
import { baseModelDirectory } from '../../../../trainer/starter/base/directory.ts';
import { tinyModel } from '../../../support/tiny-model.ts';

test('the starter model has a chat template and an end token, and nothing is said of it', async () => {
  assert.deepEqual(await baseWarnings(baseModelDirectory, await Tokenizer.open(baseModelDirectory)), []);
});

test('a base without a chat template and one that never ends are warned of, and why', async () => {
  await using model = await tinyModel();
  const [template, end, ...more] = await baseWarnings(model.path, { hasTemplate: false });
  assert.deepEqual([template?.code, end?.code, more], ['run.no-chat-template', 'run.no-end-token', []]);
  assert.match(template?.message ?? '', /has no chat template, so it is asked with bare text/);
  assert.match(end?.message ?? '', /every completion is written to its longest length/);
});

test('an end token in generation_config.json is one', async () => {
  await using model = await tinyModel();
  await writeFile(join(model.path, 'generation_config.json'), '{"eos_token_id": [3]}');
  assert.deepEqual(await baseWarnings(model.path, { hasTemplate: true }), []);
});
