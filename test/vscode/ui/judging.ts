/** The second half of the tour: the run's critic is taken into use and judges the functions of a file. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pairSchema } from '../../../trainer/protocol/data.ts';
import type { Server } from '../harness/server.ts';
import { eventually, type Workbench } from '../harness/workbench.ts';
import { extensionId } from './training.ts';

/** What the lenses of `lists.py` have to say; the starter model is sure of these, before and after so short a training. */
const right = /^likely correct · \d+%$/;
const wrong = /^likely incorrect · \d+%$/;

async function lensesBecome(workbench: Workbench, wanted: readonly RegExp[]): Promise<void> {
  await eventually(
    () => workbench.lensTexts(),
    (texts) => texts.length === wanted.length && wanted.every((form, index) => form.test(texts[index] ?? '')),
    `the lenses, which should be ${wanted.join(', ')}`,
  );
}

export async function activateCritic(workbench: Workbench): Promise<void> {
  const row = workbench.treeRows('Critics').first();
  await row.hover();
  await row.getByRole('button', { name: 'Use This Critic' }).click();
  await workbench
    .treeRows('Critics')
    .filter({ hasText: /\d+% · active/ })
    .waitFor();
}

/** `keep` and `add` do what they say; `hour` and `count` do not. */
export async function judgeFile(workbench: Workbench): Promise<void> {
  await workbench.openFile('lists.py');
  await lensesBecome(workbench, Array<RegExp>(4).fill(/^not checked$/));
  await workbench.runCommand('Check All Functions of This File');
  await lensesBecome(workbench, [right, wrong, right, wrong]);
}

/** `keep` is changed to do something else than it says. */
export async function editFunction(workbench: Workbench): Promise<void> {
  const text = '    out = [x for x in xs[::-1] if x >= ';
  await workbench.placeCursor(3, text.length + 1);
  await workbench.page.keyboard.press('Delete');
  await workbench.page.keyboard.type('5');
  await lensesBecome(workbench, [/^changed since check$/, wrong, right, wrong]);
  await workbench.page.keyboard.press('ControlOrMeta+s');
  await lensesBecome(workbench, [wrong, wrong, right, wrong]);
}

export async function readCritique(workbench: Workbench): Promise<void> {
  await workbench.lenses().filter({ hasText: 'likely incorrect' }).nth(1).locator('a').click();
  const page = workbench.page.locator('.editor-instance[aria-label*="hour"] .view-lines');
  const text = await eventually(
    async () => (await page.innerText()).replaceAll('\u00a0', ' '),
    (seen) => /Critique\n/.test(seen) && !/is reading|is writing/.test(seen),
    'the critique of hour',
  );
  assert.match(text, /likely incorrect/);
  assert.match(text, /held-out balanced accuracy \d+%/);
  assert.match(text, /a model's opinion, not a proof/);
}

export async function dismissFinding(workbench: Workbench): Promise<void> {
  const finding = workbench.treeRows('Findings').filter({ hasText: /^count/ });
  await finding.hover();
  await finding.getByRole('button', { name: 'Dismiss This Function' }).click();
  await finding.waitFor({ state: 'detached' });
  await lensesBecome(workbench, [wrong, wrong, right, /^dismissed$/]);
}

/** The function is kept with the other label, and the next training offers it. */
export async function markWrong(workbench: Workbench, { folder }: Server): Promise<void> {
  const finding = workbench.treeRows('Findings').filter({ hasText: /^hour/ });
  await workbench.chooseInMenu(finding, 'Wrong Verdict');
  await finding.waitFor({ state: 'detached' });
  const file = join(folder, 'data/User/globalStorage', extensionId, 'feedback.jsonl');
  const [line = '', ...others] = (await readFile(file, 'utf8')).trim().split('\n');
  const { solution, correct } = pairSchema.parse(JSON.parse(line));
  assert.deepEqual([others.length, correct, /def hour/.test(solution)], [0, true, true]);
  await workbench.runCommand('Train Critique-Coder');
  await workbench.pick('Choose step by step');
  await workbench.pick('Starter model');
  await workbench.row('Starter set and my feedback').waitFor();
  await workbench.page.keyboard.press('Escape');
}
