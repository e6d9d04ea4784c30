/** What is said when a run has ended, and whether anything is. */
import { plain, unlinked } from '../base/plain.ts';
import { locale, t } from '../l10n.ts';
import type { End } from '../run/ends.ts';
import type { Settings } from '../settings/settings.ts';

export interface EndMessage {
  readonly severity: 'information' | 'error';
  readonly text: string;
  /** The setting that switches it off. */
  readonly setting: 'notifications.finished' | 'notifications.failed';
  /** Using the run's critic is the next thing to do, if it has left one. */
  readonly offersCritic: boolean;
}

/** Whether anything is said of an end, as the user has set. */
export function isSaid(ended: End, settings: Settings): boolean {
  const message = endMessage(ended);
  return message !== null && settings.boolean(message.setting);
}

/** Null for a run that was stopped: whoever stopped it knows. */
export function endMessage({ entry, end }: End): EndMessage | null {
  const { step, best, problem } = entry.summary;
  const label = entry.name;
  switch (end) {
    case 'stopped':
      return null;
    case 'finished': {
      const reached =
        best === null
          ? t('Run {0} is finished after step {1}.', label, step)
          : t(
              'Run {0} is finished after step {1}; best validation {2}.',
              label,
              step,
              locale().fixed(best.score, 2),
            );
      return {
        severity: 'information',
        text: reached,
        setting: 'notifications.finished',
        offersCritic: true,
      };
    }
    case 'failed': {
      const text = t(
        'Run {0} has failed after step {1}. {2}',
        label,
        step,
        unlinked(plain(problem ?? '', 300)),
      );
      return failure(text.trim());
    }
    case 'interrupted': {
      const text = t(
        'The trainer of run {0} ended after step {1} without saying why. Resume the run to go on.',
        label,
        step,
      );
      return failure(text);
    }
  }
}

const failure = (text: string): EndMessage => ({
  severity: 'error',
  text,
  setting: 'notifications.failed',
  offersCritic: false,
});
