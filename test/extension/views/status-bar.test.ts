/** How long a failure stays in the status bar. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../extension/base/emitter.ts';
import type { RunEnded } from '../../../extension/run/ends.ts';
import type { RunEntry } from '../../../extension/run/store.ts';
import { entry, running } from '../support/entries.ts';
import { standInForVscode } from '../support/vscode-module.ts';

const item = {
  text: '',
  isShown: false,
  show: () => void (item.isShown = true),
  hide: () => void (item.isShown = false),
  dispose: () => undefined,
};
standInForVscode({
  window: { createStatusBarItem: () => item },
  ThemeColor: class {},
  StatusBarAlignment: {},
});
const { StatusBar } = await import('../../../extension/views/status-bar.ts');

/** A status bar over a run that has just ended as `end`; answers what it says, null for nothing. */
function barAfter(end: 'failed' | 'interrupted') {
  const changed = new Emitter<void>();
  const ended = new Emitter<RunEnded>();
  const store = { runs: [] as RunEntry[], onDidChange: changed.event, onDidEnd: ended.event };
  const bar = new StatusBar(store);
  const text = (): string | null => (item.isShown ? item.text : null);
  const become = (...runs: RunEntry[]): string | null => {
    store.runs = runs;
    changed.fire();
    return text();
  };
  const failed = entry({ state: end });
  become(failed);
  ended.fire({ entry: failed, end, tells: false });
  return { bar, become, failed, text };
}

for (const end of ['failed', 'interrupted'] as const) {
  test(`a run that is ${end} is said to have until it is opened`, () => {
    const { bar, become, failed, text } = barAfter(end);
    assert.equal(text(), '$(error) Training failed');
    assert.equal(become(failed, entry({ folder: '/runs/other' })), '$(error) Training failed');
    bar.opened('/runs/other');
    assert.equal(text(), '$(error) Training failed');
    bar.opened(failed.summary.folder);
    assert.equal(text(), null);
  });

  test(`a run that is ${end} and then goes on is not said to have failed`, () => {
    const { become, failed } = barAfter(end);
    assert.match(become(entry({ status: running })) ?? '', /Phase 1/);
    assert.equal(become(entry({ state: 'finished' })), null);
    assert.equal(become(failed), null, 'the failure of before is no news');
  });

  test(`a run that is ${end} and is deleted is not said to have failed`, () => {
    assert.equal(barAfter(end).become(), null);
  });
}
