/**
 * `<panel-chart>`: a canvas with its legend. The legend is the reading: values at the cursor, or the last ones. Arrow keys
 * move the cursor, + and − zoom, 0 shows all again, so nothing needs a mouse.
 */
import uPlot from 'uplot';
import { axisTitle, written, writtenPlace } from '../../trainer/protocol/panel-lines.ts';
import { locale, t } from '../l10n.ts';
import { beforeTraining } from '../words.ts';
import { rowByKey, zoomed, type Sight } from './keys.ts';
import { levelSwatch, swatch } from './swatch.ts';
import type { ChartModel, Table } from './model.ts';
import { tableOf } from './model.ts';
import { CHART_HEIGHT, plotOptions } from './plot.ts';
import { readTheme, watchTheme } from './theme.ts';

export class ChartElement extends HTMLElement {
  #model: ChartModel | undefined;
  #table: Table = { x: [], columns: [] };
  #plot: uPlot | undefined;
  /** What the plot was made for; another form needs another plot. */
  #form = '';
  #shown = false;
  #stale = true;
  #theme: Disposable | undefined;
  readonly #canvas = document.createElement('div');
  readonly #legend = document.createElement('ul');
  readonly #sizes = new ResizeObserver(() => this.#resize());
  readonly #sight = new IntersectionObserver(([entry]) => {
    this.#shown = entry?.isIntersecting ?? false;
    this.#draw();
  });

  connectedCallback(): void {
    this.#canvas.className = 'chart-canvas';
    this.#canvas.style.height = `${CHART_HEIGHT}px`;
    this.#legend.className = 'chart-legend';
    this.replaceChildren(this.#canvas, this.#legend);
    this.tabIndex = 0;
    this.setAttribute('role', 'figure');
    this.#sizes.observe(this);
    this.#sight.observe(this);
    this.#theme = watchTheme(() => this.#remake());
    this.addEventListener('keydown', this.#onKey);
    this.addEventListener('blur', this.#onBlur);
    this.addEventListener('dblclick', this.#reset);
  }

  disconnectedCallback(): void {
    this.#sizes.disconnect();
    this.#sight.disconnect();
    this.#theme?.[Symbol.dispose]();
    this.removeEventListener('keydown', this.#onKey);
    this.removeEventListener('blur', this.#onBlur);
    this.removeEventListener('dblclick', this.#reset);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  set model(model: ChartModel) {
    this.#model = model;
    this.#stale = true;
    // The keyboard and a screen reader come to charts that are out of sight and not drawn yet.
    this.setAttribute('aria-label', this.#spoken(model));
    this.#draw();
  }

  /** Draws what it was given, once it can be seen. */
  #draw(): void {
    const model = this.#model;
    const width = Math.floor(this.#canvas.clientWidth);
    if (model === undefined || !this.#shown || !this.#stale || width === 0) return;
    this.#stale = false;
    this.#table = tableOf(model);
    const data = [this.#table.x, ...this.#table.columns] as uPlot.AlignedData;
    const form = JSON.stringify([
      model.chart.id,
      model.axis,
      model.smoothing > 0,
      model.lines.map(({ style, label }) => [style, label]),
    ]);
    if (this.#plot !== undefined && form === this.#form) this.#plot.setData(data);
    else this.#make(form, model, data, width);
    this.#read(null);
  }

  #make(form: string, model: ChartModel, data: uPlot.AlignedData, width: number): void {
    this.#plot?.destroy();
    this.#form = form;
    const options = plotOptions(() => this.#model ?? model, readTheme(), width, {
      onCursor: (row) => this.#read(row),
      onZoom: (from, to) => this.#zoom(from, to),
    });
    this.#plot = new uPlot(options, data, this.#canvas);
  }

  #remake(): void {
    this.#form = '';
    this.#stale = true;
    this.#draw();
  }

  #resize(): void {
    const width = Math.floor(this.#canvas.clientWidth);
    if (width > 0 && this.#plot !== undefined && this.#plot.width !== width) {
      this.#plot.setSize({ width, height: CHART_HEIGHT });
    }
    this.#draw();
  }

  /** Writes the values of a row into the legend; null is the last of each. */
  #read(row: number | null): void {
    const model = this.#model;
    if (model === undefined) return;
    const place = row === null ? undefined : this.#table.x[row];
    const items = model.lines.map(({ label, style, before }, index) => {
      const column = this.#table.columns[index] ?? [];
      const value =
        row === null ? column.findLast((known) => typeof known === 'number') : nearest(column, row);
      const item = document.createElement('li');
      const name = document.createElement('span');
      name.textContent = label;
      name.className = 'chart-name';
      const reading = document.createElement('span');
      reading.className = 'chart-value';
      reading.textContent = typeof value === 'number' ? written(value, model.chart.unit, locale()) : '–';
      item.append(swatch(style), name, reading);
      if (before !== null) item.title = `${written(before, model.chart.unit, locale())} ${beforeTraining()}`;
      return item;
    });
    if (model.lines.some(({ before }) => before !== null)) items.push(levelItem());
    const at = document.createElement('li');
    at.className = 'chart-place';
    at.textContent =
      place === undefined ? '' : `${axisTitle(model.axis, t)} ${writtenPlace(place, model.axis, locale())}`;
    this.#legend.replaceChildren(...items, at);
  }

  #spoken({ chart, lines }: ChartModel): string {
    const values = lines.map(({ label, y }) => {
      const last = y.findLast((value) => value !== null);
      return `${label} ${typeof last === 'number' ? written(last, chart.unit, locale()) : t('no value')}`;
    });
    return t('{0}. {1}. Arrow keys read values, plus and minus zoom.', chart.title, values.join(', '));
  }

  #zoom(from: number, to: number): void {
    this.dispatchEvent(new CustomEvent('panel-zoom', { detail: { from, to }, bubbles: true }));
  }

  readonly #reset = (): void => {
    this.dispatchEvent(new CustomEvent('panel-zoom', { detail: null, bubbles: true }));
  };

  readonly #onBlur = (): void => {
    this.#legend.removeAttribute('aria-live');
    this.#plot?.setCursor({ left: -10, top: -10 });
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.target !== this || event.ctrlKey || event.metaKey || event.altKey) return;
    const seen = this.#seen();
    if (seen === undefined) return;
    const target = rowByKey(event.key, seen);
    if (target !== null) this.#moveTo(target);
    else if (event.key === '+' || event.key === '-') this.#zoom(...zoomed(seen, event.key === '+' ? 0.5 : 2));
    else if (event.key === '0' || event.key === 'Escape') this.#reset();
    else return;
    event.preventDefault();
  };

  #moveTo(row: number): void {
    this.#legend.setAttribute('aria-live', 'polite');
    const left = this.#plot?.valToPos(this.#table.x[row] ?? 0, 'x') ?? 0;
    this.#plot?.setCursor({ left, top: 8 });
  }

  /** What the keyboard moves in; undefined while nothing is drawn. */
  #seen(): Sight | undefined {
    const plot = this.#plot;
    const { x } = this.#table;
    const { min, max } = plot?.scales['x'] ?? {};
    if (plot === undefined || x.length === 0 || typeof min !== 'number' || typeof max !== 'number')
      return undefined;
    return { x, from: min, to: max, row: plot.cursor.idx ?? null };
  }
}

/** The dotted levels, whatever their colour. */
function levelItem(): HTMLLIElement {
  const item = document.createElement('li');
  const name = document.createElement('span');
  name.className = 'chart-name';
  name.textContent = beforeTraining();
  item.append(levelSwatch(), name);
  return item;
}

/** A run that has no row here has one nearby. */
function nearest(column: readonly (number | null | undefined)[], row: number): number | null | undefined {
  for (let distance = 0; distance < column.length; distance += 1) {
    const found = column[row - distance] ?? column[row + distance];
    if (typeof found === 'number') return found;
  }
  return undefined;
}

customElements.define('panel-chart', ChartElement);
