/** The page that shows a critique: Markdown to be read as it is. What a model or a file says is made inert in it. */
import type { CriticInfo, Critique, FunctionVerdict } from '../../trainer/protocol/critic-server.ts';
import { inert } from '../base/inert.ts';
import { t } from '../l10n.ts';
import type { TestState } from '../workspace/results.ts';
import { testsReason, testsTitle } from '../workspace/test-words.ts';
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

const mostExcerpt = 1_200;

/** The beginning of a critique, for a place without room for more. Empty where the critic wrote nothing. */
export function excerpt(critique: string): string {
  const text = inert(critique).trim();
  return text.length <= mostExcerpt ? text : `${text.slice(0, mostExcerpt)}\n…`;
}

/** `tests` is what they said of this text; null where they were not run. */
export function critiquePage(view: CritiqueView, tests: TestState | null): string {
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
      ? [`*${t('These words conclude otherwise than the verdict.')}*`]
      : []),
    ...(view.end === null && text !== '' ? [`*${t('The critic is writing…')}*`] : []),
    ...testsSection(tests),
  ];
  return `${parts.join('\n\n')}\n`;
}

const testsSection = (tests: TestState | null): string[] =>
  tests === null ? [] : [`## ${t('Tests')}`, `${testsTitle(tests)}\n${testsReason(tests).join('\n')}`];

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
