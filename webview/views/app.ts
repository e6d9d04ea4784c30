/** The whole page, drawn from the state. */
import { html, nothing, type TemplateResult } from 'lit';
import { samplesTab } from '../samples/samples-tab.ts';
import { tabs, type Tab } from '../state/state.ts';
import { t } from '../l10n.ts';
import { chartsTab } from './charts-tab.ts';
import { detailsTab } from './details-tab.ts';
import { emptyPage, header, notes } from './header.ts';
import { logTab } from './log-tab.ts';
import { open, type Page } from './page.ts';
import { note } from './parts.ts';

export function app(page: Page): TemplateResult {
  const { snapshot, refused, failure } = page.state;
  if (refused !== null) return note({ kind: 'error', message: refused });
  if (snapshot === null) {
    return failure === null ? loadingPage() : note({ kind: 'error', ...failure });
  }
  const [run] = snapshot.shown;
  if (run === undefined) return emptyPage(page);
  return html`
    ${header(page, run, snapshot.runs)} ${notes(page, run)}
    ${run.state === 'unreadable' ? nothing : tabsView(page)}
  `;
}

const loadingPage = (): TemplateResult =>
  html`<div class="loading" role="status">
    <vscode-progress-bar aria-label=${t('Reading the runs…')}></vscode-progress-bar>
    <p class="empty">${t('Reading the runs…')}</p>
  </div>`;

function tabTitle(tab: Tab): string {
  const titles: Readonly<Record<Tab, string>> = {
    charts: t('Charts'),
    samples: t('Samples'),
    log: t('Log'),
    details: t('Details'),
  };
  return titles[tab];
}

function tabsView(page: Page): TemplateResult {
  const { tab } = page.state.open;
  const selected = ({ detail }: CustomEvent<{ selectedIndex: number }>): void =>
    open(page, { tab: tabs[detail.selectedIndex] ?? 'charts' });
  return html`<vscode-tabs selected-index=${tabs.indexOf(tab)} @vsc-tabs-select=${selected}>
    ${tabs.map(
      (name) => html`
        <vscode-tab-header slot="header" @keydown=${clickedBySpace}>${tabTitle(name)}</vscode-tab-header>
        <vscode-tab-panel>${name === tab ? tabContent(page, name) : nothing}</vscode-tab-panel>
      `,
    )}
  </vscode-tabs>`;
}

/** The element hears Enter only, and a space would scroll the page. */
function clickedBySpace(event: KeyboardEvent): void {
  const { key, currentTarget } = event;
  if (key !== ' ' || !(currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  currentTarget.click();
}

function tabContent(page: Page, tab: Tab): TemplateResult {
  const { snapshot } = page.state;
  const run = snapshot?.shown[0];
  if (snapshot === null || run === undefined) return html``;
  switch (tab) {
    case 'charts':
      return chartsTab(page, snapshot);
    case 'samples':
      return samplesTab(page, run.folder);
    case 'log':
      return logTab(page, run.folder);
    case 'details':
      return detailsTab(page, snapshot);
  }
}
