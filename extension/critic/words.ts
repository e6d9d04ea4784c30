/** Verdicts in the user's language. */
import type { CriticInfo, FunctionVerdict, Opinion } from '../../trainer/protocol/critic-server.ts';
import { locale, t } from '../l10n.ts';
import type { TestState } from '../workspace/results.ts';
import { testsTitle } from '../workspace/test-words.ts';

export const opinionNotProof = (): string => t("a model's opinion, not a proof");

export const percent = (share: number): string => locale().percent(share);

/** None of them moves: a dozen spinning lenses have the editor paint all the time, and a key waits three times as long. */
const icons: Readonly<Record<FunctionVerdict['state'], string>> = {
  correct: 'pass',
  incorrect: 'warning',
  unsure: 'question',
  tooLong: 'circle-slash',
  checking: 'sync',
  changed: 'history',
  unchecked: 'circle-outline',
  noCritic: 'plug',
  dismissed: 'eye-closed',
};

/**
 * The title of a lens: an icon, and words that say all that the icon says; behind them, what the function's own tests
 * say. VS Code would drop a common space.
 */
export function lensTitle(verdict: FunctionVerdict, tests: TestState | null): string {
  const words = `$(${icons[verdict.state]})\u00a0${verdictWords(verdict)}`;
  return tests === null || verdict.state === 'dismissed' ? words : `${words} · ${testsTitle(tests)}`;
}

export function verdictWords(verdict: FunctionVerdict): string {
  switch (verdict.state) {
    case 'correct':
    case 'incorrect':
    case 'unsure':
    case 'tooLong':
      return opinionWords({ state: verdict.state, confidence: verdict.confidence });
    case 'checking':
      return t('checking…');
    case 'changed':
      return t('changed since check');
    case 'unchecked':
      return t('not checked');
    case 'noCritic':
      return t('no critic');
    case 'dismissed':
      return t('dismissed');
  }
}

export function opinionWords({ state, confidence }: Opinion): string {
  const sure = confidence === null ? '' : ` · ${percent(confidence)}`;
  switch (state) {
    case 'correct':
      return `${t('likely correct')}${sure}`;
    case 'incorrect':
      return `${t('likely incorrect')}${sure}`;
    case 'unsure':
      return t('unsure');
    case 'tooLong':
      return t('too long');
  }
}

/** What stands behind a verdict, or what to do where there is none. */
export function verdictReason(verdict: FunctionVerdict): string {
  if (verdict.reason === 'undocumented') {
    return t('It has neither docstring nor comment, so nobody has said what it should do.');
  }
  if (verdict.reason === 'comment') return t('A comment “critic: ignore” leaves it alone.');
  if (verdict.reason === 'user') return t('You dismissed it; it comes back when it changes.');
  const before = verdict.earlier === null ? '' : opinionWords(verdict.earlier);
  switch (verdict.state) {
    case 'correct':
    case 'incorrect':
      return '';
    case 'unsure':
      return t('The critic cannot tell.');
    case 'tooLong':
      return t('It is longer than the critic can read.');
    case 'checking':
      return before === '' ? t('The critic reads it.') : t('Before it changed: {0}.', before);
    case 'changed':
      return t('Before it changed: {0}. Click “changed since check” to check it again.', before);
    case 'unchecked':
      return t('Click “not checked” to check it now.');
    case 'noCritic':
      return t('The critic cannot be used. Choose another one.');
    case 'dismissed':
      return '';
  }
}

/** Which critic said it and how good that one is; it has the name that users know it by. */
export function criticWords({ name, heldOut, threshold, unsure }: CriticInfo): string[] {
  const rate = (value: number | null): string => (value === null ? '—' : percent(value));
  const measured =
    heldOut === null
      ? t('never measured on held-out code')
      : t(
          'held-out balanced accuracy {0} on {1} solutions (it recognises {2} of the correct and {3} of the incorrect ones)',
          rate(heldOut.balancedAccuracy),
          heldOut.n,
          rate(heldOut.tpr),
          rate(heldOut.tnr),
        );
  return [
    t('Critic {0}: {1}', name, measured),
    t(
      'Threshold: correct from {0}; unsure between {1} and {2}',
      percent(threshold),
      percent(unsure.from),
      percent(unsure.to),
    ),
  ];
}

/** For the list of problems. */
export const diagnosticWords = ({ name, confidence }: FunctionVerdict): string =>
  t("{0} is likely incorrect ({1}): a model's opinion, not a proof", name, percent(confidence ?? 0));
