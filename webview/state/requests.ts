/** What the page asks of the host, as what follows from its state. Pure. */
import { chartedMetrics } from '../../trainer/protocol/panel-chart-table.ts';
import type { LogQuery, PanelRequest, PanelView, SampleQuery } from '../../trainer/protocol/panel-request.ts';
import { LOG_PAGES, OTHER_METRICS } from './limits.ts';
import type { PanelState } from './state.ts';

/** The requests that a change of the state calls for; `previous` is undefined for a page that just begins. */
export function requestsOf(previous: PanelState | undefined, next: PanelState): PanelRequest[] {
  const requests: PanelRequest[] = [];
  if (previous !== undefined && changed(viewOf(previous), viewOf(next))) {
    requests.push({ type: 'view', view: viewOf(next) });
  }
  const samples = samplesWanted(next);
  const isNew = changed(previous && samplesWanted(previous), samples);
  if (samples !== null && (isNew || mayHaveFirstSamples(previous, next))) {
    requests.push({ type: 'samples', query: samples });
  }
  const log = logWanted(next);
  const written = (state: PanelState | undefined): unknown => state && [logWanted(state), logMark(state)];
  if (log !== null && changed(written(previous), written(next))) requests.push({ type: 'log', query: log });
  return requests;
}

/** What every snapshot must hold. */
export function viewOf({ open, snapshot }: PanelState): PanelView {
  const logged = snapshot?.shown.flatMap(({ metrics }) => metrics) ?? [];
  const others = [...new Set(logged)].filter((name) => !chartedMetrics.includes(name)).sort();
  return {
    runs: [...open.runs],
    metrics: open.otherMetrics ? others.slice(0, OTHER_METRICS) : [],
    range: open.range,
  };
}

/** The samples that the open tab shows; null while it is another one. */
export function samplesWanted({ open, snapshot }: PanelState): SampleQuery | null {
  const run = snapshot?.shown[0]?.folder;
  if (open.tab !== 'samples' || run === undefined) return null;
  const { task, reward, timeouts } = open.filter;
  return { run, task, reward, timeouts, from: open.samplesFrom };
}

/** A step writes its samples; those that somebody reads are not replaced by newer ones. */
const mayHaveFirstSamples = (previous: PanelState | undefined, next: PanelState): boolean =>
  (next.samples?.steps ?? null) === null && stepOf(next) !== (previous && stepOf(previous));

/** Whether the run has gone on since its newest samples were read; false while they are not known. */
export const hasNewerSamples = (state: PanelState): boolean =>
  (state.samples?.steps?.last ?? Infinity) < stepOf(state);

/** The last complete step of the run in focus. */
const stepOf = ({ snapshot }: PanelState): number => snapshot?.shown[0]?.step ?? 0;

/** The part of the log that the open tab shows; null while it is another one. */
export function logWanted({ open, snapshot, logPages }: PanelState): LogQuery | null {
  const run = snapshot?.shown[0]?.folder;
  if (open.tab !== 'log' || run === undefined) return null;
  return { run, level: open.level, pages: Math.min(LOG_PAGES, logPages) };
}

/** The trainer writes to its log when one of these changes. */
function logMark({ snapshot }: PanelState): unknown {
  const run = snapshot?.shown[0];
  return run && [run.step, run.state, run.notices.at(-1), run.marks.length];
}

/** Of parts of the state, and of a question that the host sends back with its answer. */
export const changed = (before: unknown, after: unknown): boolean =>
  JSON.stringify(before) !== JSON.stringify(after);
