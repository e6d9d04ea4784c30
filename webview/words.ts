/** Words that several parts of the page say. */
import type { RunView } from '../trainer/protocol/panel-snapshot.ts';
import { elsewhereTitle, silentTitle, stateTitle } from '../trainer/protocol/titles.ts';
import { t } from './l10n.ts';

/** What is known of the run in focus, or that its trainer is silent or on another machine. */
export function situationTitle({ silent, host, state }: Pick<RunView, 'silent' | 'host' | 'state'>): string {
  if (host !== null) return elsewhereTitle(t);
  return silent ? silentTitle(t) : stateTitle(state, t);
}

/** What the figures of the last validation began from. */
export const beforeTraining = (): string => t('before training');
