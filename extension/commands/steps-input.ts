/** The number of steps that a run is extended to. */
import { t } from '../l10n.ts';

const MOST = 1_000_000;

/** What is wrong with the answer, or undefined. */
export function stepsProblem(text: string, step: number): string | undefined {
  const number = Number(text);
  const isRight = /^\s*\d+\s*$/.test(text) && number > step && number <= MOST;
  // Written as it has to be typed, which an amount is not.
  return isRight ? undefined : t('A whole number from {0} to {1}.', String(step + 1), String(MOST));
}
