/** The head of the page: which run, where it stands, and what can be done to it. */
import { html, type TemplateResult } from 'lit';
import { duration } from '../../trainer/protocol/duration.ts';
import { written } from '../../trainer/protocol/panel-lines.ts';
import type { RunListState } from '../../trainer/protocol/reports.ts';
import type { RunChoice, RunView } from '../../trainer/protocol/panel-snapshot.ts';
import { collapse } from '../state/figures.ts';
import { activityWords, stateWords, strings } from '../strings.ts';
import { actionButtons } from './actions.ts';
import type { Page } from './page.ts';
import { button, icon, note } from './parts.ts';

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
  const { state, steps, step, silent } = run;
  return html`<header>
    <select
      class="run-select"
      aria-label=${strings.run}
      @change=${(event: Event) => page.dispatch({ type: 'run-chosen', folder: valueOf(event) })}
    >
      ${choices.map(
        (choice) =>
          html`<option value=${choice.folder} .selected=${choice.folder === run.folder}>
            ${choiceText(choice)}
          </option>`,
      )}
    </select>
    <div class="state state-${silent ? 'interrupted' : state}">
      ${silent ? icon('debug-disconnect') : icon(stateIcons[state], moving.includes(state) ? 'codicon-modifier-spin' : '')}
      <strong>${silent ? strings.silent : stateWords[state]}</strong>
      <span class="quiet">${stateDetail(run)}</span>
    </div>
    <vscode-progress-bar
      aria-label="Steps"
      .value=${step}
      .max=${Math.max(1, steps ?? step)}
      .indeterminate=${state === 'preparing'}
    ></vscode-progress-bar>
    <p class="progress-text">${progressText(run)}</p>
    <div class="buttons">${actionButtons(page, run)}</div>
  </header>`;
}

const choiceText = ({ name, state }: RunChoice): string => `${name} · ${stateWords[state].toLowerCase()}`;

const stateDetail = ({ activity, state }: RunView): string =>
  moving.includes(state) && activity !== null ? activityWords[activity] : '';

function progressText({ step, steps, phase, secondsLeft, latest }: RunView): string {
  const speed = latest['tokens_per_second'];
  return [
    steps === null ? `Step ${step}` : `Step ${step.toLocaleString('en')} of ${steps.toLocaleString('en')}`,
    `phase ${phase}`,
    secondsLeft === null ? '' : `${duration(secondsLeft)} left`,
    speed === undefined ? '' : `${written(speed, 'rate')} tokens/s`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What a user must not miss, above the tabs. */
export function notes(page: Page, run: RunView): TemplateResult[] {
  const { ask, state, dispatch } = page;
  const openLog = button({
    label: strings.openLog,
    icon: 'output',
    secondary: true,
    onClick: () => ask({ type: 'command', run: run.folder, command: 'openLog' }),
  });
  const dismiss = button({
    label: strings.dismiss,
    icon: 'close',
    secondary: true,
    onClick: () => dispatch({ type: 'failure-dismissed' }),
  });
  const all = [
    state.failure === null ? null : note({ kind: 'error', ...state.failure, actions: dismiss }),
    endNote(run, openLog),
    run.silent ? silentNote(openLog) : null,
    collapseNote(run),
    run.unreadable === 0
      ? null
      : note({
          kind: 'warning',
          message: `Lines of the run's journals that cannot be read and are left out: ${run.unreadable}.`,
          hint: 'The lines around them count.',
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
        message: failure?.message ?? run.problem ?? 'The run failed.',
        hint: failure?.hint ?? '',
        actions: openLog,
      });
    case 'unreadable':
      return note({ kind: 'error', message: run.problem ?? 'The run cannot be read.' });
    case 'interrupted':
      return note({
        kind: 'warning',
        message: `The trainer ended after step ${run.step} without being told to.`,
        hint: 'Everything up to the last checkpoint is safe. Resume goes on from there.',
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

const silentNote = (openLog: TemplateResult): TemplateResult =>
  note({
    kind: 'warning',
    message: 'The trainer’s process is there and has not answered for a while: it may hang.',
    hint: 'End Process ends it. Everything up to the last checkpoint is safe, and Resume goes on from there.',
    actions: openLog,
  });

function finishedText({ step, best }: RunView): string {
  const chosen =
    best === null
      ? ''
      : ` The best checkpoint is step ${best.step}, with ${best.score.toFixed(3)} in validation.`;
  return `Training finished after ${step.toLocaleString('en')} steps.${chosen}`;
}

function collapseNote(run: RunView): TemplateResult | null {
  const said = collapse(run);
  if (said === null) return null;
  return note({
    kind: 'warning',
    message: `The critic calls nearly every solution ${said}.`,
    hint: 'Its verdicts have collapsed: they say nothing about a solution. Lower optimiser.learningRate, or judge more prompts a step.',
  });
}

/** The page where there is no run at all. */
export const emptyPage = ({ ask }: Page): TemplateResult =>
  html`<section class="welcome">
    ${icon('mortar-board', 'welcome-icon')}
    <h2>${strings.emptyTitle}</h2>
    <p>${strings.emptyText}</p>
    ${button({ label: strings.train, icon: 'play', onClick: () => ask({ type: 'train' }) })}
  </section>`;

export const valueOf = ({ target }: Event): string =>
  target instanceof HTMLSelectElement || target instanceof HTMLInputElement ? target.value : '';
