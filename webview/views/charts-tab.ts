/** The first tab: key figures, what to draw them by, and the charts in their groups. */
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Chart, ChartGroup } from '../../trainer/protocol/panel-charts.ts';
import { chartedMetrics, chartsIn } from '../../trainer/protocol/panel-chart-table.ts';
import { chartGroups, chartsFor, metricChart } from '../../trainer/protocol/panel-charts.ts';
import { axisTitle } from '../../trainer/protocol/panel-lines.ts';
import type { Axis } from '../../trainer/protocol/panel-request.ts';
import type { RunView, Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { chartModel } from '../charts/model.ts';
import { keyFigures } from '../state/figures.ts';
import { locale, t } from '../l10n.ts';
import { chartCard } from './chart-card.ts';
import { compareSection } from './compare.ts';
import { valueOf } from './header.ts';
import { open, type Page } from './page.ts';
import { button, emptyText } from './parts.ts';

const axes: readonly Axis[] = ['step', 'tokens', 'seconds'];

export function chartsTab(page: Page, { runs, shown }: Snapshot): TemplateResult {
  const [run] = shown;
  if (run === undefined) return html``;
  const drawable = drawableCharts(page, shown);
  return html`
    ${figures(run)} ${compareSection(page, runs, shown)}
    ${drawable.length === 0 ? emptyText(waitText(run)) : html`${toolbar(page)} ${groups(page, shown, drawable)}`}
  `;
}

function waitText({ read, state, step }: RunView): string {
  if (read < 1 && step > 0) return t('Reading the run’s journal: {0}', locale().percent(read));
  const isOver = state === 'failed' || state === 'stopped' || state === 'interrupted' || state === 'finished';
  return isOver
    ? t('The run ended before its first step was complete.')
    : t('The first step is not complete yet.');
}

/** Of the last validation, with what training began from. */
function figures(run: RunView): TemplateResult | typeof nothing {
  const known = keyFigures(run).filter(({ value }) => value !== null);
  if (known.length === 0) return nothing;
  return html`<dl class="figures" aria-label=${t('Last validation')}>
    ${known.map(
      ({ label, title, value, before }) =>
        html`<div class="figure" title=${title}>
          <dt>${label}</dt>
          <dd>${value === null ? '' : locale().fixed(value, 2)}</dd>
          <dd class="quiet">${before === null ? '' : t('before {0}', locale().fixed(before, 2))}</dd>
        </div>`,
    )}
  </dl>`;
}

function toolbar(page: Page): TemplateResult {
  const { axis, smoothing, range } = page.state.open;
  return html`<div class="toolbar">
    <label>
      <span>${t('Horizontal axis')}</span>
      <select
        @change=${(event: Event) => open(page, { axis: axes.find((known) => known === valueOf(event)) ?? 'step' })}
      >
        ${axes.map((known) => html`<option value=${known} .selected=${known === axis}>${axisTitle(known, t)}</option>`)}
      </select>
    </label>
    <label>
      <span>${t('Smoothing')} <output>${locale().fixed(smoothing, 2)}</output></span>
      <input
        type="range"
        min="0"
        max="0.99"
        step="0.01"
        .value=${String(smoothing)}
        @input=${(event: Event) => open(page, { smoothing: Number(valueOf(event)) })}
      />
    </label>
    ${
      range === null
        ? nothing
        : button({
            label: t('Reset Zoom'),
            icon: 'discard',
            secondary: true,
            onClick: () => open(page, { range: null }),
          })
    }
  </div>`;
}

interface Drawable {
  readonly chart: Chart;
  readonly group: ChartGroup | 'other';
}

/** The charts for which some run has a value. */
function drawableCharts({ state }: Page, shown: readonly RunView[]): Drawable[] {
  const known = chartsIn(t)
    .flatMap((chart) => chartsFor(chart, shown.length))
    .map((chart): Drawable => ({ chart, group: chart.group }));
  return [...known, ...otherCharts(state.open.otherMetrics, shown)].filter(
    ({ chart }) => chartModel(chart, shown, state.open) !== null,
  );
}

function otherCharts(wanted: boolean, shown: readonly RunView[]): Drawable[] {
  if (!wanted) return [];
  const names = [...new Set(shown.flatMap(({ metrics }) => metrics))].sort();
  return names
    .filter((name) => !chartedMetrics.includes(name))
    .map((name) => ({ chart: metricChart(name), group: 'other' as const }));
}

function groups(page: Page, shown: readonly RunView[], drawable: readonly Drawable[]): TemplateResult {
  const { otherMetrics } = page.state.open;
  const section = (id: Drawable['group'], title: string): TemplateResult | typeof nothing => {
    const members = drawable.filter(({ group }) => group === id);
    if (members.length === 0) return nothing;
    return html`<section>
      <h2>${title}</h2>
      <div class="charts">
        ${repeat(
          members,
          ({ chart }) => chart.id,
          ({ chart }) => chartCard(page, chart, shown),
        )}
      </div>
    </section>`;
  };
  return html`<div
    @panel-zoom=${({ detail }: CustomEvent<{ from: number; to: number } | null>) =>
      open(page, { range: detail === null ? null : { axis: page.state.open.axis, ...detail } })}
  >
    ${chartGroups(t).map(({ id, title }) => section(id, title))} ${section('other', t('All other metrics'))}
    <vscode-checkbox
      class="charts-end"
      .checked=${otherMetrics}
      @change=${() => open(page, { otherMetrics: !otherMetrics })}
      >${t('All other metrics')}</vscode-checkbox
    >
  </div>`;
}
