/** Read-only documents that show critiques while they are written. */
import * as vscode from 'vscode';
import {
  criticMethods,
  critiqueProgressSchema,
  critiqueSchema,
  functionPlaceSchema,
  type CriticInfo,
  type FunctionPlace,
} from '../../trainer/protocol/critic-server.ts';
import { Emitter } from '../base/emitter.ts';
import { opening } from '../commands/open-file.ts';
import { t } from '../l10n.ts';
import type { TestResults, TestState } from '../workspace/results.ts';
import { critiquePage, type CritiqueView } from './critique-text.ts';
import { serverUnavailable } from '../errors/critique.ts';
import { serverFailureOf } from './failure.ts';
import type { ServerLink } from './link.ts';
import type { VerdictStore } from './verdict-store.ts';

export const critiqueScheme = 'critique-coder';

export interface CritiqueHost {
  readonly link: ServerLink;
  readonly verdicts: VerdictStore;
  readonly results: TestResults;
  critic(): CriticInfo | null;
}

interface Shown {
  readonly address: vscode.Uri;
  readonly place: FunctionPlace;
  view: CritiqueView;
  readonly writing: vscode.CancellationTokenSource;
}

export class CritiqueDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #host: CritiqueHost;
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new Emitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #heard: vscode.Disposable;

  constructor(host: CritiqueHost) {
    this.#host = host;
    this.#heard = vscode.Disposable.from(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri.toString())),
      host.results.onDidChange(() => {
        for (const { address } of this.#shown.values()) this.#changed.fire(address);
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const shown = this.#shown.get(uri.toString());
    // An editor that VS Code brings back after a restart: the function's lens shows it again.
    return shown === undefined
      ? t('This critique is closed. Show it again from its function.')
      : critiquePage(shown.view, this.#testsOf(shown));
  }

  /** Of the text that the critique is of. */
  #testsOf({ place, view: { verdict } }: Shown): TestState | null {
    return verdict === null ? null : this.#host.results.of({ uri: place.uri, hash: verdict.hash });
  }

  /** The function that a critique is of. */
  placeOf(uri: vscode.Uri): FunctionPlace | null {
    if (uri.scheme !== critiqueScheme) return null;
    const { data } = functionPlaceSchema.safeParse(JSON.parse(uri.query));
    return data ?? null;
  }

  /** Opens it beside the function; resolves when it is shown, and goes on filling it. */
  async show({ uri, id }: FunctionPlace): Promise<void> {
    // The server knows the text of open documents only, and a finding may be of one that is not.
    const source = vscode.Uri.parse(uri);
    await opening(source, vscode.workspace.openTextDocument(source));
    const verdict = this.#host.verdicts.find(uri, id) ?? null;
    const name = verdict?.name ?? id;
    const address = vscode.Uri.from({
      scheme: critiqueScheme,
      path: `/${name.replaceAll(/[^\w.$-]/g, '_')}.md`,
      query: JSON.stringify({ uri, id }),
    });
    this.#forget(address.toString());
    const writing = new vscode.CancellationTokenSource();
    const view: CritiqueView = {
      name,
      file: vscode.workspace.asRelativePath(source),
      line: (verdict?.line ?? 0) + 1,
      verdict,
      critic: this.#host.critic(),
      text: '',
      end: null,
    };
    this.#shown.set(address.toString(), { address, place: { uri, id }, view, writing });
    this.#changed.fire(address);
    const document = await vscode.workspace.openTextDocument(address);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    void this.#fill(address, { uri, id }, writing.token);
  }

  async #fill(address: vscode.Uri, place: FunctionPlace, token: vscode.CancellationToken): Promise<void> {
    try {
      const client = await this.#host.link.client(token);
      if (client === null) throw serverUnavailable();
      const partialResultToken = `critique ${address.toString()} ${String(Math.random())}`;
      const { onPartialResults } = await import('./client.ts');
      const heard = onPartialResults(client, partialResultToken, (value) => {
        const { success, data } = critiqueProgressSchema.safeParse(value);
        if (success) this.#update(address, { text: data.text });
      });
      try {
        const params = { ...place, partialResultToken };
        const end = critiqueSchema.parse(
          await client.sendRequest<unknown>(criticMethods.critique, params, token),
        );
        this.#update(address, {
          end,
          critic: this.#host.critic(),
          ...(end.kind === 'judged' ? { text: end.critique } : {}),
        });
      } finally {
        heard.dispose();
      }
    } catch (cause) {
      if (token.isCancellationRequested) return;
      const { message, hint } = serverFailureOf(cause);
      this.#update(address, { end: { kind: 'failed', message, hint } });
    }
  }

  #update(address: vscode.Uri, change: Partial<CritiqueView>): void {
    const shown = this.#shown.get(address.toString());
    if (shown === undefined) return;
    shown.view = { ...shown.view, ...change };
    this.#changed.fire(address);
  }

  #forget(address: string): void {
    const shown = this.#shown.get(address);
    this.#shown.delete(address);
    shown?.writing.cancel();
    shown?.writing.dispose();
  }

  dispose(): void {
    this.#heard.dispose();
    for (const address of [...this.#shown.keys()]) this.#forget(address);
    this.#changed.dispose();
  }
}
