/** The whole page as a browser has it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from '../../support/browser.ts';
import { openPanelPage } from '../../support/panel-page.ts';
import { entryOf } from '../../support/run-entries.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeRun } from '../../support/written-run.ts';

const skip = chromium === undefined ? 'there is no Chromium on this machine' : false;

test('a space on the head of a tab opens it and does not scroll the page', { skip }, async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 3 });
  await using page = await openPanelPage([entryOf(path, 'run', { step: 3 })], 320);
  await page.until(`document.querySelectorAll('vscode-tab-header').length === 4`);
  /** Whether the browser does what it does by itself with a key. */
  const press = (key: string): Promise<unknown> =>
    page.value(
      `document.querySelectorAll('vscode-tab-header')[1].dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))`,
    );
  assert.equal(await press('ArrowDown'), true);
  assert.equal(await press(' '), false);
  await page.until(`window.kept?.tab === 'samples'`);
});
