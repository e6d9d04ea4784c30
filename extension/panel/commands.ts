/** The Monitor's commands. The tree names the run, else the Monitor's own is meant; without one they ask. */
import { window } from 'vscode';
import { chartsIn } from '../../trainer/protocol/panel-chart-table.ts';
import { SHOWN_RUNS } from '../../trainer/protocol/panel-request.ts';
import { pickRun, runRow } from '../commands/pick-run.ts';
import type { Handlers } from '../commands/register.ts';
import { t } from '../l10n.ts';
import type { RunEntry, RunStore } from '../run/store.ts';
import { exportShownChart, saveMetrics } from './exports.ts';
import type { Monitor } from './register.ts';
import { snapshotOf } from './snapshot.ts';

export function panelCommands(store: RunStore, monitor: Monitor): Handlers {
  const on =
    (act: (entry: RunEntry) => Promise<void>) =>
    async (argument: unknown): Promise<void> => {
      const suits = (): boolean => true;
      const folder = await pickRun(store, { argument, selected: monitor.focused, suits });
      const entry = folder === undefined ? undefined : store.get(folder);
      if (entry !== undefined) await act(entry);
    };
  return {
    openMonitor: () => monitor.openEditor(),
    compareRuns: () => compareRuns(store, monitor),
    exportMetrics: on(saveMetrics),
    exportChart: on((entry) => chooseChart(entry, monitor)),
  };
}

async function compareRuns(store: RunStore, monitor: Monitor): Promise<void> {
  const rows = store.runs.map((entry, index) => ({ ...runRow(entry), picked: index < 2 }));
  const chosen = await window.showQuickPick(rows, {
    canPickMany: true,
    title: t('Compare Runs'),
    placeHolder: t('Up to {0} runs; the newest of them is in focus', SHOWN_RUNS),
    matchOnDescription: true,
  });
  const folders = (chosen ?? []).slice(0, SHOWN_RUNS).map(({ folder }) => folder);
  if (folders.length > 0) await monitor.showRuns(folders);
}

async function chooseChart(entry: RunEntry, monitor: Monitor): Promise<void> {
  const chosen = await window.showQuickPick(
    chartsIn(t).map(({ title, help, id }) => ({ label: title, description: help, id })),
    { placeHolder: t('Which chart?') },
  );
  if (chosen === undefined) return;
  const { observer } = monitor;
  await observer.refresh([entry], AbortSignal.timeout(60_000), () => undefined);
  const shown = [{ entry, followed: observer.followed(entry.summary.folder) }];
  const view = { runs: [entry.summary.folder], metrics: [], range: null };
  const snapshot = snapshotOf({ entries: [entry], shown, view, system: [], focus: null });
  await exportShownChart(snapshot, { chart: chosen.id, axis: 'step', smoothing: 0 });
}
