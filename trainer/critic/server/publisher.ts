/**
 * Tells the editor what has changed: soon, and once for many changes. A critic may judge dozens of functions a second, and
 * each snapshot has the editor draw its lenses anew; so after one there is a rest until the next.
 */
import { DiagnosticSeverity, type Connection, type Diagnostic } from 'vscode-languageserver/node';
import {
  criticMethods,
  type DocumentVerdicts,
  type FunctionVerdict,
  type ServerState,
} from '../../protocol/critic-server.ts';
import type { OpenDocuments } from './documents.ts';
import { Timers } from './timers.ts';
import { englishDiagnostic } from './titles.ts';

const soonMs = 40;
const restMs = 500;

export interface Shown {
  verdicts(uri: string): readonly FunctionVerdict[];
  state(): ServerState;
  /** Whether what is likely incorrect is published as diagnostics. */
  diagnoses(): boolean;
  /** The editor asks for lenses again when it is told to. */
  readonly refreshes: boolean;
}

export class Publisher implements Disposable {
  readonly #connection: Connection;
  readonly #documents: OpenDocuments;
  readonly #shown: Shown;
  readonly #timers = new Timers();
  /** When something was last told, by its timer. */
  readonly #told = new Map<string, number>();
  /** Documents that have diagnostics in the editor. */
  readonly #diagnosed = new Set<string>();

  constructor(connection: Connection, documents: OpenDocuments, shown: Shown) {
    this.#connection = connection;
    this.#documents = documents;
    this.#shown = shown;
  }

  changed(uri: string): void {
    this.#soon(uri, () => this.#publish(uri));
    this.state();
    if (this.#shown.refreshes) this.#soon('lenses', () => this.#refresh());
  }

  state(): void {
    this.#soon('state', () => {
      void this.#connection.sendNotification(criticMethods.state, this.#shown.state());
    });
  }

  #soon(what: string, tell: () => void): void {
    const rested = performance.now() - (this.#told.get(what) ?? -Infinity);
    this.#timers.setOnce(what, Math.max(soonMs, restMs - rested), () => {
      this.#told.set(what, performance.now());
      tell();
    });
  }

  /** A document that was closed keeps its last verdicts in the editor, but no diagnostics. */
  #publish(uri: string): void {
    if (!this.#documents.uris.includes(uri)) {
      this.#told.delete(uri);
      if (this.#diagnosed.delete(uri)) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
      return;
    }
    const functions = [...this.#shown.verdicts(uri)];
    const verdicts: DocumentVerdicts = { uri, version: this.#documents.version(uri), functions };
    void this.#connection.sendNotification(criticMethods.verdicts, verdicts);
    const wrong = this.#shown.diagnoses() ? functions.filter(({ state }) => state === 'incorrect') : [];
    if (wrong.length === 0 && !this.#diagnosed.delete(uri)) return;
    if (wrong.length > 0) this.#diagnosed.add(uri);
    void this.#connection.sendDiagnostics({
      uri,
      version: verdicts.version,
      diagnostics: wrong.map((verdict) => this.#diagnostic(uri, verdict)),
    });
  }

  #diagnostic(uri: string, verdict: FunctionVerdict): Diagnostic {
    const { line } = verdict;
    return {
      range: this.#documents.range(uri, { line, endLine: line }),
      severity: DiagnosticSeverity.Information,
      source: 'Critique-Coder',
      message: englishDiagnostic(verdict),
      data: verdict,
    };
  }

  #refresh(): void {
    // An editor that cannot do it now asks by itself after the next edit.
    void this.#connection.sendRequest('workspace/codeLens/refresh').catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.#timers[Symbol.dispose]();
  }
}
