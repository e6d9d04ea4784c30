/** Puts the Monitor's page into a webview, of the side bar or of an editor, and speaks with it until it is closed. */
import { randomBytes } from 'node:crypto';
import type { LogOutputChannel, Webview } from 'vscode';
import { Disposable, env, l10n, Uri } from 'vscode';
import { logText } from '../errors/failure.ts';
import { t } from '../l10n.ts';
import { pageHtml } from './html.ts';
import type { Observer } from './observer.ts';
import type { SessionPorts } from './session.ts';
import { PanelSession } from './session.ts';

/** A view or an editor that holds the page. */
export interface PageHolder {
  readonly webview: Webview;
  isVisible(): boolean;
  onDidChangeVisible(listener: () => void): Disposable;
  onDidDispose(listener: () => void): Disposable;
}

export type HostPorts = Omit<SessionPorts, 'post' | 'report'>;

export interface PageParts {
  readonly extensionUri: Uri;
  readonly observer: Observer;
  readonly ports: HostPorts;
  readonly log: LogOutputChannel;
}

/** The session of the page that is opened in this holder, and what closes it. */
export function openPage(
  holder: PageHolder,
  { extensionUri, observer, ports, log }: PageParts,
): { readonly session: PanelSession; readonly closed: Disposable } {
  const { webview } = holder;
  const session = new PanelSession(
    {
      ...ports,
      post: (message) => void webview.postMessage(message),
      report: (failure) => log.warn(logText(failure)),
    },
    observer,
  );
  const closed = Disposable.from(
    { dispose: () => session[Symbol.dispose]() },
    webview.onDidReceiveMessage((message: unknown) => void session.receive(message)),
    holder.onDidChangeVisible(() => session.visible(holder.isVisible())),
  );
  const dist = Uri.joinPath(extensionUri, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  const fileOf = (name: string): string => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  webview.html = pageHtml({
    script: fileOf('webview.js'),
    style: fileOf('webview.css'),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    language: env.language,
    title: t('Monitor'),
    words: l10n.bundle ?? {},
  });
  return { session, closed };
}
