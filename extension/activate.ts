/**
 * The composition root: builds, wires, registers, and does nothing else. It returns before any folder is read or any
 * process is spoken to, and it loads nothing native: trainers and critics are processes of their own.
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { checkMachine } from './commands/check-machine.ts';
import { newConfiguration } from './commands/new-configuration.ts';
import { registerCommands } from './commands/register.ts';
import { runCommands } from './commands/run-commands.ts';
import { showError } from './commands/show-error.ts';
import { showNetwork } from './commands/show-network.ts';
import { goOn, train } from './commands/train.ts';
import { getModel } from './hub/get-model.ts';
import { HubToken } from './hub/token.ts';
import { useTranslations } from './l10n.ts';
import { registerCritic } from './critic/register.ts';
import { feedbackFile } from './critic/feedback.ts';
import { contributions } from './manifest/contributions.ts';
import { registerPanel } from './panel/register.ts';
import type { RoomTools } from './room.ts';
import type { Trainer } from './run/launch.ts';
import { openWindowStore } from './run/window-store.ts';
import { Settings } from './settings/settings.ts';
import { keepContextKeys } from './views/context-keys.ts';
import { isSaid } from './views/end-message.ts';
import { notifyOfEnds } from './views/notifications.ts';
import { RunsTree } from './views/runs-tree.ts';
import { StatusBar } from './views/status-bar.ts';
import { workspacePairs } from './workspace/make-pairs.ts';
import { pythonOf } from './workspace/python.ts';

export function activate(context: vscode.ExtensionContext): void {
  useTranslations(vscode.l10n.t, vscode.env.language);
  const log = vscode.window.createOutputChannel('Critique-Coder', { log: true });
  const closing = new AbortController();
  const showFailure = (cause: unknown): Promise<void> => showError(cause, log);
  const settings = new Settings(
    contributions.flatMap((room) => room.settings ?? []),
    (id) => vscode.workspace.getConfiguration('critiqueCoder').get<unknown>(id),
    log,
  );
  const trainer = trainerOf(context);
  const { store, places, remember } = openWindowStore({
    context,
    settings,
    log,
    says: (ended) => isSaid(ended, settings),
    resume: (runs, folder, resumption) =>
      goOn({ store: runs, trainer, closing: closing.signal }, folder, resumption),
    showError: (cause) => void showFailure(cause),
  });
  const token = new HubToken(context.secrets);
  const tree = new RunsTree(store);
  const statusBar = new StatusBar(store);
  const room: RoomTools = { context, store, trainer, log, showFailure };
  const panel = registerPanel(room);
  const { useCritic } = registerCritic(room);
  const open = async (folder: string): Promise<void> => {
    store.acknowledge(folder);
    statusBar.opened(folder);
    if (store.get(folder) === undefined) return;
    await tree.view.reveal(folder, { select: true, focus: false });
    await panel.showRun(folder);
  };
  const feedbackFiles = (): readonly string[] => [feedbackFile(context.globalStorageUri.fsPath)];
  const running = { store, trainer, closing: closing.signal };
  const python = (folder: vscode.WorkspaceFolder): string => pythonOf(folder, log);
  const pairs = workspacePairs({ trainer, context, python, closing: closing.signal });
  const getHubModel = () => getModel({ trainer, token, showError: showFailure });
  const handlers = {
    train: () =>
      train({ ...running, places, remember, open, getModel: getHubModel, feedbackFiles, pairs, showFailure }),
    // The place that is offered first when training starts.
    checkMachine: () => checkMachine(trainer, places()[0]?.root ?? context.globalStorageUri.fsPath, log),
    newConfiguration,
    'hub.setToken': () => token.ask(),
    showLog: () => log.show(),
    showNetwork: () => showNetwork(context),
    ...runCommands({ store, open, selected: () => tree.selected }),
  };
  context.subscriptions.push(
    log,
    tree,
    statusBar,
    keepContextKeys(store),
    notifyOfEnds(store, { open, useCritic, showFailure }),
    registerCommands(handlers, showFailure),
    { dispose: () => closing.abort() },
  );
  void store.refresh().then(() => vscode.commands.executeCommand('setContext', 'critiqueCoder.ready', true));
}

const trainerOf = (context: vscode.ExtensionContext): Trainer => ({
  node: process.execPath,
  program: context.asAbsolutePath(join('dist', 'critique-coder.mjs')),
});
