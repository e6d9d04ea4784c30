/** What a run is made of: its frozen configuration beside those of others, its record, its warnings, the machine. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ConfigRow, Figure, Notice, RunView, Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import type { PanelCommand } from '../../trainer/protocol/panel-request.ts';
import { swatch } from '../charts/swatch.ts';
import { t } from '../l10n.ts';
import { visible } from '../samples/visible.ts';
import { open, type Page } from './page.ts';
import { button, emptyText, icon } from './parts.ts';

export function detailsTab(page: Page, { shown, config, facts, system }: Snapshot): TemplateResult {
  const [run] = shown;
  if (run === undefined) return html``;
  const command = (name: PanelCommand, label: string, symbol: string): TemplateResult =>
    button({
      label,
      icon: symbol,
      secondary: true,
      onClick: () => page.ask({ type: 'command', run: run.folder, command: name }),
    });
  return html`
    <div class="buttons">
      ${command('openRecord', t('Open run.json'), 'json')} ${command('openLog', t('Open Log'), 'output')}
      ${run.step === 0 ? nothing : command('exportMetrics', t('Export Metrics as CSV'), 'export')}
    </div>
    ${noticesView(run.notices)}
    <section>
      <h2>${t('Configuration')}</h2>
      ${configView(page, shown, config)}
    </section>
    ${figuresView(t('This machine'), system)} ${figuresView(t('Record'), facts)}
  `;
}

function configView(page: Page, shown: readonly RunView[], config: readonly ConfigRow[]): TemplateResult {
  const { onlyDifferences } = page.state.open;
  if (shown.length < 2) {
    return html`<p class="quiet">${t('As it was frozen when the run was created.')}</p>
      ${configTable([], config)}`;
  }
  const rows = onlyDifferences ? config.filter(({ differs }) => differs) : config;
  return html`<vscode-checkbox
      .checked=${onlyDifferences}
      @change=${() => open(page, { onlyDifferences: !onlyDifferences })}
      >${t('Only what differs')}</vscode-checkbox
    >
    ${rows.length === 0 ? emptyText(t('The configurations of these runs are the same.')) : configTable(shown, rows)}`;
}

/** With a head that names the runs where there are several. */
function configTable(runs: readonly RunView[], rows: readonly ConfigRow[]): TemplateResult {
  const heads = runs.map(({ name }, style) => html`<th scope="col">${swatch(style)} ${visible(name)}</th>`);
  const cell = (value: string | null): string => (value === null || value === '' ? '–' : visible(value));
  return html`<table class="config">
    ${
      heads.length === 0
        ? nothing
        : html`<thead>
            <tr>
              <td></td>
              ${heads}
            </tr>
          </thead>`
    }
    <tbody>
      ${rows.map(
        ({ path, values, differs }) =>
          html`<tr class=${differs ? 'differs' : ''}>
            <th scope="row">${visible(path)}</th>
            ${values.map((value) => html`<td>${cell(value)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function noticesView(notices: readonly Notice[]): TemplateResult | typeof nothing {
  if (notices.length === 0) return nothing;
  return html`<section>
    <h2>${t('Warnings and failures')}</h2>
    <ol class="log">
      ${notices.toReversed().map(
        ({ kind, step, message, hint }) =>
          html`<li class="log-${kind === 'failure' ? 'error' : 'warning'}">
            ${icon(kind === 'failure' ? 'error' : 'warning')}
            <time>${t('Step {0}', step)}</time>
            <span class="log-text">${visible(`${message} ${hint}`)}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

function figuresView(title: string, figures: readonly Figure[]): TemplateResult | typeof nothing {
  if (figures.length === 0) return nothing;
  return html`<section>
    <h2>${title}</h2>
    <dl class="facts">
      ${figures.map(
        ({ label, value }) =>
          html`<dt>${visible(label)}</dt>
            <dd>${visible(value)}</dd>`,
      )}
    </dl>
  </section>`;
}
