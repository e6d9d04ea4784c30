/** How a chart is drawn: uPlot's options for a model and a theme. */
import type uPlot from 'uplot';
import { dashes, written, writtenPlace } from '../../trainer/protocol/panel-lines.ts';
import { locale } from '../l10n.ts';
import type { ChartModel } from './model.ts';
import { LEVEL_DASHES } from './swatch.ts';
import type { Theme } from './theme.ts';

export const CHART_HEIGHT = 168;
/** Pixels of a digit on an axis, and beside all of them. */
const DIGIT = 6.5;
const AXIS_GAP = 14;

export interface PlotEvents {
  /** The row under the cursor, or null. */
  readonly onCursor: (row: number | null) => void;
  readonly onZoom: (from: number, to: number) => void;
}

export function plotOptions(
  model: () => ChartModel,
  theme: Theme,
  width: number,
  events: PlotEvents,
): uPlot.Options {
  const { chart, axis } = model();
  return {
    width,
    height: CHART_HEIGHT,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, range: (_, low, high) => rangeOf(model().range ?? [low, high]) },
      y: { range: (_, low, high) => valueRange(model(), low, high) },
    },
    axes: [
      {
        ...axisStyle(theme),
        size: 24,
        space: 64,
        values: (_, places) => places.map((place) => writtenPlace(place, axis, locale())),
        incrs: axis === 'seconds' ? timeSteps : wholeSteps,
      },
      {
        ...axisStyle(theme),
        space: 28,
        size: (_, labels) => Math.max(36, ...(labels ?? []).map(({ length }) => length * DIGIT + AXIS_GAP)),
        values: (_, values) => values.map((value) => written(value, chart.unit, locale())),
      },
    ],
    series: [{}, ...seriesOf(model(), theme)],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      sync: { key: 'panel', scales: ['x', null] },
      bind: { dblclick: () => null },
    },
    hooks: {
      setCursor: [(plot) => events.onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: selected } = plot.select;
          if (selected < 4) return;
          events.onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + selected, 'x'));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      drawAxes: [(plot) => drawLevels(plot, model(), theme)],
      draw: [(plot) => drawMarks(plot, model(), theme)],
    },
  };
}

/** A line a source; with smoothing the values are faint and their average stands out. */
function seriesOf({ lines, smoothing }: ChartModel, theme: Theme): uPlot.Series[] {
  const seriesWith = (alpha: number, width: number, dashed: boolean): uPlot.Series[] =>
    lines.map(({ style, label }) => ({
      label,
      stroke: theme.lines[style % theme.lines.length] ?? theme.text,
      width,
      alpha,
      dash: dashed ? [...(dashes[style % dashes.length] ?? [])] : [],
      spanGaps: true,
      points: { size: 4, ...(dashed ? {} : { show: false }) },
    }));
  return smoothing > 0
    ? [...seriesWith(0.3, 1, false), ...seriesWith(1, 1.5, true)]
    : seriesWith(1, 1.5, true);
}

const axisStyle = ({ text, grid, font }: Theme): uPlot.Axis => ({
  stroke: text,
  font,
  gap: 4,
  grid: { stroke: grid, width: 1 },
  ticks: { show: false },
});

const powers = Array.from({ length: 13 }, (_, exponent) => 10 ** exponent);
const wholeSteps = powers.flatMap((power) => [power, 2 * power, 5 * power]);
const timeSteps = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 18_000, 36_000, 86_400, 172_800, 604_800,
];

/** One row has a width too. */
const rangeOf = ([low, high]: readonly [number, number]): [number, number] =>
  high > low ? [low, high] : [low - 1, high + 1];

/** Rates stand between 0 and 1, so that a collapse looks like one; the others between their own extremes. */
function valueRange({ chart, lines }: ChartModel, low: number, high: number): [number, number] {
  const levels = lines.flatMap(({ before }) => (before === null ? [] : [before]));
  const [least, most] = [Math.min(low, ...levels), Math.max(high, ...levels)];
  if (chart.group === 'verdicts') return [Math.min(0, least), Math.max(1, most)];
  const margin = most > least ? (most - least) * 0.06 : Math.abs(most) * 0.1 || 0.5;
  return [least >= 0 ? Math.max(0, least - margin) : least - margin, most + margin];
}

/** What the lines started from, as dotted levels. */
function drawLevels(plot: uPlot, { lines }: ChartModel, theme: Theme): void {
  for (const { before, style } of lines) {
    if (before === null) continue;
    const y = Math.round(plot.valToPos(before, 'y', true));
    stroked(plot, theme.lines[style % theme.lines.length] ?? theme.text, LEVEL_DASHES, () => {
      plot.ctx.moveTo(plot.bbox.left, y);
      plot.ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
    });
  }
}

function drawMarks(plot: uPlot, { marks }: ChartModel, theme: Theme): void {
  const { left, top, width, height } = plot.bbox;
  for (const { label, at, kind } of marks) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    if (x < left || x > left + width) continue;
    stroked(plot, theme.text, kind === 'phase' ? [4, 3] : [1, 3], () => {
      plot.ctx.moveTo(x, top);
      plot.ctx.lineTo(x, top + height);
    });
    if (kind === 'resumed') continue;
    plot.ctx.fillStyle = theme.text;
    plot.ctx.font = theme.font.replace('11px', `${10 * devicePixelRatio}px`);
    const before = x + plot.ctx.measureText(label).width + 8 > left + width;
    plot.ctx.textAlign = before ? 'right' : 'left';
    plot.ctx.textBaseline = 'bottom';
    plot.ctx.fillText(label, before ? x - 2 : x + 2, top - 1);
  }
}

function stroked(plot: uPlot, colour: string, dash: readonly number[], path: () => void): void {
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.beginPath();
  path();
  ctx.stroke();
  ctx.restore();
}
