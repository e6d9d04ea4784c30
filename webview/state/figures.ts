/** The figures above the charts. Pure. */
import { t } from '../l10n.ts';
import type { RunView } from '../../trainer/protocol/panel-snapshot.ts';

export interface KeyFigure {
  readonly label: string;
  readonly title: string;
  readonly value: number | null;
  /** Of the validation before training. */
  readonly before: number | null;
}

const measured = (): readonly { metric: string; label: string; title: string }[] => [
  {
    metric: 'balanced_accuracy',
    label: t('Balanced accuracy'),
    title: t('Mean of the two rates beside it.'),
  },
  {
    metric: 'tpr',
    label: t('True positive'),
    title: t('Share of the correct solutions that it calls correct.'),
  },
  {
    metric: 'tnr',
    label: t('True negative'),
    title: t('Share of the incorrect solutions that it calls incorrect.'),
  },
  {
    metric: 'pass@1',
    label: t('pass@1'),
    title: t('Share of the problems that it solves at the first attempt.'),
  },
];

/** Of the last validation. */
export function keyFigures({ latest, baseline }: Pick<RunView, 'latest' | 'baseline'>): KeyFigure[] {
  return measured().map(({ metric, label, title }) => ({
    label,
    title,
    value: latest[`validation/${metric}`] ?? null,
    before: baseline[`validation/${metric}`] ?? null,
  }));
}
