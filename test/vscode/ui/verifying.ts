/** Verdicts verified by the workspace's own tests, and those tests as data to train on. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pairSchema } from '../../../trainer/protocol/data.ts';
import type { Server } from '../harness/server.ts';
import { eventually, type Workbench } from '../harness/workbench.ts';
import { extensionId } from './training.ts';

/** Node's own runner is there wherever the extension is; a Python may not be. */
const source = '/** Returns n plus 1. */\nexport function next(n) {\n  return n + 1;\n}\n';
const tests = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { next } from './next.mjs';

test('the next of 1 is 2', () => assert.equal(next(1), 2));
`;

/** A right function with a test, beside what is there already. */
export async function layTests(workspace: string): Promise<void> {
  await writeFile(join(workspace, 'next.mjs'), source);
  await writeFile(join(workspace, 'next.test.mjs'), tests);
}

async function lensBecomes(workbench: Workbench, wanted: RegExp): Promise<void> {
  await eventually(
    () => workbench.lensTexts(),
    ([text = '', ...others]) => others.length === 0 && wanted.test(text),
    `the lens, which should be ${String(wanted)}`,
  );
}

/** The number in `n + 1`. */
async function replaceNumber(workbench: Workbench, digit: string): Promise<void> {
  await workbench.placeCursor(3, '  return n + '.length + 1);
  await workbench.page.keyboard.press('Delete');
  await workbench.page.keyboard.type(digit);
}

/** A critic that calls everything incorrect is contradicted by tests that pass, and the user has it learn from that. */
export async function verifyVerdict(workbench: Workbench, server: Server): Promise<void> {
  const runTests = (): Promise<void> => workbench.runCommand("Run This Function's Tests");
  const toast = (text: RegExp) => workbench.toasts().filter({ hasText: text });
  await workbench.openFile('next.mjs');
  await workbench.runCommand('Check All Functions of This File');
  await lensBecomes(workbench, /^likely incorrect · \d+%$/);
  await replaceNumber(workbench, '2');
  await runTests();
  const question = workbench.page
    .locator('.monaco-dialog-box')
    .filter({ hasText: /Run the tests of this workspace\?/ });
  await question.getByRole('button', { name: 'Run Tests' }).click();
  // What is in the editor is tested, and it is not saved.
  await lensBecomes(workbench, /^changed since check · tests fail$/);
  await toast(/The tests of next fail\./)
    .getByRole('button', { name: 'Show Output' })
    .click();
  const output = workbench.page.locator('.editor-instance[aria-label*="next tests.txt"] .view-lines');
  await eventually(
    () => output.innerText(),
    (text) => /next\.test\.mjs/.test(text),
    'the output of the tests',
  );
  await workbench.runCommand('View: Focus First Editor Group');
  await replaceNumber(workbench, '1');
  await lensBecomes(workbench, /^likely incorrect · \d+%$/);
  await runTests();
  await toast(/The tests of next pass, and the critic called it likely incorrect\./)
    .getByRole('button', { name: 'Keep as Correct Example' })
    .click();
  await lensBecomes(workbench, /^dismissed$/);
  const feedback = join(server.folder, 'data/User/globalStorage', extensionId, 'feedback.jsonl');
  const [line = ''] = (await readFile(feedback, 'utf8')).trim().split('\n');
  const { correct, solution } = pairSchema.parse(JSON.parse(line));
  assert.deepEqual([correct, solution.includes('n + 1')], [true, true]);
}

/** The question after it says what came of it, and earlier pairs are offered from then on. */
export async function makePairs(workbench: Workbench): Promise<void> {
  const choose = async (): Promise<void> => {
    await workbench.runCommand('Train Critique-Coder');
    await workbench.pick('Starter model');
  };
  await choose();
  await workbench.pick("Starter set and this workspace's functions");
  const question = workbench.page
    .locator('.monaco-dialog-box')
    .filter({ hasText: /Test files of node:test: 1, each by node --test/ });
  await question.getByRole('button', { name: 'Run Tests' }).click();
  const input = workbench.page.locator('.quick-input-widget input.input');
  await eventually(
    () => input.getAttribute('placeholder'),
    (text) => /^Functions with pairs: 1\. Correct pairs: 1\. .*Where is the run to live\?$/.test(text ?? ''),
    'the question after the pairs',
  );
  await workbench.page.keyboard.press('Escape');
  await choose();
  await workbench.row('Starter set and the last pairs of this workspace').waitFor();
  await workbench.page.keyboard.press('Escape');
}
