/** Registers the room with VS Code: its views, providers and commands. */
import * as vscode from 'vscode';
import { registerCommands, type Handlers } from '../commands/register.ts';
import { t } from '../l10n.ts';
import type { RoomTools } from '../room.ts';
import { writeSetting } from '../settings/write.ts';
import { pythonOf } from '../workspace/python.ts';
import { testOutputScheme } from '../workspace/test-output.ts';
import { criticItem } from './critic-item.ts';
import { criticCommandHandlers } from './critic-commands.ts';
import type { Critics } from './critics.ts';
import { CriticsTree } from './critics-tree.ts';
import { critiqueScheme } from './critique-document.ts';
import { documentFilter } from './documents.ts';
import { feedbackFile } from './feedback.ts';
import { findingCommandHandlers } from './finding-commands.ts';
import { FindingsTree } from './findings-tree.ts';
import { follow } from './follow.ts';
import { functionCommandHandlers } from './function-commands.ts';
import { VerdictHover } from './hover.ts';
import { openParts, type Parts } from './parts.ts';

export interface ReadingRoom {
  /** Has the critic in this folder read the user's functions from now on. */
  readonly useCritic: (folder: string) => Promise<void>;
}

export function registerCritic(room: RoomTools): ReadingRoom {
  const { context, log, showFailure } = room;
  const parts = openParts(room);
  const { critics, findings, lenses, critiques, testOutput } = parts;
  context.subscriptions.push(
    new CriticsTree(critics),
    new FindingsTree(findings),
    vscode.languages.registerCodeLensProvider(documentFilter, lenses),
    vscode.languages.registerHoverProvider(documentFilter, new VerdictHover(parts)),
    vscode.workspace.registerTextDocumentContentProvider(critiqueScheme, critiques),
    vscode.workspace.registerTextDocumentContentProvider(testOutputScheme, testOutput),
    follow(parts, log),
    registerCommands(handlersOf(parts, room), showFailure),
  );
  return { useCritic: (folder) => use(critics, folder) };
}

/** Said, because nothing else is seen of it where no function is. */
async function use(critics: Critics, folder: string): Promise<void> {
  await critics.refresh();
  await critics.activate(folder);
  const entry = critics.entries.find((each) => each.folder === folder);
  const name = entry === undefined ? folder : criticItem(entry, true).label;
  vscode.window.setStatusBarMessage(`$(pass) ${t('Critic {0} reads your functions now.', name)}`, 8000);
}

function handlersOf(parts: Parts, { context, log }: RoomTools): Handlers {
  const functions = {
    ...parts,
    feedbackFile: feedbackFile(context.globalStorageUri.fsPath),
    memory: context.workspaceState,
    python: (folder: vscode.WorkspaceFolder) => pythonOf(folder, log),
  };
  return {
    ...criticCommandHandlers(parts.critics),
    ...functionCommandHandlers(functions),
    ...findingCommandHandlers(parts.findings, parts.verdicts),
    'critics.restart': () => parts.link.retry(),
    toggleCritique: () => writeSetting('critique.enable', !parts.settings().enable),
  };
}
