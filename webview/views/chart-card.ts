/** A chart with its title, what to look for, its export, and the same numbers as a table. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Chart } from '../../trainer/protocol/panel-charts.ts';
import { axisTitle, written, writtenPlace } from '../../trainer/protocol/panel-lines.ts';
import type { RunView } from '../../trainer/protocol/panel-snapshot.ts';
import type { ChartModel } from '../charts/model.ts';
import { chartModel, tableOf } from '../charts/model.ts';
import { locale, t } from '../l10n.ts';
import { visible } from '../samples/visible.ts';
import { viewOf } from '../state/requests.ts';
import { folding, type Page } from './page.ts';
import { iconButton } from './parts.ts';

export function chartCard(page: Page, chart: Chart, shown: readonly RunView[]): TemplateResult {
  const { axis, smoothing } = page.state.open;
  const model = chartModel(chart, shown, page.state.open);
  if (model === null) return html``;
  const save = (): void =>
    page.ask({ type: 'exportChart', chart: chart.id, axis, smoothing, view: viewOf(page.state) });
  const { isOpen, toggled } = folding(page, `table ${chart.id}`);
  return html`<article class="card">
    <div class="card-head">
      <h3 title=${chart.help}>${visible(chart.title)}</h3>
      ${iconButton('export', t('Export the chart “{0}” as SVG', visible(chart.title)), save)}
    </div>
    <p class="quiet card-help">${chart.help}</p>
    <panel-chart .model=${model}></panel-chart>
    <details class="table" .open=${isOpen} @toggle=${toggled}>
      <summary>${t('Show as table')}</summary>
      ${isOpen ? dataTable(model) : nothing}
    </details>
  </article>`;
}

function dataTable(model: ChartModel): TemplateResult {
  const { chart, lines, axis } = model;
  const { x, columns } = tableOf({ lines, smoothing: 0 });
  const stride = Math.max(...lines.map((line) => line.stride));
  const title = visible(chart.title);
  const cell = (value: number | null | undefined): string =>
    typeof value === 'number' ? written(value, chart.unit, locale()) : '–';
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${title}>
    <table>
      <caption>
        ${stride > 1 ? t('{0}: two rows hold the lowest and the highest of {1} steps', title, stride) : title}
      </caption>
      <thead>
        <tr>
          <th scope="col">${axisTitle(axis, t)}</th>
          ${lines.map(({ label }) => html`<th scope="col">${visible(label)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${x.map(
          (place, row) =>
            html`<tr>
              <th scope="row">${writtenPlace(place, axis, locale())}</th>
              ${columns.map((column) => html`<td>${cell(column[row])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
