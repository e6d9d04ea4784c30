/** The harness reads a real workbench and a real extension host, and what is wrong there fails. */
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packVsix } from '../../extension/package/vsix.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkFacts } from './harness/host.ts';
import { skipWithoutWorkbench } from './harness/tools.ts';
import { withWindow } from './harness/window.ts';
import { eventually, type Workbench } from './harness/workbench.ts';

const fixture = fileURLToPath(new URL('./fixture', import.meta.url));
const facts = (name: string): string => join(fixture, 'facts', `${name}.facts.ts`);

async function readFixture(workbench: Workbench): Promise<void> {
  await workbench.statusItem('fixture is awake').waitFor();
  await workbench.runCommand('Greet the Harness');
  await workbench.pick('quietly');
  await workbench.toasts().filter({ hasText: 'Greeted quietly.' }).waitFor();
  await workbench.openContainer('Harness Fixture');
  await workbench.treeRows('Leaves').nth(1).waitFor();
  assert.deepEqual(await workbench.treeRows('Leaves').allInnerTexts(), ['first leaf', 'second leaf']);
  const word = workbench.webviewView('critique-coder.harness-fixture').locator('#word');
  assert.equal(await word.innerText(), 'drawn');
  await workbench.openFile('three.txt');
  await workbench.lenses().filter({ hasText: '3 lines' }).waitFor();

  const titles = (): Promise<string[]> => workbench.lenses().allInnerTexts();
  const wrong = eventually(titles, (seen) => seen.includes('4 lines'), 'the lens', { within: 500 });
  await assert.rejects(wrong, /the lens: after 500 ms it was still \["3 lines"\]/);
}

describe('the workbench harness', { skip: skipWithoutWorkbench() }, () => {
  test('what an extension shows is read, and what it does not show is missed', async () => {
    await using folder = await temporaryFolder();
    const [workspace, vsix] = [join(folder.path, 'workspace'), join(folder.path, 'fixture.vsix')];
    await mkdir(workspace);
    await writeFile(join(workspace, 'three.txt'), 'one\ntwo\nthree');
    await packVsix(fixture, vsix);
    await withWindow({ name: 'fixture', workspace, vsix }, readFixture);
  });

  test('facts are checked inside the extension host, and one that does not hold is told', async () => {
    await using workspace = await temporaryFolder();
    const check = (...names: string[]) =>
      checkFacts({ extension: fixture, workspace: workspace.path, files: names.map(facts) });
    const good = await check('hold');
    assert.deepEqual([good.code, good.facts.map(({ error }) => error)], [0, [null, null]]);
    const bad = await check('hold', 'fail');
    assert.equal(bad.code, 1);
    const failed = bad.facts.filter(({ error }) => error !== null);
    assert.deepEqual(
      failed.map(({ title }) => title),
      ['two and two are five'],
    );
    assert.match(failed[0]?.error ?? '', /4 !== 5/);
  });
});
