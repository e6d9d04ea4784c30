/** The extension as it is packed, inside the real extension host. The facts are in `host/`. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { baseModelDirectory } from '../../trainer/starter/base/directory.ts';
import { openWorkshop } from '../support/critic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkFacts } from './harness/host.ts';
import { skipWithoutWorkbench } from './harness/tools.ts';
import { stageOwn } from './ui/vsix.ts';

const facts = fileURLToPath(new URL('./host/extension.facts.ts', import.meta.url));

describe('the extension in its host', { skip: skipWithoutWorkbench() }, () => {
  test('every fact holds', async () => {
    await using folder = await temporaryFolder();
    await using workshop = await openWorkshop();
    await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 96 });
    const workspace = join(folder.path, 'workspace');
    await mkdir(workspace);
    const { facts: results, code } = await checkFacts({
      extension: await stageOwn(folder.path),
      workspace,
      files: [facts],
      environment: { CRITIQUE_CODER_TEST_CRITIC: workshop.input.directory },
    });
    assert.deepEqual(
      results.filter(({ error }) => error !== null),
      [],
    );
    assert.equal(results.length, 6);
    assert.equal(code, 0);
  });
});
