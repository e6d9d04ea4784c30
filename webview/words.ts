/** States, activities and actions as the page says them. */
import type { Activity } from '../trainer/protocol/control.ts';
import type { PanelAction } from '../trainer/protocol/panel-request.ts';
import type { RunView } from '../trainer/protocol/panel-snapshot.ts';
import type { RunListState } from '../trainer/protocol/reports.ts';
import { t } from './l10n.ts';

export function stateTitle(state: RunListState): string {
  const titles: Readonly<Record<RunListState, string>> = {
    preparing: t('Preparing'),
    running: t('Running'),
    pausing: t('Pausing after this step'),
    paused: t('Paused'),
    stopping: t('Stopping'),
    stopped: t('Stopped'),
    finished: t('Finished'),
    failed: t('Failed'),
    interrupted: t('Interrupted'),
    unreadable: t('Unreadable'),
  };
  return titles[state];
}

/** What is known of the run in focus, or that its trainer is silent. */
export const situationTitle = ({ silent, state }: Pick<RunView, 'silent' | 'state'>): string =>
  silent ? t('Does not answer') : stateTitle(state);

export function activityTitle(activity: Activity): string {
  const titles: Readonly<Record<Activity, string>> = {
    loading: t('loading the model'),
    generating: t('generating completions'),
    'executing-tests': t('executing tests'),
    updating: t('updating the weights'),
    validating: t('validating'),
    saving: t('saving'),
    exporting: t('making the critic'),
    waiting: t('waiting'),
  };
  return titles[activity];
}

export function actionTitle(action: PanelAction): string {
  const titles: Readonly<Record<PanelAction, string>> = {
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

/** What the figures of the last validation began from. */
export const beforeTraining = (): string => t('before training');
