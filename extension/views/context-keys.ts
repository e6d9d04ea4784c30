/** What menus and the palette ask for: few keys, each said only when it changes. */
import * as vscode from 'vscode';
import { hasSteps } from '../commands/choose-run.ts';
import { isLive } from '../run/actions.ts';
import { actionKey, actionNames } from '../run/contribution.ts';
import type { RunStore } from '../run/store.ts';

export function keepContextKeys(store: RunStore): vscode.Disposable {
  const said = new Map<string, boolean>();
  const say = (key: string, value: boolean): void => {
    if (said.get(key) === value) return;
    said.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  return store.onDidChange(() => {
    say('critiqueCoder.hasRuns', store.runs.length > 0);
    say('critiqueCoder.hasSteps', store.runs.some(hasSteps));
    say(
      'critiqueCoder.training',
      store.runs.some(({ summary, contact }) => isLive(summary.state) && contact !== 'elsewhere'),
    );
    for (const action of actionNames) {
      say(
        actionKey(action),
        store.runs.some(({ actions }) => actions.includes(action)),
      );
    }
  });
}
