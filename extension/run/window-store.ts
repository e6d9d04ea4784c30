/** The store of this window: its folders follow the workspace and the settings. */
import * as vscode from 'vscode';
import { runDialogs } from '../commands/dialogs.ts';
import type { Log } from '../log.ts';
import { foldersOnDisk } from '../workspace/folders.ts';
import type { Settings } from '../settings/settings.ts';
import { writeSetting } from '../settings/write.ts';
import { FolderRunStore, type FolderRunStoreOptions } from './folder-store.ts';
import type { Resumption } from './perform.ts';
import { performAction } from './perform.ts';
import { placesOf } from './places.ts';
import { SeenRuns } from './seen-runs.ts';
import type { Place } from './start/facts.ts';

const lookMs = { live: 2_000, idle: 5_000 };
const retryMs = { first: 250, most: 5_000 };
/** Three times as long as a connection waits for a word. */
const silentMs = 30_000;

export interface WindowStoreOptions extends Pick<FolderRunStoreOptions, 'says'> {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly log: Log;
  readonly resume: (store: FolderRunStore, folder: string, resumption: Resumption) => Promise<void>;
  readonly showError: (cause: unknown) => void;
}

export interface WindowStore {
  readonly store: FolderRunStore;
  readonly places: () => readonly Place[];
  /** Lists the runs of a folder from now on, also in other windows unless this workspace has folders of its own. */
  readonly remember: (root: string) => Promise<void>;
}

export function openWindowStore(options: WindowStoreOptions): WindowStore {
  const { context, settings, log, says, resume, showError } = options;
  const places = (): readonly Place[] =>
    placesOf({
      workspaceFolders: foldersOnDisk().map(({ name, uri }) => ({ name, path: uri.fsPath })),
      storage: context.globalStorageUri.fsPath,
      added: settings.strings('runs.folders'),
    });
  const roots = (): readonly string[] => places().map(({ root }) => root);
  const dialogs = runDialogs(showError);
  const store: FolderRunStore = new FolderRunStore({
    roots: roots(),
    log,
    seen: new SeenRuns(context.workspaceState),
    says,
    lookMs,
    retryMs,
    silentMs,
    perform: (action, folder) =>
      performAction(action, folder, {
        dialogs,
        get: (path) => store.get(path),
        steer: (path, command) => store.steer(path, command),
        resume: (path, resumption) => resume(store, path, resumption),
        endTrainer: (path) => store.endTrainer(path),
        takeOver: (path, host) => store.takeOver(path, host),
        refresh: () => store.refresh(),
      }),
  });
  context.subscriptions.push(
    { dispose: () => store[Symbol.asyncDispose]() },
    vscode.workspace.onDidChangeWorkspaceFolders(() => void store.setRoots(roots())),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('critiqueCoder.runs.folders')) void store.setRoots(roots());
    }),
  );
  return {
    store,
    places,
    async remember(root) {
      if (roots().includes(root)) return;
      const added = [...settings.strings('runs.folders'), root];
      await writeSetting('runs.folders', added);
      await store.setRoots(roots());
    },
  };
}
