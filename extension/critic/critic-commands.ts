/** What is done to critics: choosing, adding, taking off the list. */
import * as vscode from 'vscode';
import type { Handlers } from '../commands/register.ts';
import { t } from '../l10n.ts';
import { criticItem } from './critic-item.ts';
import type { Critics } from './critics.ts';

export function criticCommandHandlers(critics: Critics): Handlers {
  return {
    chooseCritic: () => choose(critics),
    'critics.activate': (folder) => (typeof folder === 'string' ? critics.activate(folder) : choose(critics)),
    'critics.deactivate': () => critics.activate(null),
    'critics.add': () => add(critics),
    'critics.remove': async (folder) => {
      if (typeof folder === 'string') await critics.remove(folder);
    },
    'critics.reveal': async (folder) => {
      if (typeof folder !== 'string') return;
      await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
    },
  };
}

interface Choice extends vscode.QuickPickItem {
  readonly choose: () => Promise<void>;
}

async function choose(critics: Critics): Promise<void> {
  await critics.refresh();
  const known = critics.entries.filter(({ record }) => record !== null);
  const choices: Choice[] = known.map((entry) => {
    const { label, description, icon } = criticItem(entry, critics.active === entry.folder);
    const detail = vscode.workspace.asRelativePath(entry.folder);
    return {
      label: `$(${icon}) ${label}`,
      description,
      detail,
      choose: () => critics.activate(entry.folder),
    };
  });
  const others: Choice[] = [
    { label: `$(folder-opened) ${t('Choose a folder…')}`, choose: () => add(critics) },
    {
      label: `$(add) ${t('Train one…')}`,
      choose: async () => void (await vscode.commands.executeCommand('critiqueCoder.train')),
    },
  ];
  if (critics.active !== null) {
    others.push({ label: `$(debug-disconnect) ${t('None')}`, choose: () => critics.activate(null) });
  }
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator, choose: () => Promise.resolve() };
  const chosen = await vscode.window.showQuickPick([...choices, separator, ...others], {
    title: t('Critic'),
    placeHolder: t('Which critic reads your functions?'),
    matchOnDetail: true,
  });
  await chosen?.choose();
}

/** Whoever adds a critic wants to use it. */
async function add(critics: Critics): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: t('Folder of a critic'),
      openLabel: t('Use This Critic'),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  if (folder !== undefined) await critics.activate(await critics.add(folder.fsPath));
}
