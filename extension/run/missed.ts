/** What happened to a run while this window did not look. */
import { z } from 'zod';
import { runListStateSchema } from '../../trainer/protocol/reports.ts';
import type { RunsReport } from '../../trainer/protocol/reports.ts';
import { stateTitle } from '../../trainer/protocol/titles.ts';
import { locale, t } from '../l10n.ts';
import { isLive } from './actions.ts';

type RunSummary = RunsReport['runs'][number];

/** Of one run, as the window saw it last. */
export const seenSchema = z.object({
  step: z.int().min(0),
  state: runListStateSchema,
  best: z.number().nullable(),
});
export type Seen = z.infer<typeof seenSchema>;

export interface Missed {
  /** The first step that was not seen, and the last complete one. */
  readonly from: number;
  readonly to: number;
  /** The best validation, where it has risen. */
  readonly best: number | null;
  /** How the run ended, where it has. */
  readonly end: 'stopped' | 'finished' | 'failed' | 'interrupted' | null;
}

export const seenOf = ({ step, state, best }: RunSummary): Seen => ({
  step,
  state,
  best: best?.score ?? null,
});

/** Null where nothing was missed. */
export function missedSince(seen: Seen, summary: RunSummary): Missed | null {
  const best =
    summary.best !== null && summary.best.score > (seen.best ?? -Infinity) ? summary.best.score : null;
  const end = isLive(seen.state) ? endOf(summary.state) : null;
  if (summary.step <= seen.step && end === null) return null;
  return { from: seen.step + 1, to: summary.step, best, end };
}

/** The state that a run has ended with, or null while it lives. */
export function endOf(state: RunSummary['state']): Missed['end'] {
  return state === 'stopped' || state === 'finished' || state === 'failed' || state === 'interrupted'
    ? state
    : null;
}

/** `while away: steps 12–40, best 0.61, finished`. */
export function missedText({ from, to, best, end }: Missed): string {
  const steps = from === to ? t('step {0}', to) : t('steps {0}–{1}', from, to);
  const parts = [
    to < from ? '' : steps,
    best === null ? '' : t('best {0}', locale().fixed(best, 2)),
    end === null ? '' : stateTitle(end, t),
  ];
  return t('while away: {0}', parts.filter((part) => part !== '').join(', '));
}
