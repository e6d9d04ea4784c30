/** The page as a browser shows it, with real runs behind it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from '../support/browser.ts';
import { click, openPanelPage, openTab } from '../support/panel-page.ts';
import { entryOf } from '../support/run-entries.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { appendEvents, hostileText, sampleRows, writeRun, writeSamples } from '../support/written-run.ts';

const skip = chromium === undefined ? 'there is no Chromium on this machine' : false;

/** What the keyboard stops at and a screen reader has no name for. */
const unnamed = `[...document.querySelectorAll('#panel :is(pre, div, panel-chart)[tabindex="0"]')]
  .filter((each) => (each.getAttribute('aria-label') ?? '') === '').map((each) => each.className)`;
/** Painted pixels of the first chart. */
const painted = `(() => {
  const canvas = document.querySelector('panel-chart canvas');
  if (canvas === null) return 0;
  return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter(Boolean).length;
})()`;

test('a run is drawn with its figures, its charts and what can be done to it', { skip }, async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 40 });
  const entry = entryOf(path, 'run', { state: 'running', step: 40 }, { actions: ['pause', 'stop'] });
  await using page = await openPanelPage([entry], 320);
  await page.until(`${painted} > 1000`);
  assert.deepEqual(
    await page.value(`[...document.querySelectorAll('.figure dt')].map((term) => term.textContent)`),
    ['Balanced accuracy', 'True positive', 'True negative', 'pass@1'],
  );
  assert.deepEqual(
    await page.value(
      `[...document.querySelectorAll('header vscode-button')].map((b) => b.textContent.trim())`,
    ),
    ['Pause', 'Stop Now'],
  );
  await page.value(click('header vscode-button'));
  assert.deepEqual(page.done, ['pause']);
  assert.deepEqual(await page.value('window.forbidden'), []);
});

test('a chart is read and zoomed by the keyboard, and its numbers are a table', { skip }, async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 40 });
  await using page = await openPanelPage([entryOf(path, 'run', { step: 40 })], 320);
  await page.until(`${painted} > 1000`);
  const press = (key: string): string =>
    `(() => { const chart = document.querySelector('panel-chart'); chart.focus();
      chart.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true })); })()`;
  await page.value(press('Home'));
  await page.until(`document.querySelector('panel-chart .chart-place').textContent === 'Step 1'`);
  await page.value(press('ArrowRight'));
  await page.until(`document.querySelector('panel-chart .chart-place').textContent === 'Step 2'`);
  assert.match(
    String(await page.value(`document.querySelector('panel-chart').getAttribute('aria-label')`)),
    /^Critique accuracy\. Balanced accuracy 0\.\d\d, /,
  );
  await page.value(press('+'));
  await page.until('window.kept?.range?.axis === "step"');
  await page.value(press('0'));
  await page.until('window.kept?.range === null');
  await page.value(click('details.table summary'));
  await page.until(`document.querySelectorAll('details.table tbody tr').length === 40`);
  await page.until(`window.kept.unfolded.length === 1`);
  assert.deepEqual(await page.value(unnamed), []);
  const exports = await page.value(
    `[...document.querySelectorAll('.card .icon-button')].map((each) => each.getAttribute('aria-label'))`,
  );
  assert.equal(new Set(exports as string[]).size, (exports as string[]).length, 'each names its chart');
  await page.value(click('details.table summary'));
  await page.until(`document.querySelectorAll('details.table tbody tr').length === 0`);
  await page.until(`window.kept.unfolded.length === 0`);
});

test(
  'charts stand in one column in a side bar, in more in an editor, and level with their neighbours',
  { skip },
  async () => {
    await using root = await temporaryFolder();
    const { path } = await writeRun(root.path, { id: 'run', steps: 3 });
    const columns = `getComputedStyle(document.querySelector('.charts')).gridTemplateColumns.split(' ').length`;
    for (const [width, expected] of [
      [300, 1],
      [900, 2],
      [1320, 4],
    ] as const) {
      await using page = await openPanelPage([entryOf(path, 'run', { step: 3 })], width);
      await page.until(`document.querySelector('.charts') !== null`);
      assert.equal(await page.value(columns), expected);
      assert.equal(await page.value('document.documentElement.scrollWidth'), width);
      const tops = await page.value(
        `[...document.querySelectorAll('.charts:first-of-type panel-chart')].slice(0, ${expected}).map((chart) => chart.getBoundingClientRect().top)`,
      );
      assert.equal(new Set(tops as number[]).size, 1, 'whatever the lines of help above them');
    }
  },
);

test('charts take the colours of another theme', { skip }, async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 20 });
  await using page = await openPanelPage([entryOf(path, 'run', { step: 20 })], 320);
  await page.until(`${painted} > 1000`);
  await page.value(`window.before = document.querySelector('panel-chart canvas').toDataURL()`);
  await page.value(`document.documentElement.style.setProperty('--vscode-charts-blue', 'rgb(255, 0, 0)')`);
  await page.value(`document.body.className = 'vscode-light'`);
  await page.until(`document.querySelector('panel-chart canvas').toDataURL() !== window.before`);
});

test(
  'what a model wrote is text and nothing else, and a megabyte of it comes in pieces',
  { skip },
  async () => {
    await using root = await temporaryFolder();
    const folder = await writeRun(root.path, { id: 'run', steps: 1 });
    const [row] = sampleRows(1);
    assert.ok(row !== undefined);
    await writeSamples(folder, 1, [{ ...row, id: hostileText.slice(0, 120), prompt: hostileText }]);
    const time = '2026-11-22T15:00:00.000Z';
    const failure = { type: 'failed', step: 1, time, code: 'x', message: hostileText, hint: '' } as const;
    await appendEvents(folder, [failure]);
    await using page = await openPanelPage([entryOf(folder.path, 'run', { state: 'failed', step: 1 })], 320);
    await page.until(`document.querySelector('.note-error') !== null`);
    await page.value(openTab('Samples'));
    await page.until(`document.querySelector('.sample .text') !== null`);
    const text = `document.querySelector('.sample .text').textContent`;
    assert.match(String(await page.value(text)), /^<img src=x onerror=.*<script>.*\n␛\[31mred␀ ⟨U\+202E⟩/);
    assert.deepEqual(await page.value(unnamed), []);
    const before = Number(await page.value(`${text}.length`));
    await page.value(click('.sample .link'));
    await page.until(`${text}.length > ${before}`);
    assert.equal(await page.value(`document.querySelectorAll('#panel img, #panel script').length`), 0);
    assert.equal(await page.value('document.title'), 'Monitor');
    assert.deepEqual(await page.value('window.forbidden'), []);
  },
);

test('without a run the page offers to train, and nothing else', { skip }, async () => {
  await using page = await openPanelPage([], 300);
  await page.until(`document.querySelector('.welcome vscode-button') !== null`);
  await page.value(click('.welcome vscode-button'));
  assert.deepEqual(page.done, ['train']);
});

test('the log and the details of a run are shown in their tabs', { skip }, async () => {
  await using root = await temporaryFolder();
  const first = await writeRun(root.path, { id: 'first', steps: 5, config: { seed: 7 } });
  const second = await writeRun(root.path, { id: 'second', steps: 5 });
  await using page = await openPanelPage(
    [entryOf(first.path, 'first', { step: 5 }), entryOf(second.path, 'second', { step: 5 })],
    900,
  );
  await page.until(`document.querySelector('.compare vscode-checkbox') !== null`);
  await page.value(openTab('Log'));
  await page.chooseLevel('step');
  await page.until(`document.querySelectorAll('.log-step').length === 5`);
  await page.value(openTab('Charts'));
  await page.until(`document.querySelector('.compare vscode-checkbox') !== null`);
  await page.value(`document.querySelector('.compare').open = true`);
  await page.value(
    `document.querySelector('.compare vscode-checkbox').shadowRoot.querySelector('label').click()`,
  );
  await page.until('window.kept?.runs.length === 2');
  await page.value(openTab('Details'));
  await page.until(`document.querySelector('.config thead') !== null`);
  assert.deepEqual(
    await page.value(`[...document.querySelectorAll('.config tbody tr')].map((row) => row.innerText)`),
    ['seed\t7\t1'],
  );
});

test(
  'when as many runs are drawn as can be, the others cannot be chosen and it is said why',
  { skip },
  async () => {
    await using root = await temporaryFolder();
    const entries = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(async (id) => {
        const { path } = await writeRun(root.path, { id, steps: 2 });
        return entryOf(path, id, { step: 2 });
      }),
    );
    await using page = await openPanelPage(entries, 320);
    page.show(entries.slice(0, 6).map(({ summary }) => summary.folder));
    await page.until(`document.querySelectorAll('.compare vscode-checkbox').length === 6`);
    await page.until(`document.querySelector('.compare > .quiet') !== null`);
    assert.deepEqual(
      await page.value(`[document.querySelector('.compare > .quiet').textContent,
      [...document.querySelectorAll('.compare vscode-checkbox')].map((box) => box.disabled)]`),
      ['No more than 6 runs are drawn at once.', [false, false, false, false, false, true]],
    );
  },
);

test('numbers and times are written as in the language of the user', { skip }, async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 5 });
  const entry = entryOf(path, 'run', { step: 1200, steps: 75_000 });
  await using page = await openPanelPage([entry], 320, { language: 'de' });
  await page.until(`document.querySelector('.figure dd') !== null`);
  const texts = (selector: string): string =>
    `[...document.querySelectorAll('${selector}')].map((each) => each.textContent.trim()).join(' ')`;
  assert.match(String(await page.value(texts('.progress-text .fact'))), /^Step 1\.200 of 75\.000 /);
  assert.match(String(await page.value(texts('.figure dd'))), /^0,\d\d before 0,\d\d /);
  await page.until(`document.querySelector('.chart-value') !== null`);
  assert.match(String(await page.value(texts('.chart-value'))), /^0,\d\d /);
  await page.value(openTab('Log'));
  await page.chooseLevel('step');
  await page.until(`document.querySelectorAll('.log-step').length === 5`);
  assert.match(String(await page.value(texts('.log time'))), /^\d\d:\d\d:\d\d /);
});

test('a page that is opened again is where it was, with everything unfolded that was', { skip }, async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 40 });
  await writeSamples(folder, 40, sampleRows(40));
  const entries = [entryOf(folder.path, 'run', { step: 40 })];
  const low = { width: 320, height: 300, deviceScaleFactor: 1, mobile: false };
  let kept: unknown;
  {
    await using page = await openPanelPage(entries, 320);
    await page.browser.send('Emulation.setDeviceMetricsOverride', low);
    await page.until(`document.querySelector('vscode-tab-header') !== null`);
    await page.value(openTab('Samples'));
    await page.until(`document.querySelector('.sample') !== null`);
    await page.value(click('.sample summary'));
    await page.until(`window.kept?.unfolded.length === 1`);
    await page.value(click('.sample .completion summary'));
    await page.until(`window.kept?.unfolded.length === 2`);
    await page.value(`scrollTo(0, 120)`);
    await page.until(`window.kept?.scroll === 120`);
    kept = await page.value('window.kept');
  }
  await using page = await openPanelPage(entries, 320, { kept });
  await page.browser.send('Emulation.setDeviceMetricsOverride', low);
  await page.until(`scrollY === 120`);
  assert.equal(await page.value(`document.querySelectorAll('.sample[open], .completion[open]').length`), 2);
  page.show([folder.path]);
  await page.until(`scrollY === 0`);
});
