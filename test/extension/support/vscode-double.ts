/**
 * As much of VS Code as activating the extension needs, written by hand. It counts what is created and not disposed of,
 * and keeps what is registered.
 */

import { ConfigurationTarget, LayeredSettings } from './layered-settings.ts';

type Handler = (...values: readonly unknown[]) => unknown;

export class VscodeDouble {
  /** What was created and not disposed of, by how it was made. */
  readonly open: string[] = [];
  readonly commands = new Map<string, Handler>();
  /** Commands that were executed, with their arguments. */
  readonly executed: (readonly unknown[])[] = [];
  readonly settings = new LayeredSettings();

  /** The module `vscode`. */
  readonly api = {
    window: {
      createOutputChannel: (name: string) => ({ ...this.#made(`channel ${name}`), ...silentLog }),
      createTreeView: (id: string) => ({
        ...this.#made(`tree ${id}`),
        selection: [],
        onDidChangeSelection: () => this.#made(`selection of ${id}`),
        reveal: () => Promise.resolve(),
      }),
      createStatusBarItem: (id: string) => ({
        ...this.#made(`status bar item ${id}`),
        show: () => undefined,
        hide: () => undefined,
      }),
      createTextEditorDecorationType: () => this.#made('decoration type'),
      registerWebviewViewProvider: (id: string) => this.#made(`webview view ${id}`),
      registerWebviewPanelSerializer: (id: string) => this.#made(`serializer of ${id}`),
      onDidChangeTextEditorVisibleRanges: () => this.#made('onDidChangeTextEditorVisibleRanges'),
      onDidChangeVisibleTextEditors: () => this.#made('onDidChangeVisibleTextEditors'),
      visibleTextEditors: [],
    },
    languages: {
      createDiagnosticCollection: (name: string) => this.#made(`diagnostics ${name}`),
      registerCodeLensProvider: () => this.#made('lens provider'),
      registerHoverProvider: () => this.#made('hover provider'),
    },
    workspace: {
      isTrusted: true,
      workspaceFolders: undefined,
      getConfiguration: () => this.settings,
      onDidChangeWorkspaceFolders: () => this.#made('onDidChangeWorkspaceFolders'),
      textDocuments: [],
      registerTextDocumentContentProvider: (scheme: string) => this.#made(`documents of ${scheme}`),
      onDidChangeTextDocument: () => this.#made('onDidChangeTextDocument'),
      onDidCloseTextDocument: () => this.#made('onDidCloseTextDocument'),
      onDidDeleteFiles: () => this.#made('onDidDeleteFiles'),
      onDidRenameFiles: () => this.#made('onDidRenameFiles'),
      onDidChangeConfiguration: () => this.#made('onDidChangeConfiguration'),
    },
    commands: {
      registerCommand: (id: string, handler: Handler) => {
        this.commands.set(id, handler);
        return this.#made(`command ${id}`);
      },
      executeCommand: (...words: readonly unknown[]) => {
        this.executed.push(words);
        return Promise.resolve();
      },
    },
    env: { language: 'en' },
    Disposable: {
      from: (...all: readonly { dispose: () => unknown }[]) => ({
        dispose: () => {
          for (const each of all) each.dispose();
        },
      }),
    },
    Uri: {
      joinPath: ({ path }: { path: string }, ...parts: readonly string[]) =>
        uriOf([path, ...parts].join('/')),
    },
    l10n: { t: (message: string) => message },
    ConfigurationTarget,
    StatusBarAlignment: { Left: 1, Right: 2 },
    ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  };

  #made(what: string): { dispose: () => void } {
    this.open.push(what);
    let disposed = false;
    return {
      dispose: () => {
        if (!disposed) this.open.splice(this.open.indexOf(what), 1);
        disposed = true;
      },
    };
  }
}

/** A file's address. */
export const uriOf = (path: string) => ({ fsPath: path, path, scheme: 'file' });

const ignore = (): void => undefined;
const silentLog = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore, show: ignore };
