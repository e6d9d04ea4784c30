/** The commands that act on one run: from the tree, the panel or the palette. */
import * as vscode from 'vscode';
import { runFolder } from '../../trainer/run/folder.ts';
import { t } from '../l10n.ts';
import { actionNames } from '../run/contribution.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import type { RunEntry } from '../run/store.ts';
import { runItem } from '../views/run-item.ts';
import { allows, runMeant } from './choose-run.ts';

export interface RunCommandTools {
  readonly store: FolderRunStore;
  /** The run that is selected in the tree. */
  readonly selected: () => string | undefined;
  readonly open: (folder: string) => Promise<void>;
}

type Handler = (argument?: unknown) => Promise<void>;

/** By id, without the prefix. */
export function runCommands(tools: RunCommandTools): Readonly<Record<string, Handler>> {
  const { store } = tools;
  const on =
    (suits: (entry: RunEntry) => boolean, act: (folder: string) => PromiseLike<unknown>): Handler =>
    async (argument) => {
      const folder = await chooseRun(tools, argument, suits);
      if (folder !== undefined) await act(folder);
    };
  const any = (): boolean => true;
  const steering = actionNames.map((action): [string, Handler] => [
    `runs.${action}`,
    on(allows(action), (folder) => store.perform(action, folder)),
  ]);
  return {
    ...Object.fromEntries(steering),
    'runs.open': on(any, (folder) => tools.open(folder)),
    'runs.openLog': on(any, (folder) => openFile(runFolder(folder).log)),
    'runs.openConfiguration': on(any, (folder) => openFile(runFolder(folder).record)),
    'runs.copyPath': on(any, (folder) => vscode.env.clipboard.writeText(folder)),
    'runs.refresh': () => store.refresh(),
  };
}

async function chooseRun(
  { store, selected }: RunCommandTools,
  argument: unknown,
  suits: (entry: RunEntry) => boolean,
): Promise<string | undefined> {
  const meant = runMeant({ argument, selected: selected(), runs: store.runs, suits });
  switch (meant.kind) {
    case 'run':
      return meant.folder;
    case 'none':
      await vscode.window.showInformationMessage(t('There is no run that this is possible for.'));
      return undefined;
    case 'ask': {
      const rows = meant.among.map((entry) => {
        const { label, description, icon } = runItem(entry, null, vscode.env.language);
        return { label, description, iconPath: new vscode.ThemeIcon(icon), folder: entry.summary.folder };
      });
      const chosen = await vscode.window.showQuickPick(rows, { placeHolder: t('Which run?') });
      return chosen?.folder;
    }
  }
}

async function openFile(path: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true });
}
