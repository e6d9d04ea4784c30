/** The extension as it is packed, inside the real extension host. The facts are in `host/`. */
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { baseModelDirectory } from '../../trainer/starter/base/directory.ts';
import { openWorkshop } from '../support/critic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkFacts } from './harness/host.ts';
import { skipWithoutWorkbench } from './harness/tools.ts';
import { stageOwn } from './ui/vsix.ts';

const factsOf = (name: string): string => fileURLToPath(new URL(`./host/${name}.facts.ts`, import.meta.url));

describe('the extension in its host', { skip: skipWithoutWorkbench() }, () => {
  const opened = new AsyncDisposableStack();
  let [folder, extension, critic] = ['', '', ''];
  before(async () => {
    folder = opened.use(await temporaryFolder()).path;
    const workshop = opened.use(await openWorkshop());
    await workshop.make({ model: baseModelDirectory, maxCritiqueTokens: 96 });
    critic = workshop.input.directory;
    extension = await stageOwn(folder);
  });
  after(() => opened.disposeAsync());

  async function check(name: string, count: number): Promise<void> {
    const workspace = join(folder, `of-${name}`);
    await mkdir(workspace);
    const { facts, code } = await checkFacts({
      extension,
      workspace,
      files: [factsOf(name)],
      environment: { CRITIQUE_CODER_TEST_CRITIC: critic },
    });
    const failed = facts.filter(({ error }) => error !== null);
    assert.deepEqual([failed, facts.length, code], [[], count, 0]);
  }

  test('every fact holds', () => check('extension', 6));

  test('what it registers is gone when it is over', async () => {
    // It is not to be activated before its registrations are watched.
    const file = join(extension, 'package.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...manifest, activationEvents: [] }));
    await check('leaks', 4);
  });
});
