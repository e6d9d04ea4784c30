/** The trainer's log by level, the newest entry first. */
import { html, nothing, type TemplateResult } from 'lit';
import type { LogAnswer, LogEntry } from '../../trainer/protocol/panel.ts';
import type { LogLevel } from '../../trainer/protocol/panel-request.ts';
import { locale, t } from '../l10n.ts';
import { visible } from '../samples/visible.ts';
import { LOG_PAGES } from '../state/limits.ts';
import { valueOf } from './header.ts';
import { open, type Page } from './page.ts';
import { button, emptyText, icon } from './parts.ts';

function levelTitle(level: LogLevel): string {
  const titles: Readonly<Record<LogLevel, string>> = {
    error: t('Errors'),
    warning: t('Warnings and errors'),
    info: t('Events'),
    step: t('Everything'),
  };
  return titles[level];
}

/** Of one entry. */
function entryLevel(level: LogLevel): string {
  const titles: Readonly<Record<LogLevel, string>> = {
    error: t('error'),
    warning: t('warning'),
    info: t('event'),
    step: t('step'),
  };
  return titles[level];
}

const order: readonly LogLevel[] = ['error', 'warning', 'info', 'step'];
const icons: Readonly<Record<LogLevel, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  step: 'circle-small',
};

export function logTab(page: Page, run: string): TemplateResult {
  const { log, open: opened } = page.state;
  return html`<div class="toolbar">
      <label>
        <span>${t('Level')}</span>
        <select
          @change=${(event: Event) =>
            open(page, { level: order.find((level) => level === valueOf(event)) ?? 'info' })}
        >
          ${order.map(
            (level) =>
              html`<option value=${level} .selected=${level === opened.level}>${levelTitle(level)}</option>`,
          )}
        </select>
      </label>
      ${button({
        label: t('Open Log'),
        icon: 'output',
        secondary: true,
        onClick: () => page.ask({ type: 'command', run, command: 'openLog' }),
      })}
    </div>
    ${
      log === null
        ? html`<vscode-progress-bar aria-label=${t('Reading the log…')}></vscode-progress-bar>`
        : entriesView(page, log)
    }`;
}

function entriesView(page: Page, { entries, older, query }: LogAnswer): TemplateResult {
  if (entries.length === 0) return emptyText(t('There are no entries of this level.'));
  return html`<ol class="log" aria-label=${t('Log')}>
      ${entries.toReversed().map(entryView)}
    </ol>
    ${
      older && query.pages < LOG_PAGES
        ? button({
            label: t('Show older entries'),
            icon: 'arrow-down',
            secondary: true,
            onClick: () => page.dispatch({ type: 'older-log' }),
          })
        : nothing
    }`;
}

function entryView({ level, time, text }: LogEntry): TemplateResult {
  const date = new Date(time);
  return html`<li class="log-${level}">
    ${icon(icons[level])}
    <time datetime=${time} title=${locale().moment(date)}>${locale().clock(date)}</time>
    <span class="log-text"
      >${visible(text.text)}${text.length > text.text.length ? ' …' : ''}<span class="hidden">
        (${entryLevel(level)})</span
      ></span
    >
  </li>`;
}
