/** A run as the tree shows it. */
import type { RunListState } from '../../trainer/protocol/reports.ts';
import { activityTitle, elsewhereTitle, silentTitle, stateTitle } from '../../trainer/protocol/titles.ts';
import { plain } from '../base/plain.ts';
import { locale, t } from '../l10n.ts';
import type { Missed } from '../run/missed.ts';
import { missedText } from '../run/missed.ts';
import type { RunEntry } from '../run/store.ts';
import { timeLeft } from '../run/words.ts';

export interface RunItem {
  readonly label: string;
  readonly description: string;
  /** A codicon's name, and the theme's colour for it. */
  readonly icon: string;
  readonly colour: string | null;
  /** `run` and every possible action, a word each: what the menus ask for. */
  readonly contextValue: string;
  /** Name and value; an empty name stands for a sentence. */
  readonly tooltip: readonly (readonly [name: string, value: string])[];
  /** What the icon says, for those who do not see it. */
  readonly spoken: string;
}

const looks: Readonly<Record<RunListState, readonly [icon: string, colour: string | null]>> = {
  preparing: ['loading~spin', null],
  running: ['sync~spin', 'charts.blue'],
  pausing: ['debug-pause', 'charts.yellow'],
  paused: ['debug-pause', 'charts.yellow'],
  stopping: ['debug-stop', 'charts.yellow'],
  stopped: ['circle-slash', 'descriptionForeground'],
  finished: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  interrupted: ['debug-disconnect', 'charts.yellow'],
  unreadable: ['question', null],
};

/** Of a run whose trainer is not heard, and may not be there. */
const unheardLook = ['debug-disconnect', 'charts.yellow'] as const;

/** What is known of a run, or that nothing is heard of it. */
function stateOf({ summary, contact }: RunEntry): string {
  if (contact === 'elsewhere') return elsewhereTitle(t);
  return contact === 'silent' ? silentTitle(t) : stateTitle(summary.state, t);
}

export function runItem(entry: RunEntry, missed: Missed | null): RunItem {
  const isUnheard = entry.contact === 'silent' || entry.contact === 'elsewhere';
  const [icon, colour] = isUnheard ? unheardLook : looks[entry.summary.state];
  return {
    label: entry.name,
    description: [progressText(entry), ...(missed === null ? [] : [missedText(missed)])].join(' · '),
    icon,
    colour,
    contextValue: ['run', ...entry.actions].join(' '),
    tooltip: tooltip(entry, missed),
    spoken: stateOf(entry),
  };
}

/**
 * `12/75 · 4 min left · best 0.58`, `75/75 · best 0.61`. What is asked first of a run in this state stands first: a side
 * bar that nobody has widened cuts the end.
 */
function progressText(entry: RunEntry): string {
  const { state, step, steps, best } = entry.summary;
  if (state === 'unreadable') return stateTitle(state, t);
  const validated = best === null ? [] : [t('best {0}', locale().fixed(best.score, 2))];
  const isPlain = state === 'finished' && best !== null;
  return [stepText(step, steps), ...(isPlain ? [] : [newsOf(entry)]), ...validated].join(' · ');
}

function newsOf(entry: RunEntry): string {
  const { summary, status, secondsLeft } = entry;
  if (summary.state !== 'running') return stateOf(entry);
  if (status?.activity === 'exporting') return activityTitle(status.activity, t);
  return secondsLeft === null ? stateOf(entry) : timeLeft(secondsLeft);
}

const stepText = (step: number, steps: number | null): string =>
  [step, ...(steps === null ? [] : [steps])].map((count) => locale().number(count)).join('/');

function contactText({ contact, host }: RunEntry): string | null {
  if (host !== null) {
    return t(
      'Its lock names the machine {0}. If that is gone or has another name now, “Take Over Run…” frees the run.',
      plain(host, 80),
    );
  }
  if (contact === 'unheard') return t('Its trainer has not answered this window yet.');
  if (contact !== 'silent') return null;
  return t(
    'Its trainer does not answer and may hang. “End Trainer Process…” ends it, and the run can be resumed.',
  );
}

function tooltip(entry: RunEntry, missed: Missed | null): RunItem['tooltip'] {
  const { summary, status, secondsLeft } = entry;
  const { id, state, step, steps, best, createdAt, folder, pid, problem } = summary;
  const doing = status !== null && state === 'running' ? ` (${activityTitle(status.activity, t)})` : '';
  const lines: [string, string | null][] = [
    [t('Run'), plain(id, 64)],
    [t('State'), `${stateTitle(state, t)}${doing}`],
    [t('Step'), stepText(step, steps)],
    [t('Phase'), status === null ? null : String(status.phase)],
    [t('Left'), secondsLeft === null ? null : timeLeft(secondsLeft)],
    [
      t('Best validation'),
      best === null ? null : t('{0} at step {1}', locale().fixed(best.score, 3), best.step),
    ],
    [t('Started'), createdAt === null ? null : locale().moment(new Date(createdAt))],
    [t('Process'), pid === null ? null : String(pid)],
    [t('Folder'), plain(folder, 300)],
    ['', missed === null ? null : missedText(missed)],
    ['', problem === null ? null : plain(problem, 600)],
    ['', contactText(entry)],
  ];
  return lines.filter((line): line is [string, string] => line[1] !== null);
}
