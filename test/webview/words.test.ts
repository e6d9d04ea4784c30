/** Every word of the page comes in the user's language: a page whose bundle marks each word shows nothing unmarked. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { useTranslations } from '../../extension/l10n.ts';
import { inEnglish, type Bundle } from '../../trainer/protocol/translate.ts';
import { chromium } from '../support/browser.ts';
import { openPanelPage, type PanelPage } from '../support/panel-page.ts';
import { entryOf } from '../support/run-entries.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { appendEvents, sampleRows, writeRun, writeSamples } from '../support/written-run.ts';

const skip = chromium === undefined ? 'there is no Chromium on this machine' : false;

const bundle = JSON.parse(
  readFileSync(new URL('../../l10n/bundle.l10n.json', import.meta.url), 'utf8'),
) as Bundle;
const marked = (text: string): string => `⟦${text}⟧`;
const words: Bundle = Object.fromEntries(Object.keys(bundle).map((text) => [text, marked(text)]));
useTranslations((message, ...values) => inEnglish(marked(message), ...values), 'en');

/** Units, and what is called by its name in every language. */
const names = /\b(\d*(s|min|h|GB|MB|M)|first|second|critique-coder|node|onnxruntime)\b/g;

/** What the trainer, the model and the configuration say, and moments in time. */
const data = 'pre, .config, .facts dd, .log-text, time, .sample summary strong + span';

/** What is seen, read out or shown on hover, without what is marked and without the data of the run. */
async function unmarked(page: PanelPage): Promise<string[]> {
  const shown = await page.value(`(() => {
    const found = [];
    const walk = document.createTreeWalker(document.querySelector('#panel'));
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const element = node instanceof Element ? node : node.parentElement;
      if (element.closest(${JSON.stringify(data)}) !== null) continue;
      if (node instanceof Element) found.push(node.getAttribute('aria-label') ?? '', node.title ?? '');
      else if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    }
    return found;
  })()`);
  return (shown as string[]).map(withoutMarked).filter((text) => /\p{L}/u.test(text.replaceAll(names, '')));
}

/** From the innermost out: a marked text may have marked values. */
function withoutMarked(text: string): string {
  const left = text.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  return left === text ? text.trim() : withoutMarked(left);
}

const openTab = (index: number): string => `document.querySelectorAll('vscode-tab-header')[${index}].click()`;

test('a run speaks the language of its user in every tab', { skip }, async () => {
  await using root = await temporaryFolder();
  const [first, second] = [
    await writeRun(root.path, { id: 'first', steps: 40 }),
    await writeRun(root.path, { id: 'second', steps: 3 }),
  ];
  await writeSamples(first, 40, sampleRows(40));
  const time = '2026-11-22T15:00:00.000Z';
  const warning = { type: 'warning', code: 'x', message: 'm' } as const;
  await appendEvents(first, [
    { type: 'phase-switched', step: 40, time, phase: 2, reason: 'x' },
    { ...warning, step: 40, time },
  ]);
  await using page = await openPanelPage(
    [
      entryOf(first.path, 'first', { state: 'running', step: 40 }, { contact: 'silent' }),
      entryOf(second.path, 'second', { step: 3, best: { step: 2, score: 0.5 } }),
    ],
    320,
    { words },
  );
  await page.until(`document.querySelectorAll('.chart-value').length >= 3`);
  assert.deepEqual(await unmarked(page), []);
  await page.value(openTab(1));
  await page.until(`document.querySelector('.completion') !== null`);
  assert.deepEqual(await unmarked(page), []);
  await page.value(openTab(2));
  await page.until(`document.querySelector('.empty') !== null`);
  assert.deepEqual(await unmarked(page), []);
  await page.chooseLevel('step');
  await page.until(`document.querySelector('.log li') !== null`);
  assert.deepEqual(await unmarked(page), []);
  await page.value(openTab(3));
  await page.until(`document.querySelector('.facts') !== null`);
  assert.deepEqual(await unmarked(page), []);
});

test('so does the page without a run', { skip }, async () => {
  await using page = await openPanelPage([], 300, { words });
  await page.until(`document.querySelector('.welcome') !== null`);
  assert.deepEqual(await unmarked(page), []);
});
