/** The head of the page: which run, where it stands, and what can be done to it. */
import { html, type TemplateResult } from 'lit';
import { duration } from '../../trainer/protocol/duration.ts';
import { written } from '../../trainer/protocol/panel-lines.ts';
import type { RunListState } from '../../trainer/protocol/reports.ts';
import type { RunChoice, RunView } from '../../trainer/protocol/panel-snapshot.ts';
import { activityTitle, stateTitle } from '../../trainer/protocol/titles.ts';
import { locale, t } from '../l10n.ts';
import { situationTitle } from '../words.ts';
import { actionButtons } from './actions.ts';
import type { Page } from './page.ts';
import { button, fact, icon, note } from './parts.ts';

const stateIcons: Readonly<Record<RunListState, string>> = {
  preparing: 'loading',
  running: 'sync',
  pausing: 'loading',
  paused: 'debug-pause',
  stopping: 'loading',
  stopped: 'debug-stop',
  finished: 'pass',
  failed: 'error',
  interrupted: 'debug-disconnect',
  unreadable: 'warning',
};

const moving: readonly RunListState[] = ['preparing', 'running', 'pausing', 'stopping'];

export function header(page: Page, run: RunView, choices: readonly RunChoice[]): TemplateResult {
  const { state, steps, step } = run;
  const isUnheard = run.silent || run.host !== null;
  return html`<header>
    <select
      class="run-select"
      aria-label=${t('Run')}
      @change=${(event: Event) => page.dispatch({ type: 'run-chosen', folder: valueOf(event) })}
    >
      ${choices.map(
        (choice) =>
          html`<option value=${choice.folder} .selected=${choice.folder === run.folder}>
            ${choiceText(choice)}
          </option>`,
      )}
    </select>
    <div class="state state-${isUnheard ? 'interrupted' : state}">
      ${isUnheard ? icon('debug-disconnect') : icon(stateIcons[state], moving.includes(state) ? 'codicon-modifier-spin' : '')}
      <strong>${locale().capital(situationTitle(run))}</strong>
      <span class="quiet">${stateDetail(run)}</span>
    </div>
    <vscode-progress-bar
      aria-label=${t('Steps')}
      .value=${step}
      .max=${Math.max(1, steps ?? step)}
      .indeterminate=${state === 'preparing' && !isUnheard}
    ></vscode-progress-bar>
    <p class="progress-text">${progressFacts(run).map(fact)}</p>
    <div class="buttons">${actionButtons(page, run)}</div>
  </header>`;
}

const choiceText = ({ name, state }: RunChoice): string => `${name} · ${stateTitle(state, t)}`;

const stateDetail = ({ activity, state }: RunView): string =>
  moving.includes(state) && activity !== null ? activityTitle(activity, t) : '';

function progressFacts({ step, steps, phase, secondsLeft, latest }: RunView): string[] {
  const speed = latest['tokens_per_second'];
  return [
    steps === null ? t('Step {0}', step) : t('Step {0} of {1}', step, steps),
    t('phase {0}', phase),
    secondsLeft === null ? '' : t('{0} left', duration(secondsLeft)),
    speed === undefined ? '' : t('{0} tokens/s', written(speed, 'rate', locale())),
  ].filter(Boolean);
}

/** What a user must not miss, above the tabs. */
export function notes(page: Page, run: RunView): TemplateResult[] {
  const { ask, state, dispatch } = page;
  const openLog = button({
    label: t('Open Log'),
    icon: 'output',
    secondary: true,
    onClick: () => ask({ type: 'command', run: run.folder, command: 'openLog' }),
  });
  const dismiss = button({
    label: t('Dismiss'),
    icon: 'close',
    secondary: true,
    onClick: () => dispatch({ type: 'failure-dismissed' }),
  });
  const all = [
    state.failure === null ? null : note({ kind: 'error', ...state.failure, actions: dismiss }),
    endNote(run, openLog),
    run.silent ? silentNote(openLog) : null,
    run.host === null ? null : elsewhereNote(run.host),
    collapseNote(run.collapse),
    run.unreadable === 0
      ? null
      : note({
          kind: 'warning',
          message: t(
            'Lines of the run’s journals that cannot be read and are left out: {0}.',
            run.unreadable,
          ),
          hint: t('The lines around them count.'),
        }),
  ];
  return all.filter((entry) => entry !== null);
}

function endNote(run: RunView, openLog: TemplateResult): TemplateResult | null {
  const failure = run.notices.findLast(({ kind }) => kind === 'failure');
  switch (run.state) {
    case 'failed':
      return note({
        kind: 'error',
        message: failure?.message ?? run.problem ?? t('The run failed.'),
        hint: failure?.hint ?? '',
        actions: openLog,
      });
    case 'unreadable':
      return note({ kind: 'error', message: run.problem ?? t('The run cannot be read.') });
    case 'interrupted':
      return note({
        kind: 'warning',
        message: t('The trainer ended after step {0} without being told to.', run.step),
        hint: t('Everything up to the last checkpoint is safe. Resume goes on from there.'),
        actions: openLog,
      });
    case 'finished':
      return note({ kind: 'info', message: finishedText(run) });
    case 'preparing':
    case 'running':
    case 'pausing':
    case 'paused':
    case 'stopping':
    case 'stopped':
      return null;
  }
}

const elsewhereNote = (host: string): TemplateResult =>
  note({
    kind: 'warning',
    message: t('The machine {0} holds this run; whether it is trained there is not known here.', host),
    hint: t('If that machine is gone or has another name now, “Take Over” frees the run.'),
  });

const silentNote = (openLog: TemplateResult): TemplateResult =>
  note({
    kind: 'warning',
    message: t('The trainer’s process is there and has not answered for a while: it may hang.'),
    hint: t(
      'End Process ends it. Everything up to the last checkpoint is safe, and Resume goes on from there.',
    ),
    actions: openLog,
  });

function finishedText({ step, best }: RunView): string {
  const finished = t('Training finished after step {0}.', step);
  if (best === null) return finished;
  const chosen = t(
    'The best checkpoint is step {0}, with {1} in validation.',
    best.step,
    locale().fixed(best.score, 3),
  );
  return `${finished} ${chosen}`;
}

function collapseNote(said: RunView['collapse']): TemplateResult | null {
  if (said === null) return null;
  return note({
    kind: 'warning',
    message:
      said === 'correct'
        ? t('The critic calls nearly every solution correct.')
        : t('The critic calls nearly every solution incorrect.'),
    hint: t(
      'Its verdicts have collapsed: they say nothing about a solution. Lower optimiser.learningRate, or judge more prompts a step.',
    ),
  });
}

/** The page where there is no run at all. */
export const emptyPage = ({ ask }: Page): TemplateResult =>
  html`<section class="welcome">
    ${icon('mortar-board', 'welcome-icon')}
    <h2>${t('No training run yet')}</h2>
    <p>
      ${t('Train a critic on this machine. It learns to solve problems and to judge solutions, and then reads your functions. Nothing leaves this machine.')}
    </p>
    ${button({ label: t('Train Critique-Coder'), icon: 'play', onClick: () => ask({ type: 'train' }) })}
  </section>`;

export const valueOf = ({ target }: Event): string =>
  target instanceof HTMLSelectElement || target instanceof HTMLInputElement ? target.value : '';
