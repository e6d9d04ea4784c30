/** What the status bar says about the runs: one item for all of them. */
import type { RunStatus } from '../../trainer/protocol/control.ts';
import { activityTitle, silentTitle, stateTitle } from '../../trainer/protocol/titles.ts';
import { locale, t } from '../l10n.ts';
import { isLive } from '../run/actions.ts';
import type { RunEntry } from '../run/store.ts';
import { percentOf, timeLeft } from '../run/words.ts';

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** The run that a click opens. */
  readonly folder: string;
  readonly isFailure: boolean;
}

/** Null while there is nothing to say. `failed` is a run whose failure was not looked at yet. */
export function statusText(runs: readonly RunEntry[], failed: RunEntry | undefined): StatusText | null {
  // Whether a run is trained on another machine is not known, and nothing would ever end it here.
  const live = runs.filter(({ summary, contact }) => isLive(summary.state) && contact !== 'elsewhere');
  const [first] = live;
  if (first !== undefined) return liveText(first, live.length - 1);
  if (failed === undefined) return null;
  return {
    text: `$(error) ${t('Training failed')}`,
    tooltip: t('{0}: training has failed. Click to see why.', failed.name),
    folder: failed.summary.folder,
    isFailure: true,
  };
}

/** Behind the last step the phase says nothing any more. */
const progressOf = ({ activity, phase }: RunStatus): string =>
  activity === 'exporting' ? locale().capital(activityTitle(activity, t)) : t('Phase {0}', phase);

function liveText(entry: RunEntry, others: number): StatusText {
  const { summary, name, status, contact, secondsLeft } = entry;
  const { state, step, steps, folder } = summary;
  const percent = percentOf(step, steps);
  const moves = state === 'running';
  const said = contact === 'silent' ? silentTitle(t) : stateTitle(state, t);
  const icon = contact === 'silent' ? 'debug-disconnect' : state === 'paused' ? 'debug-pause' : 'sync~spin';
  const parts = [
    moves && status !== null ? progressOf(status) : locale().capital(said),
    percent === null || state === 'preparing' ? '' : locale().percent(percent / 100),
    moves && secondsLeft !== null ? timeLeft(secondsLeft) : '',
    others === 0 ? '' : t('{0} more', others),
  ];
  const doing = status === null ? said : activityTitle(status.activity, t);
  return {
    text: `$(${icon}) ${parts.filter((part) => part !== '').join(' · ')}`,
    tooltip: t('Critique-Coder: {0}, step {1} of {2}, {3}', name, step, steps ?? '?', doing),
    folder,
    isFailure: false,
  };
}
