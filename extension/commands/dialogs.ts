/** The questions before an action on a run, as VS Code asks them. */
import * as vscode from 'vscode';
import { reasonOf } from '../../trainer/errors/error.ts';
import { locale, t } from '../l10n.ts';
import type { CheckpointChoice, RunContents } from '../run/contents.ts';
import type { RunDialogs } from '../run/perform.ts';
import type { RunEntry } from '../run/store.ts';
import { sizeText } from '../run/words.ts';
import { stepsProblem } from './steps-input.ts';

export function runDialogs(showError: (cause: unknown) => void): RunDialogs {
  return {
    confirmDelete,
    confirmEndProcess,
    confirmTakeOver,
    chooseCheckpoint,
    askSteps,
    discard,
    showError,
    async reveal(folder) {
      // A remote machine's folders cannot be opened by the desktop's file manager; the workbench knows which can.
      await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
    },
  };
}

async function confirmDelete(entry: RunEntry, contents: RunContents): Promise<boolean> {
  const { steps, checkpoints, hasCritic, bytes } = contents;
  const parts = [
    t('{0} in all. Steps with samples: {1}. Checkpoints: {2}.', sizeText(bytes), steps, checkpoints),
    hasCritic ? t('Its exported critic goes with it; editors that use it lose it.') : '',
    entry.summary.folder,
  ];
  const remove = t('Move to Trash');
  const chosen = await vscode.window.showWarningMessage(
    t('Delete the run {0} and everything in it?', entry.name),
    { modal: true, detail: parts.filter((part) => part !== '').join('\n\n') },
    remove,
  );
  return chosen === remove;
}

async function confirmEndProcess({ summary: { pid }, name, contact }: RunEntry): Promise<boolean> {
  const parts = [
    contact === 'silent' ? t('It is there and does not answer, so it may hang.') : '',
    t('What it computed since its last checkpoint is lost. The run can be resumed from there.'),
  ];
  const end = t('End Process');
  const chosen = await vscode.window.showWarningMessage(
    t('End the process {0}, which trains {1}?', String(pid ?? '?'), name),
    { modal: true, detail: parts.filter((part) => part !== '').join(' ') },
    end,
  );
  return chosen === end;
}

async function confirmTakeOver({ name }: RunEntry, host: string): Promise<boolean> {
  const parts = [
    t('Do so only if that machine or container is gone, or has another name now.'),
    t('If a trainer still works there, two would write into the run and spoil it.'),
    t('What it computed since its last checkpoint is lost. The run can be resumed from there.'),
  ];
  const take = t('Take Over');
  const chosen = await vscode.window.showWarningMessage(
    t('Take {0} over from the machine {1}?', name, host),
    { modal: true, detail: parts.join(' ') },
    take,
  );
  return chosen === take;
}

/** To the trash; where there is none, as on most servers, only after asking again. */
async function discard(paths: readonly string[]): Promise<void> {
  const uris = paths.map((path) => vscode.Uri.file(path));
  try {
    for (const uri of uris) await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch (cause) {
    const remove = t('Delete Permanently');
    const chosen = await vscode.window.showWarningMessage(
      t('There is no trash here. Delete permanently?'),
      { modal: true, detail: [...paths, reasonOf(cause)].join('\n') },
      remove,
    );
    if (chosen !== remove) return;
    for (const uri of uris) {
      // What went to the trash before the failure is not there any more.
      if (await exists(uri)) await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: false });
    }
  }
}

const exists = async (uri: vscode.Uri): Promise<boolean> => {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
};

async function chooseCheckpoint(
  entry: RunEntry,
  checkpoints: readonly CheckpointChoice[],
): Promise<number | undefined> {
  const items = checkpoints.map(({ step, isNewest, best }) => ({
    step,
    label: t('Step {0}', step),
    description: [isNewest ? t('newest') : '', best === null ? '' : t('best {0}', locale().fixed(best, 2))]
      .filter((part) => part !== '')
      .join(' · '),
    ...(isNewest ? {} : { detail: t('What lies beyond it is set aside, and nothing is deleted.') }),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Resume {0}', entry.name),
    placeHolder: t('From which checkpoint?'),
  });
  return chosen?.step;
}

async function askSteps(entry: RunEntry): Promise<number | undefined> {
  const { step } = entry.summary;
  const text = await vscode.window.showInputBox({
    title: t('Extend {0}', entry.name),
    prompt: t('How many steps is the run to have in all? It has {0} now.', step),
    value: String(2 * step),
    validateInput: (value) => stepsProblem(value, step),
  });
  return text === undefined ? undefined : Number(text);
}
