/** The run that a command means; the user is asked where that does not follow. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import type { RunEntry, RunStore } from '../run/store.ts';
import { runItem } from '../views/run-item.ts';
import { runMeant, type Asking } from './choose-run.ts';

/** Undefined when no run suits, which is said, or when the user has thought better of it. */
export async function pickRun(
  store: Pick<RunStore, 'runs'>,
  asking: Omit<Asking, 'runs'>,
): Promise<string | undefined> {
  const meant = runMeant({ ...asking, runs: store.runs });
  switch (meant.kind) {
    case 'run':
      return meant.folder;
    case 'none':
      await vscode.window.showInformationMessage(t('There is no run that this is possible for.'));
      return undefined;
    case 'ask': {
      const rows = meant.among.map(runRow);
      const options = { placeHolder: t('Which run?'), matchOnDescription: true };
      const chosen = await vscode.window.showQuickPick(rows, options);
      return chosen?.folder;
    }
  }
}

export interface RunRow extends vscode.QuickPickItem {
  readonly folder: string;
}

/** A run as a row of a quick pick, looking as it does in the tree. */
export function runRow(entry: RunEntry): RunRow {
  const { label, description, icon } = runItem(entry, null);
  return { label, description, iconPath: new vscode.ThemeIcon(icon), folder: entry.summary.folder };
}
