/** Words that several parts of the page say. */
import type { RunView } from '../trainer/protocol/panel-snapshot.ts';
import { silentTitle, stateTitle } from '../trainer/protocol/titles.ts';
import { t } from './l10n.ts';

/** What is known of the run in focus, or that its trainer is silent. */
export const situationTitle = ({ silent, state }: Pick<RunView, 'silent' | 'state'>): string =>
  silent ? silentTitle(t) : stateTitle(state, t);

/** What the figures of the last validation began from. */
export const beforeTraining = (): string => t('before training');
