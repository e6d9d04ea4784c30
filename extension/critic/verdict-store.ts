/** The verdicts of the open documents, as the critic server last told them. */
import type { TextDocument } from 'vscode';
import type { DocumentVerdicts, FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import { Emitter } from '../base/emitter.ts';

/** Where verdicts are shown beside the lenses: which, whether at all, and of which documents. */
export interface ShownVerdicts {
  readonly verdicts: VerdictStore;
  /** Whether they are wanted there. */
  readonly isOn: () => boolean;
  /** Whether a document has verdicts at all. */
  readonly judges: (document: TextDocument) => boolean;
}

/** What is to be shown of a document; nothing of one that is not judged any more. */
export function shownOf(
  { verdicts, isOn, judges }: ShownVerdicts,
  document: TextDocument,
): readonly FunctionVerdict[] {
  const told = isOn() && judges(document) ? verdicts.get(document.uri.toString()) : undefined;
  return told?.functions ?? [];
}

export class VerdictStore {
  readonly #documents = new Map<string, DocumentVerdicts>();
  readonly #changed = new Emitter<DocumentVerdicts>();
  /** Fires with the document that changed. */
  readonly onDidChange = this.#changed.event;

  set(verdicts: DocumentVerdicts): void {
    const before = this.#documents.get(verdicts.uri);
    this.#documents.set(verdicts.uri, verdicts);
    if (JSON.stringify(before) !== JSON.stringify(verdicts)) this.#changed.fire(verdicts);
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
  }

  /** Of another critic, or of none: nothing that was said holds any more. */
  clear(): void {
    const documents = [...this.#documents.values()];
    this.#documents.clear();
    for (const { uri, version } of documents) this.#changed.fire({ uri, version, functions: [] });
  }

  get(uri: string): DocumentVerdicts | undefined {
    return this.#documents.get(uri);
  }

  find(uri: string, id: string): FunctionVerdict | undefined {
    return this.#documents.get(uri)?.functions.find((verdict) => verdict.id === id);
  }

  /** The innermost function around a line, that is the one that begins last. */
  around(uri: string, line: number): FunctionVerdict | undefined {
    return this.#documents
      .get(uri)
      ?.functions.filter((verdict) => verdict.line <= line && line <= verdict.endLine)
      .toSorted((one, other) => other.line - one.line)[0];
  }

  dispose(): void {
    this.#changed.dispose();
    this.#documents.clear();
  }
}
