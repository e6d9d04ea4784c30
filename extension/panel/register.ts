/** The Monitor: a view in the side bar and the same page as an editor. Its commands: `commands.ts`. */
import type { Disposable, ExtensionContext, LogOutputChannel, WebviewPanel, WebviewView } from 'vscode';
import { commands, ThemeIcon, ViewColumn, window } from 'vscode';
import type { PanelCommand } from '../../trainer/protocol/panel-request.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { runFolder } from '../../trainer/run/folder.ts';
import { openFile } from '../commands/open-file.ts';
import { registerCommands } from '../commands/register.ts';
import { t } from '../l10n.ts';
import type { RoomTools } from '../room.ts';
import type { RunStore } from '../run/store.ts';
import { panelCommands } from './commands.ts';
import { exportShownChart, saveMetrics } from './exports.ts';
import { Observer } from './observer.ts';
import type { HostPorts, PageHolder } from './page.ts';
import { openPage } from './page.ts';
import type { PanelSession } from './session.ts';

const VIEW = 'critiqueCoder.monitor';
const EDITOR = 'critiqueCoder.monitorEditor';

export interface Panel {
  /** Brings the Monitor to the front with this run, by its folder's absolute path. */
  showRun(folder: string): Promise<void>;
}

/** Everything is disposed with the extension. */
export function registerPanel({ context, store, log, showFailure }: RoomTools): Panel {
  const monitor = new Monitor(context, store, log);
  context.subscriptions.push(monitor, registerCommands(panelCommands(store, monitor), showFailure));
  return monitor;
}

export class Monitor implements Panel, Disposable {
  readonly observer = new Observer();
  readonly #context: ExtensionContext;
  readonly #store: RunStore;
  readonly #log: LogOutputChannel;
  readonly #owned: readonly Disposable[];
  /** The open pages, each with what closes it. */
  readonly #pages = new Map<PanelSession, Disposable>();
  #focus: Snapshot['focus'] = null;

  constructor(context: ExtensionContext, store: RunStore, log: LogOutputChannel) {
    this.#context = context;
    this.#store = store;
    this.#log = log;
    this.#owned = [
      window.registerWebviewViewProvider(VIEW, {
        resolveWebviewView: (view) => this.#open(holderOfView(view)),
      }),
      window.registerWebviewPanelSerializer(EDITOR, {
        deserializeWebviewPanel: (panel) => Promise.resolve(this.#openIn(panel)),
      }),
      store.onDidChange(() => {
        for (const session of this.#pages.keys()) session.changed();
      }),
    ];
  }

  async showRun(folder: string): Promise<void> {
    await this.showRuns([folder]);
  }

  /** The run that an open page has in focus. */
  get focused(): string | undefined {
    for (const session of this.#pages.keys()) if (session.focused !== undefined) return session.focused;
    return undefined;
  }

  /** The first in focus, the others drawn over it. */
  async showRuns(folders: readonly string[]): Promise<void> {
    this.#focus = { id: crypto.randomUUID(), runs: [...folders] };
    for (const session of this.#pages.keys()) session.show(this.#focus);
    await commands.executeCommand(`${VIEW}.focus`);
  }

  /** The page as an editor, which has room for two columns. */
  openEditor(): void {
    const panel = window.createWebviewPanel(EDITOR, t('Critique-Coder Monitor'), ViewColumn.Active);
    this.#openIn(panel);
  }

  dispose(): void {
    for (const page of this.#pages.values()) page.dispose();
    for (const owned of this.#owned) owned.dispose();
  }

  #openIn(panel: WebviewPanel): void {
    panel.iconPath = new ThemeIcon('graph-line');
    this.#open(holderOfPanel(panel));
  }

  #open(holder: PageHolder): void {
    const { session, closed } = openPage(holder, {
      extensionUri: this.#context.extensionUri,
      observer: this.observer,
      ports: this.#ports(() => session),
      log: this.#log,
    });
    if (this.#focus !== null) session.show(this.#focus);
    const end = holder.onDidDispose(() => {
      this.#pages.delete(session);
      closed.dispose();
      end.dispose();
    });
    this.#pages.set(session, {
      dispose: () => {
        end.dispose();
        closed.dispose();
      },
    });
  }

  #ports(session: () => PanelSession): HostPorts {
    return {
      runs: () => this.#store.runs,
      perform: (action, folder) => this.#store.perform(action, folder),
      command: (command, folder) => this.#command(command, folder),
      exportChart: (request) => exportShownChart(session().snapshot(request.view), request),
      train: async () => {
        await commands.executeCommand('critiqueCoder.train');
      },
    };
  }

  async #command(command: PanelCommand, folder: string): Promise<void> {
    const { log, record } = runFolder(folder);
    switch (command) {
      case 'openLog':
        return openFile(log);
      case 'openRecord':
        return openFile(record);
      case 'openMonitor':
        return this.openEditor();
      case 'exportMetrics': {
        const entry = this.#store.get(folder);
        if (entry !== undefined) await saveMetrics(entry);
      }
    }
  }
}

const holderOfView = (view: WebviewView): PageHolder => ({
  webview: view.webview,
  isVisible: () => view.visible,
  onDidChangeVisible: (listener) => view.onDidChangeVisibility(listener),
  onDidDispose: (listener) => view.onDidDispose(listener),
});

const holderOfPanel = (panel: WebviewPanel): PageHolder => ({
  webview: panel.webview,
  isVisible: () => panel.visible,
  onDidChangeVisible: (listener) => panel.onDidChangeViewState(listener),
  onDidDispose: (listener) => panel.onDidDispose(listener),
});
