/** The page that shows a critique: Markdown to be read as it is. What a model or a file says is made inert in it. */
import type { CriticInfo, Critique, FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import { t } from '../l10n.ts';
import { criticWords, opinionNotProof, opinionWords, verdictReason, verdictWords } from './words.ts';

export interface CritiqueView {
  readonly name: string;
  /** As a user knows it: relative to the workspace where possible. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly verdict: FunctionVerdict | null;
  readonly critic: CriticInfo | null;
  /** What is written so far. */
  readonly text: string;
  /** Null while it is written. */
  readonly end:
    Critique | { readonly kind: 'failed'; readonly message: string; readonly hint: string } | null;
}

const mostCharacters = 100_000;

/** Control characters but tab and newline, and the marks that turn the direction of what follows. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Text of a model, with what cannot be seen shown by its number, and cut where nobody reads on. */
export function inert(text: string): string {
  const shown = text
    .slice(0, mostCharacters)
    .replaceAll('\r\n', '\n')
    .replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return text.length > mostCharacters ? `${shown}\n…` : shown;
}

const mostExcerpt = 1_200;

/** The beginning of a critique, for a place without room for more. Empty where the critic wrote nothing. */
export function excerpt(critique: string): string {
  const text = inert(critique).trim();
  return text.length <= mostExcerpt ? text : `${text.slice(0, mostExcerpt)}\n…`;
}

export function critiquePage(view: CritiqueView): string {
  const { name, file, line, critic, text } = view;
  const parts = [
    `# ${headline(view)}`,
    t('`{0}` in {1}, line {2}', inert(name), inert(file), String(line)),
    [...(critic === null ? [] : criticWords(critic).map(inert)), t('This is {0}.', opinionNotProof())].join(
      '\n',
    ),
    `## ${t('Critique')}`,
    inert(text).trim() === '' ? placeholder(view) : inert(text).trim(),
    ...(view.end?.kind === 'judged' && view.end.concludesOtherwise === true
      ? [`*${t('These words were written after the verdict and conclude otherwise.')}*`]
      : []),
    ...(view.end === null && text !== '' ? [`*${t('The critic is writing…')}*`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headline({ verdict, end }: CritiqueView): string {
  if (end?.kind === 'judged') return opinionWords(end.opinion);
  if (end?.kind === 'failed') return t('no verdict');
  if (end?.kind === 'gone') return t('changed since check');
  return verdict === null ? t('checking…') : end === null ? t('checking…') : verdictWords(verdict);
}

function placeholder({ verdict, end }: CritiqueView): string {
  switch (end?.kind) {
    case undefined:
      return `*${t('The critic is reading…')}*`;
    case 'failed':
      return `${inert(end.message)}\n\n${inert(end.hint)}`;
    case 'gone':
      return t('The function changed while the critic read it. Ask again.');
    case 'undocumented':
      return verdict === null ? '' : verdictReason(verdict);
    case 'judged':
      return end.opinion.state === 'tooLong'
        ? t('The function is longer than the critic can read.')
        : t('The critic gave its verdict without words.');
  }
}
