/** `Train Critique-Coder`: asks, starts a trainer, and shows the run. */
import * as vscode from 'vscode';
import { untrusted } from '../errors/shell.ts';
import { t } from '../l10n.ts';
import type { FolderRunStore } from '../run/folder-store.ts';
import type { NewRunRequest, Trainer } from '../run/launch.ts';
import { newRunFolder, resumeRun, startRun } from '../run/launch.ts';
import type { Resumption } from '../run/perform.ts';
import { keepOutOfSources } from '../run/places.ts';
import type { Place, StartFacts } from '../run/start/facts.ts';
import { askForRun } from '../run/start/flow.ts';
import { withContent } from '../run/start/sources.ts';
import { foldersOnDisk } from '../workspace/folders.ts';
import type { WorkspacePairs } from '../workspace/make-pairs.ts';
import { startUi } from './start-ui.ts';

export interface TrainTools {
  readonly store: FolderRunStore;
  readonly trainer: Trainer;
  readonly places: () => readonly Place[];
  readonly feedbackFiles: () => readonly string[];
  readonly pairs: WorkspacePairs;
  /** Lists the runs of this folder from now on. */
  readonly remember: (root: string) => Promise<void>;
  readonly open: (folder: string) => Promise<void>;
  readonly showFailure: (cause: unknown) => Promise<void>;
  readonly getModel: () => Promise<string | undefined>;
  /** Aborted when the window closes; trainers do not care. */
  readonly closing: AbortSignal;
}

export async function train(tools: TrainTools): Promise<void> {
  if (!(await isTrusted())) return;
  const { showFailure: refuse, getModel, pairs } = tools;
  const ui = startUi('Train Critique-Coder', { refuse, getModel, makePairs: pairs.make });
  const request = await askForRun(ui, await factsOf(tools));
  if (request !== undefined) await begin(tools, request);
}

async function begin(tools: TrainTools, { root, config }: NewRunRequest): Promise<void> {
  const { store, trainer, closing } = tools;
  await tools.remember(root);
  await keepOutOfSources(root);
  const folder = newRunFolder(root);
  await store.begin(folder, () => whileStarting(() => startRun(trainer, folder, config, closing)));
  await tools.open(folder);
}

/** Goes on with a run. Throws `shell.untrusted` in a restricted window. */
export async function goOn(
  { store, trainer, closing }: Pick<TrainTools, 'store' | 'trainer' | 'closing'>,
  folder: string,
  resumption: Resumption,
): Promise<void> {
  if (!vscode.workspace.isTrusted) throw untrusted();
  await store.begin(folder, () => whileStarting(() => resumeRun(trainer, folder, resumption, closing)));
}

/** A trainer reads its data before it takes its run, which is told where the runs are. */
async function whileStarting(start: () => Promise<void>): Promise<void> {
  const title = t('Starting the trainer…');
  const inView = { location: { viewId: 'critiqueCoder.runs' }, title };
  const inStatusBar = { location: vscode.ProgressLocation.Window, title };
  await vscode.window.withProgress(inView, () => vscode.window.withProgress(inStatusBar, start));
}

/** Says why training is not possible in a restricted window, and how it would be. */
async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const { message, hint } = untrusted();
  const manage = t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(message, { modal: true, detail: hint }, manage);
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

async function factsOf({ places, feedbackFiles, pairs }: TrainTools): Promise<StartFacts> {
  const found = await vscode.workspace.findFiles(
    '**/critique-coder.json',
    '**/{node_modules,.critique-coder}/**',
    20,
  );
  return {
    configurations: found
      .map((uri) => ({ file: uri.fsPath, shown: vscode.workspace.asRelativePath(uri) }))
      .toSorted((a, b) => a.shown.localeCompare(b.shown)),
    places: places(),
    hasFolder: foldersOnDisk().length > 0,
    workspacePairs: (await withContent(await pairs.files())).slice(-1),
    feedbackFiles: await withContent(feedbackFiles()),
  };
}
