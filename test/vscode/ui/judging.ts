/** The second half of the tour: the run's critic is taken into use and judges the functions of a file. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pairSchema } from '../../../trainer/protocol/data.ts';
import type { Server } from '../harness/server.ts';
import { eventually, type Workbench } from '../harness/workbench.ts';
import { firstOf, isCorrect, isIncorrect, opinionsOn, type Said } from './opinions.ts';
import { extensionId } from './training.ts';

export interface Judging {
  readonly workbench: Workbench;
  readonly server: Server;
  /** Holds the critic. */
  readonly run: string;
  /** On the disk; open in the window once it is judged. */
  readonly file: string;
}

async function lensesBecome(workbench: Workbench, wanted: readonly string[]): Promise<void> {
  await eventually(
    () => workbench.lensTexts(),
    (texts) => JSON.stringify(texts) === JSON.stringify(wanted),
    `the lenses, which should be ${wanted.join(', ')}`,
  );
}

const lensesOf = (said: readonly Said[]): string[] => said.map(({ lens }) => lens);

/** What the lenses say once one function's has other words. */
const withOther = (said: readonly Said[], name: string, lens: string): Said[] =>
  said.map((one) => (one.name === name ? { name, lens } : one));

export async function activateCritic(workbench: Workbench): Promise<void> {
  await workbench.expandView('Critics');
  const row = workbench.treeRows('Critics').first();
  await row.hover();
  await row.getByRole('button', { name: 'Use This Critic' }).click();
  await workbench
    .treeRows('Critics')
    .filter({ hasText: /active · \d+% balanced accuracy/ })
    .waitFor();
}

/** The window and the command line say the same. */
export async function judgeFile({ workbench, run, file }: Judging): Promise<readonly Said[]> {
  const said = await opinionsOn(file, run);
  await workbench.openFile('lists.py');
  await lensesBecome(workbench, Array<string>(said.length).fill('not checked'));
  await workbench.runCommand('Check All Functions of This File');
  await lensesBecome(workbench, lensesOf(said));
  return said;
}

/** `total`, the first function, is changed to do what it says. */
export async function editFunction(
  { workbench, run, file }: Judging,
  before: readonly Said[],
): Promise<readonly Said[]> {
  const text = '    return sum(x for x in xs if x % 2 == ';
  await workbench.placeCursor(3, text.length + 1);
  await workbench.page.keyboard.press('Delete');
  await workbench.page.keyboard.type('0');
  await lensesBecome(workbench, lensesOf(withOther(before, 'total', 'changed since check')));
  await workbench.page.keyboard.press('ControlOrMeta+s');
  await eventually(
    () => readFile(file, 'utf8'),
    (saved) => !saved.includes('x % 2 == 1'),
    'the saved file',
  );
  const said = await opinionsOn(file, run);
  await lensesBecome(workbench, lensesOf(said));
  return said;
}

export async function readCritique({ workbench }: Judging, said: readonly Said[]): Promise<void> {
  const { name, lens } = firstOf(said, isIncorrect);
  await workbench.lenses().filter({ hasText: lens }).first().locator('a').click();
  const page = workbench.page.locator(`.editor-instance[aria-label*="${name}.md"] .view-lines`);
  const text = await eventually(
    // A narrow editor wraps its lines.
    async () => (await page.innerText()).replaceAll(/\s+/g, ' '),
    (seen) => /## Critique ./.test(seen) && !/is reading|is writing/.test(seen),
    `the critique of ${name}`,
  );
  assert.match(text, new RegExp(`^# ${lens} `));
  assert.match(text, /held-out balanced accuracy \d+%/);
  assert.match(text, /a model's opinion, not a proof/);
}

/** In the list of findings. */
export async function dismissFinding(
  { workbench }: Judging,
  said: readonly Said[],
): Promise<readonly Said[]> {
  const { name } = firstOf(said, isIncorrect);
  await workbench.expandView('Findings');
  const finding = workbench.treeRows('Findings').filter({ hasText: new RegExp(`^\\s*${name}`) });
  await finding.hover();
  await finding.getByRole('button', { name: 'Dismiss This Function' }).click();
  await finding.waitFor({ state: 'detached' });
  const left = withOther(said, name, 'dismissed');
  await lensesBecome(workbench, lensesOf(left));
  return left;
}

/** The function is kept with the other label, and the next training offers it. */
export async function markWrong({ workbench, server, file }: Judging, said: readonly Said[]): Promise<void> {
  const { name } = firstOf(said, isCorrect);
  const lines = (await readFile(file, 'utf8')).split('\n');
  await workbench.runCommand('View: Focus First Editor Group');
  await workbench.placeCursor(lines.findIndex((line) => line.startsWith(`def ${name}(`)) + 1, 1);
  await workbench.runCommand('Wrong Verdict');
  await lensesBecome(workbench, lensesOf(withOther(said, name, 'dismissed')));
  const feedback = join(server.folder, 'data/User/globalStorage', extensionId, 'feedback.jsonl');
  const [line = '', ...others] = (await readFile(feedback, 'utf8')).trim().split('\n');
  const { solution, correct } = pairSchema.parse(JSON.parse(line));
  assert.deepEqual([others.length, correct, solution.includes(`def ${name}(`)], [0, false, true]);
  await workbench.runCommand('Train Critique-Coder');
  await workbench.pick('Choose step by step');
  await workbench.pick('Starter model');
  await workbench.row('Starter set and my feedback').waitFor();
  await workbench.page.keyboard.press('Escape');
}
