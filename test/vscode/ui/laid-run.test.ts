/** A run that somebody has left in the workspace: what is in it is shown and used, and does nothing of its own. */
import assert from 'node:assert/strict';
import { access, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readCriticRecord } from '../../../trainer/critic/critic.ts';
import type { RunFolder } from '../../../trainer/run/folder.ts';
import { changeRecord } from '../../process/critic-support.ts';
import { openWorkshop } from '../../support/critic.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { appendEvents, hostileText, sampleRows, writeRun, writeSamples } from '../../support/written-run.ts';
import { skipWithoutWorkbench } from '../harness/tools.ts';
import { withWindow } from '../harness/window.ts';
import { eventually, type Workbench } from '../harness/workbench.ts';
import { extensionId } from './training.ts';
import { layTests, makePairs, verifyVerdict } from './verifying.ts';
import { packOwn } from './vsix.ts';

const id = '2026-11-22-143005-laid';

const source = [1, 2, 3]
  .map((n) => `def add${n}(n):\n    """Return n plus ${n}."""\n    return n\n`)
  .join('\n\n');

/** With a critic that has something against every function. */
async function layRun(workspace: string): Promise<RunFolder> {
  await mkdir(workspace, { recursive: true });
  await writeFile(join(workspace, 'add.py'), source);
  const folder = await writeRun(join(workspace, '.critique-coder', 'runs'), { id, steps: 2 });
  const [row] = sampleRows(2);
  const [completion] = row?.completions ?? [];
  assert.ok(row !== undefined && completion !== undefined);
  const hostile = { ...completion, text: hostileText, sandbox: hostileText };
  await writeSamples(folder, 2, [{ ...row, id: hostileText.slice(0, 120), completions: [hostile] }]);
  const time = '2026-11-22T15:00:00.000Z';
  await appendEvents(folder, [
    { type: 'failed', step: 2, time, code: 'x', message: hostileText, hint: hostileText },
  ]);
  await using workshop = await openWorkshop();
  await workshop.make({ maxCritiqueTokens: 12 });
  const critic = join(folder.path, 'critic');
  await cp(workshop.input.directory, critic, { recursive: true });
  const { calibration } = await readCriticRecord(critic);
  await changeRecord(critic, { calibration: { ...calibration, slope: 1, threshold: 1e6, abstainWithin: 0 } });
  return folder;
}

async function readHostileSample(workbench: Workbench): Promise<void> {
  await workbench.openContainer('Critique-Coder');
  await workbench.treeRows('Runs').first().click();
  const monitor = workbench.webviewView(extensionId);
  await monitor.locator('.note-error').waitFor();
  await monitor.locator('vscode-tab-header').filter({ hasText: 'Samples' }).click();
  await monitor.locator('.sample > summary').click();
  await monitor.locator('.completion > summary').click();
  const text = monitor.locator('.completion > .text').first();
  const written = await text.innerText();
  assert.match(written, /^<img src=x onerror=.*<script>.*\n␛\[31mred␀ ⟨U\+202E⟩txet desrever⟨U\+202C⟩ /);
  await monitor.locator('.completion .link').first().click();
  await eventually(
    () => text.innerText(),
    (longer) => longer.length > written.length,
    'the text of the completion',
  );
  assert.equal(await text.locator(':scope > *').count(), 0);
  assert.equal(await monitor.locator('#panel img, #panel script').count(), 0);
  const titles = workbench.page.frames().map((frame) => frame.title());
  assert.ok((await Promise.all(titles)).every((title) => title !== 'hostile'));
}

/** From one to the next and back, and from the last on to the first. */
async function stepThroughFindings(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Choose a Critic');
  await workbench.pick(id);
  await workbench.openFile('add.py');
  await workbench.runCommand('Check All Functions of This File');
  await workbench.expandView('Findings');
  await workbench.treeRows('Findings').nth(3).waitFor();
  const steps = [
    ['Go to Next Finding', 6],
    ['Go to Next Finding', 11],
    ['Go to Next Finding', 1],
    ['Go to Previous Finding', 11],
    ['Go to Previous Finding', 6],
  ] as const;
  await workbench.placeCursor(1, 1);
  for (const [command, line] of steps) {
    await workbench.runCommand(command);
    await workbench.statusItem(`Ln ${line}, Col 1`).waitFor();
  }
}

/** Servers have no trash, which is told before anything is deleted for good. */
async function deleteRun(workbench: Workbench, { path }: RunFolder): Promise<void> {
  const dialog = workbench.page.locator('.monaco-dialog-box');
  const answer = async (question: RegExp, button: string): Promise<void> => {
    await dialog.filter({ hasText: question }).getByRole('button', { name: button }).click();
  };
  const run = workbench.treeRows('Runs').first();
  await workbench.chooseInMenu(run, 'Delete Run…');
  await answer(/Delete the run .* and everything in it\?/, 'Cancel');
  await dialog.waitFor({ state: 'detached' });
  await access(path);
  await workbench.chooseInMenu(run, 'Delete Run…');
  await answer(
    /Steps with samples: 1\. Checkpoints: 0\..*Its exported critic goes with it/s,
    'Move to Trash',
  );
  await answer(/There is no trash here/, 'Delete Permanently');
  await run.waitFor({ state: 'detached' });
  await assert.rejects(access(path), { code: 'ENOENT' });
}

describe('a run in the workspace', { skip: skipWithoutWorkbench() }, () => {
  test('is shown inert, its critic finds functions, which tests verify, and it is deleted only when told so', async () => {
    await using folder = await temporaryFolder();
    const workspace = join(folder.path, 'workspace');
    const run = await layRun(workspace);
    await layTests(workspace);
    const { vsix } = await packOwn(folder.path);
    await withWindow({ name: 'laid-run', workspace, vsix }, async (workbench, server) => {
      await readHostileSample(workbench);
      await stepThroughFindings(workbench);
      await verifyVerdict(workbench, server);
      await makePairs(workbench);
      await deleteRun(workbench, run);
    });
  });
});
