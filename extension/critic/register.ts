/** Registers the room with VS Code: its views, providers and commands. */
import * as vscode from 'vscode';
import { showError } from '../commands/show-error.ts';
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
  );
  const handlers = handlersOf(parts, feedbackFile(context.globalStorageUri.fsPath));
  for (const [id, handler] of Object.entries(handlers)) {
    const run = (argument?: unknown): Promise<void> =>
      handler(argument).catch((cause: unknown) => showError(cause, log));
    context.subscriptions.push(vscode.commands.registerCommand(`critiqueCoder.${id}`, run));
  }
}

function handlersOf(
  parts: Parts,
  feedback: string,
): Readonly<Record<string, (argument?: unknown) => Promise<void>>> {
  return {
    ...criticCommandHandlers(parts.critics),
    ...functionCommandHandlers({ ...parts, feedbackFile: feedback }),
    ...findingCommandHandlers(parts.findings, parts.verdicts),
    'critics.restart': () => Promise.resolve(parts.link.retry()),
    toggleCritique: async () => {
      const enable = !parts.settings().enable;
      const configuration = vscode.workspace.getConfiguration('critiqueCoder');
      await configuration.update('critique.enable', enable, vscode.ConfigurationTarget.Global);
    },
  };
}
