/**
 * The language client of a critic server. It is bundled apart and loaded with the first server: the library is most of
 * what the extension would otherwise have to read at activation.
 */
import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  ProgressType,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import type { InitializeParams, LanguageClientOptions } from 'vscode-languageclient/node';
import type { CriticServerOptions } from '../../trainer/protocol/critic-server.ts';
import { languageIds } from './documents.ts';

export interface ClientHost {
  readonly program: string;
  readonly log: vscode.LogOutputChannel;
  options(): CriticServerOptions;
}

/** The library, without what it does beside the extension's own lenses. */
class CriticClient extends LanguageClient {
  /** Every snapshot of verdicts has the lenses asked for again; the server need not ask for it besides. */
  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    delete params.capabilities.workspace?.codeLens;
  }

  override async dispose(timeout?: number): Promise<void> {
    const visibleDocuments: object & Partial<vscode.Disposable> = this.visibleDocuments;
    try {
      await super.dispose(timeout);
    } finally {
      // The library forgets about these (11.0.0): they would listen to every change of an editor for ever.
      visibleDocuments.dispose?.();
    }
  }
}

/** `closed` is called when the server's process has ended. The client can be started again then. */
export function createClient(host: ClientHost, closed: () => void): LanguageClient {
  return new CriticClient(
    'critiqueCoder.critic',
    'Critique-Coder',
    {
      command: process.execPath,
      args: [host.program],
      transport: TransportKind.stdio,
      // VS Code's own program is Node only when it is told so.
      options: { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
    },
    clientOptions(host, closed),
  );
}

function clientOptions(host: ClientHost, closed: () => void): LanguageClientOptions {
  return {
    documentSelector: languageIds.map((language) => ({ scheme: 'file', language })),
    outputChannel: host.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => host.options(),
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        closed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: {
      // The extension's own provider keeps the lenses while the server rests; these would go with the client.
      provideCodeLenses: () => [],
    },
  };
}

/** Calls back with every partial result that comes under the token. */
export function onPartialResults(
  client: LanguageClient,
  token: string,
  heard: (value: unknown) => void,
): vscode.Disposable {
  return client.onProgress(new ProgressType<unknown>(), token, heard);
}
