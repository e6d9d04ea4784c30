/** The demo's report: one HTML page with nothing outside it, curves as SVG, figures as a table. Pure. */
import type { DemoSummary } from '../protocol/reports.ts';
import type { MetricsLine, RunRecord } from '../protocol/run-folder.ts';
import type { BeforeAfter } from './before-after.ts';
import { describeFigures } from './figures.ts';

export interface ReportInput {
  readonly record: RunRecord;
  readonly metrics: readonly MetricsLine[];
  readonly summary: DemoSummary;
  readonly result: Pick<BeforeAfter, 'before' | 'after'>;
}

const charts: readonly { readonly title: string; readonly names: readonly string[] }[] = [
  { title: 'Reward', names: ['solve/reward', 'critique/reward'] },
  { title: 'Critique verdicts', names: ['critique/balanced_accuracy', 'critique/tpr', 'critique/tnr'] },
  { title: 'pass@1 while training', names: ['solve/pass@1'] },
  { title: 'Entropy', names: ['entropy'] },
  { title: 'Share of clipped tokens', names: ['clip_ratio/low_mean', 'clip_ratio/high_mean'] },
  {
    title: 'Completion length',
    names: ['solve/completions/mean_length', 'critique/completions/mean_length'],
  },
];

export function reportPage({ record, metrics, summary, result }: ReportInput): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Critique-Coder demo</title>
<style>${style}</style>
</head>
<body>
<h1>Critique-Coder demo</h1>
<p>${summary.steps} steps, seed ${summary.seed}, ${summary.seconds.toFixed(0)} seconds, run ${escape(record.id)} of ${escape(record.createdAt)}.</p>
<h2>Held-out figures</h2>
<pre>${escape(describeFigures(result).join('\n'))}</pre>
<p>Changes stand with their 95 % intervals: the same problems and pairs before and after, problems drawn with replacement.</p>
<h2>While training</h2>
<div class="charts">
${charts.map(({ title, names }) => chart(title, names, metrics)).join('\n')}
</div>
<h2>Configuration</h2>
<pre>${escape(JSON.stringify(record.config, null, 2))}</pre>
</body>
</html>
`;
}

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
pre { overflow-x: auto; background: #8881; padding: 1rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1rem; }
figure { margin: 0; } figcaption { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { font-size: 11px; fill: currentColor; }
.s0 { stroke: #3b6fd4; } .s1 { stroke: #d4683b; } .s2 { stroke: #3ba86a; }
`;

interface Series {
  readonly name: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

const size = { width: 400, height: 200, left: 44, right: 8, top: 8, bottom: 40 };

/** A line a metric over the steps; a metric that was never logged is left out. */
function chart(title: string, names: readonly string[], metrics: readonly MetricsLine[]): string {
  const series: readonly Series[] = names
    .map((name) => ({
      name,
      points: metrics.flatMap(({ step, metrics: all }) => {
        const value = all[name];
        return value === undefined ? [] : [{ step, value }];
      }),
    }))
    .filter(({ points }) => points.length > 0);
  const values = series.flatMap(({ points }) => points.map(({ value }) => value));
  if (values.length === 0) return '';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const last = Math.max(...metrics.map(({ step }) => step));
  const span = high === low ? 1 : high - low;
  const x = (step: number) =>
    size.left + ((size.width - size.left - size.right) * (step - 1)) / Math.max(1, last - 1);
  const y = (value: number) =>
    size.height - size.bottom - ((size.height - size.top - size.bottom) * (value - low)) / span;
  const lines = series.map(({ points }, index) => {
    const path = points.map(({ step, value }) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    return `<polyline class="s${index}" fill="none" stroke-width="1.5" points="${path}"/>`;
  });
  const legend = series.map(
    ({ name }, index) =>
      `<line class="s${index}" stroke-width="3" x1="${size.left + index * 120}" x2="${size.left + index * 120 + 12}" y1="${size.height - 8}" y2="${size.height - 8}"/>` +
      `<text x="${size.left + index * 120 + 16}" y="${size.height - 4}">${escape(name.replace(/^(solve|critique)\//, '$1 '))}</text>`,
  );
  return `<figure><figcaption>${escape(title)}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escape(`${title}: ${series.map(spoken).join(', ')}`)}">
<text x="${size.left - 4}" y="${y(high) + 8}" text-anchor="end">${shown(high)}</text>
<text x="${size.left - 4}" y="${y(low)}" text-anchor="end">${shown(low)}</text>
<text x="${size.left}" y="${size.height - size.bottom + 14}">step 1</text>
<text x="${size.width - size.right}" y="${size.height - size.bottom + 14}" text-anchor="end">step ${last}</text>
${[...lines, ...legend].join('\n')}
</svg></figure>`;
}

const spoken = ({ name, points }: Series): string =>
  `${name} from ${shown(points[0]?.value ?? 0)} to ${shown(points.at(-1)?.value ?? 0)}`;

const shown = (value: number): string => (Math.abs(value) >= 10 ? value.toFixed(0) : value.toFixed(2));

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
