/** What is said when a run has ended, and whether anything is. */
import { plain, unlinked } from '../base/plain.ts';
import { t } from '../l10n.ts';
import type { RunEnded } from '../run/folder-store.ts';
import { runName } from '../run/words.ts';

export interface EndMessage {
  readonly severity: 'information' | 'error';
  readonly text: string;
  /** The setting that switches it off. */
  readonly setting: 'notifications.finished' | 'notifications.failed';
}

/** Null for a run that was stopped: whoever stopped it knows. */
export function endMessage({ entry, end }: RunEnded): EndMessage | null {
  const { id, step, best, problem } = entry.summary;
  const label = runName(id);
  switch (end) {
    case 'stopped':
      return null;
    case 'finished': {
      const reached =
        best === null
          ? t('Run {0} is finished after {1} steps.', label, step)
          : t(
              'Run {0} is finished after {1} steps; best validation {2}.',
              label,
              step,
              best.score.toFixed(2),
            );
      return { severity: 'information', text: reached, setting: 'notifications.finished' };
    }
    case 'failed': {
      const text = t(
        'Run {0} has failed after step {1}. {2}',
        label,
        step,
        unlinked(plain(problem ?? '', 300)),
      );
      return { severity: 'error', text: text.trim(), setting: 'notifications.failed' };
    }
    case 'interrupted': {
      const text = t(
        'The trainer of run {0} has ended without a word after step {1}. Resume the run to go on.',
        label,
        step,
      );
      return { severity: 'error', text, setting: 'notifications.failed' };
    }
  }
}
