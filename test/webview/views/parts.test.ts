/** Parts of the page as a browser has them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from '../../support/browser.ts';
import { openPanelPage } from '../../support/panel-page.ts';
import { entryOf } from '../../support/run-entries.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeRun } from '../../support/written-run.ts';

const skip = chromium === undefined ? 'there is no Chromium on this machine' : false;

test('a space presses a button and does not scroll the page as well', { skip }, async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 40 });
  const entry = entryOf(path, 'run', { state: 'running', step: 40 }, { actions: ['pause'] });
  await using page = await openPanelPage([entry], 320);
  const button = `document.querySelector('header vscode-button')`;
  await page.until(`${button} !== null`);
  /** Whether the browser does what it does by itself with a key, which is scrolling with a space. */
  const press = (key: string): Promise<unknown> =>
    page.value(
      `${button}.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true }))`,
    );
  assert.equal(await press(' '), false);
  assert.deepEqual(page.done, ['pause']);
  assert.equal(await press('ArrowDown'), true);
  assert.deepEqual(page.done, ['pause']);
});
