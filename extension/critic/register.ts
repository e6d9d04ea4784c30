/** Registers the room with VS Code: its views, providers and commands. */
import * as vscode from 'vscode';
import { registerCommands, type Handlers } from '../commands/register.ts';
import type { RunStore } from '../run/store.ts';
import { criticCommandHandlers } from './critic-commands.ts';
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

export function registerCritic(
  context: vscode.ExtensionContext,
  runs: RunStore,
  log: vscode.LogOutputChannel,
  showFailure: (cause: unknown) => Promise<void>,
): void {
  const parts = openParts(context, runs, log);
  const { critics, findings, lenses, critiques } = parts;
  context.subscriptions.push(
    new CriticsTree(critics),
    new FindingsTree(findings),
    vscode.languages.registerCodeLensProvider(documentFilter, lenses),
    vscode.languages.registerHoverProvider(documentFilter, new VerdictHover(parts)),
    vscode.workspace.registerTextDocumentContentProvider(critiqueScheme, critiques),
    follow(parts, log),
    registerCommands(handlersOf(parts, feedbackFile(context.globalStorageUri.fsPath)), showFailure),
  );
}

function handlersOf(parts: Parts, feedback: string): Handlers {
  return {
    ...criticCommandHandlers(parts.critics),
    ...functionCommandHandlers({ ...parts, feedbackFile: feedback }),
    ...findingCommandHandlers(parts.findings, parts.verdicts),
    'critics.restart': () => parts.link.retry(),
    toggleCritique: async () => {
      const enable = !parts.settings().enable;
      const configuration = vscode.workspace.getConfiguration('critiqueCoder');
      await configuration.update('critique.enable', enable, vscode.ConfigurationTarget.Global);
    },
  };
}
