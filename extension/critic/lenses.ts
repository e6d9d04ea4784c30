/** The line above each function: where the server puts it, in the user's words. */
import * as vscode from 'vscode';
import type { CodeLens as ProtocolLens } from 'vscode-languageclient/node';
import {
  criticCommands,
  functionVerdictSchema,
  type FunctionVerdict,
  type ServerState,
} from '../../trainer/protocol/critic-server.ts';
import { Emitter } from '../base/emitter.ts';
import type { Log } from '../log.ts';
import { reasonOf } from '../../trainer/errors/error.ts';
import type { TestResults, TestState } from '../workspace/results.ts';
import { testsReason } from '../workspace/test-words.ts';
import type { ServerLink } from './link.ts';
import type { VerdictStore } from './verdict-store.ts';
import { lensTitle, verdictReason } from './words.ts';

export interface LensHost {
  readonly link: ServerLink;
  readonly verdicts: VerdictStore;
  readonly results: TestResults;
  readonly log: Log;
  /** Whether a document has lenses at all. */
  judges(document: vscode.TextDocument): boolean;
}

export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #host: LensHost;
  readonly #changed = new Emitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(host: LensHost) {
    this.#host = host;
  }

  changed(): void {
    this.#changed.fire();
  }

  /** Null lets VS Code keep the lenses that it has. */
  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[] | null> {
    if (!this.#host.judges(document)) return [];
    const verdicts = await this.verdicts(document, token);
    if (token.isCancellationRequested) return null;
    const problem = this.#host.link.state?.problem ?? null;
    const uri = document.uri.toString();
    return verdicts.map((verdict) =>
      lensOf(uri, verdict, this.#host.results.of({ uri, hash: verdict.hash }), problem),
    );
  }

  /** Of the document as it is now; of a server that cannot be had, what it last said. */
  async verdicts(
    document: vscode.TextDocument,
    token?: vscode.CancellationToken,
  ): Promise<readonly FunctionVerdict[]> {
    const uri = document.uri.toString();
    const kept = this.#host.verdicts.get(uri);
    // Every change of a verdict comes as a snapshot: a question would only bring the same once more.
    if (kept?.version === document.version) return kept.functions;
    const isCancelled = (): boolean => token?.isCancellationRequested === true;
    const client = await this.#host.link.client(token);
    if (client === null || isCancelled()) return kept?.functions ?? [];
    try {
      const params = { textDocument: { uri } };
      const lenses = await client.sendRequest<readonly ProtocolLens[]>(
        'textDocument/codeLens',
        params,
        token,
      );
      return lenses.map(({ data }) => functionVerdictSchema.parse(data));
    } catch (cause) {
      if (!isCancelled()) this.#host.log.debug(`Asking for lenses: ${reasonOf(cause)}`);
      return kept?.functions ?? [];
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function lensOf(
  uri: string,
  verdict: FunctionVerdict,
  tests: TestState | null,
  problem: ServerState['problem'],
): vscode.CodeLens {
  const why = verdict.state === 'noCritic' && problem !== null ? `${problem.message} ${problem.hint}` : null;
  const reasons = [verdictReason(verdict), ...(tests === null ? [] : testsReason(tests))];
  return new vscode.CodeLens(new vscode.Range(verdict.line, 0, verdict.line, 0), {
    title: lensTitle(verdict, tests),
    tooltip: why ?? reasons.filter((each) => each !== '').join(' '),
    command: verdict.state === 'noCritic' ? criticCommands.choose : criticCommands.show,
    arguments: [{ uri, id: verdict.id }],
  });
}
