/** What states, activities and actions of runs are called: in the Monitor as in the trees, within a line or a sentence. */
import type { Activity } from './control.ts';
import type { PanelAction } from './panel-request.ts';
import type { RunListState } from './reports.ts';
import type { Translate } from './translate.ts';

/** Of a run whose trainer is there and says nothing. */
export const silentTitle = (t: Translate): string => t('does not answer');

/** Of a run whose lock names another machine: what that does is not known here. */
export const elsewhereTitle = (t: Translate): string => t('held by another machine');

export function stateTitle(state: RunListState, t: Translate): string {
  const titles: Readonly<Record<RunListState, string>> = {
    preparing: t('preparing'),
    running: t('running'),
    pausing: t('pausing after this step'),
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

export function activityTitle(activity: Activity, t: Translate): string {
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

export function actionTitle(action: PanelAction, t: Translate): string {
  const titles: Readonly<Record<PanelAction, string>> = {
    pause: t('Pause'),
    unpause: t('Continue'),
    stopAndSave: t('Stop and Save'),
    stop: t('Stop Now'),
    endProcess: t('End Process'),
    takeOver: t('Take Over'),
    resume: t('Resume'),
    extend: t('Extend'),
    delete: t('Delete'),
    reveal: t('Reveal Folder'),
  };
  return titles[action];
}
