/** The samples of a run that is trained, as a browser shows them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from '../../support/browser.ts';
import { openPanelPage, openTab } from '../../support/panel-page.ts';
import { entryOf } from '../../support/run-entries.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { sampleRows, writeRun, writeSamples } from '../../support/written-run.ts';

const skip = chromium === undefined ? 'there is no Chromium on this machine' : false;

test(
  'samples that come while the page is open are shown once there are any, and offered later',
  { skip },
  async () => {
    await using root = await temporaryFolder();
    const folder = await writeRun(root.path, { id: 'run', steps: 2 });
    const entries = [entryOf(folder.path, 'run', { state: 'running' })];
    await using page = await openPanelPage(entries, 320);
    const reach = async (step: number): Promise<void> => {
      await writeSamples(folder, step, sampleRows(step));
      entries[0] = entryOf(folder.path, 'run', { state: 'running', step });
      page.show([folder.path]);
    };
    const first = `document.querySelector('.sample summary .quiet')?.textContent`;
    const newest = `[...document.querySelectorAll('vscode-button')].find((each) => each.textContent.includes('Newest'))`;
    await page.until(`document.querySelector('vscode-tab-header') !== null`);
    await page.value(openTab('Samples'));
    await page.until(`document.querySelector('.empty') !== null`);
    await reach(1);
    await page.until(`${first} === 'Step 1'`);
    assert.equal(await page.value(`${newest} === undefined`), true);
    await reach(2);
    await page.until(`${newest} !== undefined`);
    assert.equal(await page.value(first), 'Step 1', 'what somebody reads stays');
    await page.value(`${newest}.click()`);
    await page.until(`${first} === 'Step 2'`);
    assert.equal(await page.value(`${newest} === undefined`), true);
  },
);
