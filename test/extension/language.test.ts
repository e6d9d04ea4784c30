/** What VS Code's own surfaces say while its language writes numbers in another way than English does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percent } from '../../extension/critic/words.ts';
import { processUnknown } from '../../extension/errors/shell.ts';
import { loadingText } from '../../extension/hub/words.ts';
import { useTranslations } from '../../extension/l10n.ts';
import { figuresOf } from '../../extension/panel/facts.ts';
import { missedText } from '../../extension/run/missed.ts';
import { sizeText } from '../../extension/run/words.ts';
import { endMessage } from '../../extension/views/end-message.ts';
import { runItem } from '../../extension/views/run-item.ts';
import { statusText } from '../../extension/views/status-text.ts';
import { inEnglish } from '../../trainer/protocol/translate.ts';
import { entry } from './support/entries.ts';

useTranslations(inEnglish, 'de');
const spaced = (text: string): string => text.replaceAll(/\s/g, ' ');

const best = { step: 1000, score: 0.6123 };
const long = entry({ id: 'long', state: 'paused', step: 1200, steps: 75_000, best });

test('a run shows its steps and its best validation as the language writes them', () => {
  assert.equal(runItem(long, null).description, '1.200/75.000 · paused · best 0,61');
  const tooltip = Object.fromEntries(runItem(long, null).tooltip);
  assert.equal(tooltip['Best validation'], '0,612 at step 1.000');
  assert.match(tooltip['Started'] ?? '', /^\d\d\.11\.2026, \d\d:\d\d:\d\d$/);
  const missed = { from: 999, to: 1200, best: 0.5, end: null };
  assert.equal(missedText(missed), 'while away: steps 999–1.200, best 0,50');
});

test('so do the status bar and the message at the end', () => {
  const status = statusText([long], undefined);
  assert.equal(spaced(status?.text ?? ''), '$(debug-pause) Paused · 1 %');
  assert.equal(status?.tooltip, 'Critique-Coder: long, step 1.200 of 75.000, paused');
  const ended = entry({ state: 'finished', step: 1200 });
  const message = endMessage({ entry: ended, end: 'finished' });
  assert.match(message?.text ?? '', /step 1\.200; best validation 0,61/);
});

test('so do sizes, shares and the machine', () => {
  assert.deepEqual([sizeText(1_240_000), spaced(percent(0.731))], ['1,2 MB', '73 %']);
  const state = { cores: 2, load: 1.25, freeMemory: 2e9, totalMemory: 8e9, freeDisk: null, trainer: null };
  assert.deepEqual(
    figuresOf(state).map(({ value }) => value),
    ['2,0 GB of 8,0 GB', '1,3, cores: 2'],
  );
});

test('the number of a process is no amount', () => {
  assert.match(processUnknown(471_100).message, /process 471100 /);
  assert.match(loadingText({ type: 'waiting', pid: 471_100 }), /process 471100,/);
});
