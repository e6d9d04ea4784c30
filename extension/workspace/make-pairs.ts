/** From the user's own workspace to pairs to learn from: looks, asks, runs the tests, and says what came of it. */
import * as vscode from 'vscode';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileFailed } from '../../trainer/errors/run.ts';
import { plain, unlinked } from '../base/plain.ts';
import { nothingToLearn, testsUntrusted } from '../errors/workspace.ts';
import { t } from '../l10n.ts';
import type { Trainer } from '../run/launch.ts';
import type { MadePairs } from '../run/start/question.ts';
import { askPairs, askPlan, type PairsQuestion } from './ask.ts';
import { whatHappens } from './consent.ts';
import { foldersOnDisk } from './folders.ts';
import { newPairsFile, pairsFiles } from './pairs-files.ts';
import { changedText, pairsText, planDetail, planProblem } from './pairs-words.ts';

export interface PairsTools {
  readonly trainer: Trainer;
  /** Its folder for this workspace is where pairs are kept; a window without a workspace has none. */
  readonly context: Pick<vscode.ExtensionContext, 'storageUri'>;
  /** The setting `workspace.python` of a folder. */
  readonly python: (folder: vscode.WorkspaceFolder) => string;
  /** Aborted when the window closes. */
  readonly closing: AbortSignal;
}

export interface WorkspacePairs {
  /** Undefined when the user has thought better of it. Throws `workspace.*`, the trainer's own words among them. */
  readonly make: () => Promise<MadePairs | undefined>;
  /** Those that were made before, the oldest first. */
  readonly files: () => Promise<readonly string[]>;
}

export function workspacePairs(tools: PairsTools): WorkspacePairs {
  const storage = tools.context.storageUri?.fsPath;
  return {
    make: async () => (storage === undefined ? undefined : makePairs(tools, storage)),
    files: async () => (storage === undefined ? [] : pairsFiles(storage)),
  };
}

async function makePairs(tools: PairsTools, storage: string): Promise<MadePairs | undefined> {
  if (!vscode.workspace.isTrusted) throw testsUntrusted();
  const folder = await chooseFolder();
  if (folder === undefined) return undefined;
  const about = {
    folder: folder.uri.fsPath,
    out: newPairsFile(storage, folder.name, new Date()),
    python: tools.python(folder),
  };
  const looking = t('Looking for functions and tests in {0}…', folder.name);
  const plan = await withProgress(tools, looking, (signal) => askPlan(tools.trainer, { ...about, signal }));
  if (plan === null) return undefined;
  const problem = planProblem(plan);
  if (problem !== null) throw nothingToLearn(problem);
  const run = t('Run Tests');
  const chosen = await vscode.window.showWarningMessage(
    t('Run the tests of {0} to make pairs of its functions?', folder.name),
    { modal: true, detail: planDetail(plan, whatHappens()) },
    run,
  );
  return chosen === run ? make(tools, folder.name, about) : undefined;
}

async function make(
  tools: PairsTools,
  name: string,
  about: Omit<PairsQuestion, 'signal'>,
): Promise<MadePairs | undefined> {
  const kept = dirname(about.out);
  await mkdir(kept, { recursive: true }).catch((cause: unknown) => {
    throw fileFailed('Writing', kept, cause);
  });
  const title = t('Making pairs of {0}', name);
  const report = await withProgress(tools, title, (signal, onLine) =>
    askPairs(tools.trainer, { ...about, signal }, onLine),
  );
  if (report === null) return undefined;
  const changed = changedText(name, report);
  if (changed !== null) void vscode.window.showWarningMessage(unlinked(changed));
  return { file: about.out, words: pairsText(report) };
}

/** Those of a multi-root window are asked for. */
async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = foldersOnDisk();
  if (folders.length < 2) return folders[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: t('Which folder’s functions and tests?'),
    ignoreFocusOut: true,
  });
}

/** In a notification that shows the last line and can be cancelled. */
function withProgress<T>(
  { closing }: PairsTools,
  title: string,
  work: (signal: AbortSignal, onLine: (line: string) => void) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, cancellation) => {
      const stopped = new AbortController();
      cancellation.onCancellationRequested(() => stopped.abort());
      const onLine = (line: string): void => progress.report({ message: unlinked(plain(line, 120)) });
      return work(AbortSignal.any([stopped.signal, closing]), onLine);
    }),
  );
}
