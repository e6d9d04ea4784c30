/** What a lens says to editors that do not word it themselves. */
import type { CodeLens, Range } from 'vscode-languageserver/node';
import {
  criticCommands,
  type FunctionPlace,
  type FunctionVerdict,
  type Opinion,
} from '../../protocol/critic-server.ts';

export function lensOf(uri: string, verdict: FunctionVerdict, range: Range): CodeLens {
  const place: FunctionPlace = { uri, id: verdict.id };
  const command = verdict.state === 'noCritic' ? criticCommands.choose : criticCommands.show;
  return { range, command: { title: englishTitle(verdict), command, arguments: [place] }, data: verdict };
}

/** An icon of VS Code before the words, as its lenses and those of editors like it show them. */
export function englishTitle(verdict: FunctionVerdict): string {
  switch (verdict.state) {
    case 'correct':
    case 'incorrect':
    case 'unsure':
    case 'tooLong':
      return opinionTitle({ state: verdict.state, confidence: verdict.confidence });
    case 'checking':
      return '$(sync) checking…';
    case 'changed':
      return '$(history) changed since check';
    case 'unchecked':
      return '$(circle-outline) not checked';
    case 'noCritic':
      return '$(plug) no critic';
    case 'dismissed':
      return '$(eye-closed) dismissed';
  }
}

function opinionTitle({ state, confidence }: Opinion): string {
  const percent = confidence === null ? '' : ` · ${Math.round(100 * confidence)}%`;
  switch (state) {
    case 'correct':
      return `$(pass) likely correct${percent}`;
    case 'incorrect':
      return `$(warning) likely incorrect${percent}`;
    case 'unsure':
      return '$(question) unsure';
    case 'tooLong':
      return '$(circle-slash) too long';
  }
}

/** For the list of problems. */
export function englishDiagnostic(verdict: FunctionVerdict): string {
  const percent = Math.round(100 * (verdict.confidence ?? 0));
  return `${verdict.name} is likely incorrect (${percent}%). A model's opinion, not a proof.`;
}
