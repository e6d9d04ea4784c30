/** The commands that act on one run: from the tree, the panel or the palette. */
import * as vscode from 'vscode';
import { runFolder } from '../../trainer/run/folder.ts';
import { actionNames } from '../run/contribution.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import type { RunEntry } from '../run/store.ts';
import { allows } from './choose-run.ts';
import { openFile } from './open-file.ts';
import { pickRun } from './pick-run.ts';
import type { Handler, Handlers } from './register.ts';

export interface RunCommandTools {
  readonly store: FolderRunStore;
  /** The run that is selected in the tree. */
  readonly selected: () => string | undefined;
  readonly open: (folder: string) => Promise<void>;
}

export function runCommands(tools: RunCommandTools): Handlers {
  const { store } = tools;
  const on =
    (suits: (entry: RunEntry) => boolean, act: (folder: string) => PromiseLike<unknown>): Handler =>
    async (argument) => {
      const folder = await pickRun(store, { argument, selected: tools.selected(), suits });
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
