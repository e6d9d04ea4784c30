/** A critic as the tree and the quick pick show it. */
import type { CriticRecord } from '../../trainer/protocol/critic.ts';
import { plain } from '../base/plain.ts';
import { locale, t } from '../l10n.ts';
import type { CriticEntry } from './critics.ts';
import { percent } from './words.ts';

export interface CriticItem {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** Words that menus ask for. */
  readonly contextValue: string;
  /** Names and values. */
  readonly tooltip: readonly (readonly [string, string])[];
}

export function criticItem(
  { name, title, folder, added, record, problem }: CriticEntry,
  active: boolean,
): CriticItem {
  const words = ['critic', active ? 'active' : record === null ? '' : 'usable', added ? 'added' : ''];
  const heldOut = record?.heldOut ?? null;
  const accuracy = heldOut?.balancedAccuracy ?? null;
  const state =
    record === null
      ? t('cannot be used')
      : accuracy === null
        ? t('not measured')
        : t('{0} balanced accuracy', percent(accuracy));
  const rate = (value: number | null | undefined): string =>
    typeof value !== 'number' ? '—' : percent(value);
  return {
    label: title,
    description: active ? t('active · {0}', state) : state,
    icon: record === null ? 'error' : active ? 'pass-filled' : 'circle-large-outline',
    contextValue: words.filter((word) => word !== '').join(' '),
    tooltip: [
      [t('Critic'), plain(name, 80)],
      ...(heldOut === null
        ? []
        : ([
            [t('Held-out balanced accuracy'), `${rate(accuracy)} (${locale().number(heldOut.n)})`],
            [t('Correct recognised (TPR)'), rate(heldOut.tpr)],
            [t('Incorrect recognised (TNR)'), rate(heldOut.tnr)],
          ] as const)),
      ...(record === null
        ? ([[t('Problem'), plain(problem ?? '', 300)]] as const)
        : ([
            [t('Base model'), plain(record.base.name, 80)],
            [t('Precision'), precisionWords(record)],
          ] as const)),
      [t('Folder'), plain(folder, 400)],
    ],
  };
}

/** How it is stored, and what that changes in its probabilities. */
function precisionWords({ precision, drift }: CriticRecord): string {
  if (drift === null) return precision;
  const points = (share: number): string => locale().fixed(100 * share, 1);
  return t(
    '{0} (P(correct) ±{1} points, at most {2}; {3} of {4} verdicts differ)',
    precision,
    points(drift.mean),
    points(drift.max),
    drift.flipped,
    drift.n,
  );
}
