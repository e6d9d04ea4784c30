/** States, actions and times as a user reads them. */
import type { Activity } from '../../trainer/protocol/control.ts';
import type { RunListState } from '../../trainer/protocol/reports.ts';
import { locale, t } from '../l10n.ts';
import type { RunAction } from './store.ts';

/** Of a run whose trainer is there and says nothing. */
export const silentTitle = (): string => t('does not answer');

export function stateTitle(state: RunListState): string {
  const titles: Readonly<Record<RunListState, string>> = {
    preparing: t('preparing'),
    running: t('running'),
    pausing: t('pausing'),
    paused: t('paused'),
    stopping: t('stopping'),
    stopped: t('stopped'),
    finished: t('finished'),
    failed: t('failed'),
    interrupted: t('interrupted'),
    unreadable: t('unreadable'),
  };
  return titles[state];
}

export function activityTitle(activity: Activity): string {
  const titles: Readonly<Record<Activity, string>> = {
    loading: t('loading'),
    generating: t('generating'),
    'executing-tests': t('executing tests'),
    updating: t('updating'),
    validating: t('validating'),
    saving: t('saving'),
    exporting: t('making the critic'),
    waiting: t('waiting'),
  };
  return titles[activity];
}

export function actionTitle(action: RunAction): string {
  const titles: Readonly<Record<RunAction, string>> = {
    pause: t('Pause'),
    unpause: t('Continue'),
    stopAndSave: t('Stop and Save'),
    stop: t('Stop Now'),
    endProcess: t('End Process'),
    resume: t('Resume'),
    extend: t('Extend'),
    delete: t('Delete'),
    reveal: t('Reveal Folder'),
  };
  return titles[action];
}

/** `40 s left`, `12 min left`, `3 h 20 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return t('{0} s left', Math.round(seconds));
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return t('{0} min left', minutes);
  return t('{0} h {1} min left', Math.floor(minutes / 60), minutes % 60);
}

/** Of a run's steps that are complete, in whole per cent; null while their number is not known. */
export function percentOf(step: number, steps: number | null): number | null {
  return steps === null || steps === 0 ? null : Math.floor((100 * Math.min(step, steps)) / steps);
}

/** `2.4 GB`, `310 MB`. */
export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return t('{0} GB', locale().fixed(bytes / 1e9, 1));
  return t('{0} MB', locale().fixed(bytes / 1e6, bytes < 1e7 ? 1 : 0));
}
