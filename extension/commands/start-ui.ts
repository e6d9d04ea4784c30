/** The questions before a new run, as quick picks with a back button. */
import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import type { Browse, MadePairs, Question, Reply, StartItem, StartUi } from '../run/start/question.ts';

export interface StartTools {
  readonly refuse: (cause: unknown) => Promise<void>;
  /** The id of a model of the hub that is in the cache. */
  readonly getModel: () => Promise<string | undefined>;
  readonly makePairs: () => Promise<MadePairs | undefined>;
}

export function startUi(title: string, { refuse, getModel, makePairs }: StartTools): StartUi {
  return {
    ask: (question) => ask(title, question),
    async browse(what) {
      if (what !== 'hub-model') return browse(what);
      const model = await getModel();
      return model === undefined ? undefined : [model];
    },
    makePairs,
    refuse,
  };
}

interface Row extends vscode.QuickPickItem {
  readonly item: StartItem;
}

function ask(title: string, { number, total, placeholder, items }: Question): Promise<Reply> {
  const pick = vscode.window.createQuickPick<Row>();
  const { promise, resolve } = Promise.withResolvers<Reply>();
  pick.title = title;
  pick.step = number;
  pick.totalSteps = total;
  pick.placeholder = placeholder;
  // A file dialog may take the focus meanwhile.
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.buttons = number > 1 ? [vscode.QuickInputButtons.Back] : [];
  pick.items = items.map(rowOf);
  const owned = [
    pick,
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row !== undefined) resolve({ kind: 'picked', item: row.item });
    }),
    pick.onDidTriggerButton(() => resolve({ kind: 'back' })),
    pick.onDidHide(() => resolve({ kind: 'cancelled' })),
  ];
  pick.show();
  return promise.finally(() => {
    for (const disposable of owned) disposable.dispose();
  });
}

const rowOf = (item: StartItem): Row => ({
  item,
  label: item.label,
  iconPath: new vscode.ThemeIcon(item.icon),
  ...(item.description === undefined ? {} : { description: item.description }),
  ...(item.detail === undefined ? {} : { detail: item.detail }),
});

type OnDisk = Exclude<Browse, 'hub-model' | 'workspace-pairs'>;

async function browse(what: OnDisk): Promise<readonly string[] | undefined> {
  const options: Readonly<Record<OnDisk, vscode.OpenDialogOptions>> = {
    'base-folder': {
      title: t('The folder of the model'),
      openLabel: t('Use This Model'),
      canSelectFolders: true,
    },
    'data-files': {
      title: t('Problems, labelled solutions, or both'),
      openLabel: t('Train on These'),
      canSelectMany: true,
      filters: { JSONL: ['jsonl', 'ndjson'], [t('All files')]: ['*'] },
    },
    'runs-folder': {
      title: t('The folder for runs'),
      openLabel: t('Keep Runs Here'),
      canSelectFolders: true,
    },
  };
  const isFolder = options[what].canSelectFolders === true;
  const uris = await vscode.window.showOpenDialog({ ...options[what], canSelectFiles: !isFolder });
  return uris?.map(({ fsPath }) => fsPath);
}
