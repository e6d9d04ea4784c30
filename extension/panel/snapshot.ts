/** The complete snapshot that the page draws, within the bytes that a message may have. Pure. */
import { chartedMetrics } from '../../trainer/protocol/panel-chart-table.ts';
import type { PanelView } from '../../trainer/protocol/panel-request.ts';
import type { Figure, Mark, RunChoice, RunView, Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import type { RunEntry } from '../run/store.ts';
import { configRows } from './config-rows.ts';
import { factsOf } from './facts.ts';
import { shortened, shownNotices } from './notices.ts';
import { collapseOf } from './series/collapse.ts';
import type { Columns } from './series/columns.ts';
import type { FollowedRun } from './series/follow.ts';
import { frameOf } from './series/reduce.ts';

/** Bytes of a snapshot's frames; with them, and with the notices cut, a whole snapshot stays below 200 KB. */
const FRAME_BYTES = 150_000;
/** Bytes of a row: its three places, and each value. */
const PLACE_BYTES = 26;
const VALUE_BYTES = 8;
/** More rows than a chart has pixels would only cost time. */
const MOST_ROWS = 1000;
/** Runs that the list offers, newest first; older ones only while they are drawn. */
const CHOICES = 200;
/** Rows of the frames that are not a row a step. */
const SPARSE_ROWS = 120;
/** Phase switches, resumptions and the best checkpoint, the newest. */
const MARKS = 50;

export interface SnapshotInput {
  readonly entries: readonly RunEntry[];
  /** The runs to draw, each with what was read of it; the first is in focus. */
  readonly shown: readonly { readonly entry: RunEntry; readonly followed: FollowedRun }[];
  readonly view: PanelView;
  readonly system: readonly Figure[];
  readonly focus: Snapshot['focus'];
}

export function snapshotOf({ entries, shown, view, system, focus }: SnapshotInput): Snapshot {
  const metrics = [...new Set([...chartedMetrics, ...view.metrics])];
  const limit = rowLimit(metrics.length, shown.length);
  const [first] = shown;
  const drawn = new Set(shown.map(({ entry }) => entry.summary.folder));
  return {
    type: 'snapshot',
    runs: entries
      .filter(({ summary }, index) => index < CHOICES || drawn.has(summary.folder))
      .map((entry) => choiceOf(entry)),
    shown: shown.map(({ entry, followed }, index) =>
      runViewOf(entry, followed, { metrics, limit, view, inFocus: index === 0 }),
    ),
    config: configRows(shown.map(({ followed }) => followed.record?.config ?? {})),
    facts: first === undefined ? [] : factsOf(first.followed.record),
    system: [...system],
    focus,
  };
}

/** Rows a run may take so that all of them stay within the bytes. */
export function rowLimit(metrics: number, runs: number): number {
  const rowBytes = PLACE_BYTES + metrics * VALUE_BYTES;
  return Math.min(MOST_ROWS, Math.floor(FRAME_BYTES / rowBytes / Math.max(1, runs)));
}

function choiceOf({ summary, name, status }: RunEntry): RunChoice {
  const { folder, id, best } = summary;
  return {
    folder,
    id,
    name,
    best,
    state: status?.state ?? summary.state,
    step: Math.max(summary.step, status?.step ?? 0),
    steps: status?.steps ?? summary.steps,
  };
}

interface Wanted {
  readonly metrics: readonly string[];
  readonly limit: number;
  readonly view: PanelView;
  readonly inFocus: boolean;
}

function runViewOf(entry: RunEntry, followed: FollowedRun, wanted: Wanted): RunView {
  const { metrics, limit, view, inFocus } = wanted;
  const { steps, validation, memory, moments, notices } = followed;
  const { problem } = entry.summary;
  const sparse = Math.min(limit, SPARSE_ROWS);
  return {
    ...choiceOf(entry),
    problem: inFocus && problem !== null ? shortened(problem) : null,
    phase: entry.status?.phase ?? (moments.some(({ kind }) => kind === 'phase') ? 2 : 1),
    activity: entry.status?.activity ?? null,
    secondsLeft: entry.secondsLeft,
    silent: entry.contact === 'silent',
    host: entry.host,
    actions: [...entry.actions],
    read: followed.read,
    frames: {
      steps: frameOf(steps, metrics, view.range, limit),
      validation: frameOf(validation, metrics, view.range, sparse),
      memory: frameOf(memory, metrics, view.range, sparse),
    },
    latest: latestOf([steps, validation, memory]),
    collapse: collapseOf(steps.metric('critique/says_correct')),
    baseline: { ...followed.baseline },
    marks: moments
      .slice(-MARKS)
      .map(({ kind, label, step }): Mark => ({ kind, label, ...steps.placeOf(step), step })),
    notices: inFocus ? shownNotices(notices) : [],
    metrics: [...new Set([...steps.names, ...validation.names, ...memory.names])],
    unreadable: followed.unreadable,
  };
}

function latestOf(frames: readonly Columns[]): Record<string, number> {
  const known = frames.flatMap((columns) =>
    columns.names.flatMap((name) => {
      const value = columns.latest(name);
      return value === undefined ? [] : [[name, Number(value.toPrecision(4))] as const];
    }),
  );
  return Object.fromEntries(known);
}
