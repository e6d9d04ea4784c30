/** Snapshots as the host makes them, of runs that need no folder. */
import { Columns } from '../../extension/panel/series/columns.ts';
import { FollowedRun } from '../../extension/panel/series/follow.ts';
import { snapshotOf } from '../../extension/panel/snapshot.ts';
import type { RunEntry } from '../../extension/run/store.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { entryOf } from './run-entries.ts';

export interface ShownRun {
  readonly id: string;
  /** A row a step, by metric. */
  readonly metrics?: Readonly<Record<string, readonly number[]>>;
  readonly entry?: Partial<RunEntry['summary']>;
}

/** The runs lie in `/runs/<id>`; all of them are shown. */
export function snapshotOfRuns(runs: readonly ShownRun[], focus: Snapshot['focus'] = null): Snapshot {
  const shown = runs.map(({ id, metrics = {}, entry = {} }) => {
    const followed = new FollowedRun(`/runs/${id}`);
    followed.steps = columnsOf(metrics);
    return { entry: entryOf(`/runs/${id}`, id, entry), followed };
  });
  const view = { runs: [], metrics: Object.keys(runs[0]?.metrics ?? {}), range: null };
  return snapshotOf({ entries: shown.map(({ entry }) => entry), shown, view, system: [], focus });
}

function columnsOf(metrics: Readonly<Record<string, readonly number[]>>): Columns {
  const columns = new Columns();
  const rows = Math.max(0, ...Object.values(metrics).map(({ length }) => length));
  for (let row = 0; row < rows; row += 1) {
    const values = Object.entries(metrics).map(([name, column]) => [name, column[row] ?? NaN] as const);
    columns.append({ step: row + 1, tokens: (row + 1) * 100, seconds: row + 1 }, Object.fromEntries(values));
  }
  return columns;
}
