/** What the lens says, and who said it, over the line on which a function begins. */
import * as vscode from 'vscode';
import type { CriticInfo, FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import { t } from '../l10n.ts';
import type { Parts } from './parts.ts';
import type { VerdictStore } from './verdict-store.ts';
import { criticWords, opinionNotProof, verdictReason, verdictWords } from './words.ts';

export class VerdictHover implements vscode.HoverProvider {
  readonly #verdicts: VerdictStore;
  readonly #critic: () => CriticInfo | null;
  readonly #judges: (document: vscode.TextDocument) => boolean;

  constructor({ verdicts, critic, judges }: Pick<Parts, 'verdicts' | 'critic' | 'judges'>) {
    this.#verdicts = verdicts;
    this.#critic = critic;
    this.#judges = judges;
  }

  provideHover(document: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | null {
    if (!this.#judges(document)) return null;
    const uri = document.uri.toString();
    const { version, functions } = this.#verdicts.get(uri) ?? { version: -1, functions: [] };
    const verdict = functions.find((each) => each.line === line);
    if (verdict === undefined || version !== document.version) return null;
    return new vscode.Hover([this.#words(verdict), links(uri, verdict)]);
  }

  /** Names come from a critic's folder, so they are text and nothing else. */
  #words(verdict: FunctionVerdict): vscode.MarkdownString {
    const critic = this.#critic();
    const text = new vscode.MarkdownString();
    text.appendMarkdown('**').appendText(verdictWords(verdict)).appendMarkdown('**');
    const lines = [verdictReason(verdict), ...(critic === null ? [] : criticWords(critic))];
    for (const line of lines.filter((each) => each !== '')) text.appendMarkdown('\n\n').appendText(line);
    return text.appendMarkdown('\n\n*').appendText(opinionNotProof()).appendMarkdown('*');
  }
}

/** Only commands of our own, and no word of anybody else. */
function links(uri: string, { id }: FunctionVerdict): vscode.MarkdownString {
  const place = encodeURIComponent(JSON.stringify([{ uri, id }]));
  const commands = {
    'critiqueCoder.showCritique': t('Show critique'),
    'critiqueCoder.wrongVerdict': t('Wrong verdict'),
    'critiqueCoder.dismissFunction': t('Dismiss'),
  };
  const text = new vscode.MarkdownString(
    Object.entries(commands)
      .map(([command, title]) => `[${title}](command:${command}?${place})`)
      .join(' · '),
  );
  text.isTrusted = { enabledCommands: Object.keys(commands) };
  return text;
}
