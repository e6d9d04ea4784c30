/** What `critique-coder merge` does where it is stopped, without a process of its own. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { mergeCommand } from '../../../trainer/commands/merge.ts';
import { adaptedConfig, adapterFolder, ofValue } from '../../support/peft.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyModel } from '../../support/tiny-model.ts';

test('a merge that is stopped leaves nothing behind', async () => {
  await using base = await tinyModel(adaptedConfig);
  await using adapters = await adapterFolder(ofValue);
  await using folder = await temporaryFolder();
  const values = { base: base.path, adapters: adapters.path, out: join(folder.path, 'merged') };
  const nothing = (): undefined => undefined;
  const invocation = { values, positionals: [], signal: AbortSignal.abort(), json: nothing, say: nothing };
  await assert.rejects(mergeCommand.run(invocation), { name: 'AbortError' });
  assert.deepEqual(await readdir(folder.path), []);
});
