/** The Monitor's commands. The tree names the run, else the Monitor's own is meant; without one they ask. */
import { window } from 'vscode';
import { chartsIn } from '../../trainer/protocol/panel-chart-table.ts';
import { linesOf } from '../../trainer/protocol/panel-lines.ts';
import { SHOWN_RUNS } from '../../trainer/protocol/panel-request.ts';
import { hasSteps } from '../commands/choose-run.ts';
import { pickRun, runRow } from '../commands/pick-run.ts';
import { pickSeveral } from '../commands/pick-several.ts';
import type { Handlers } from '../commands/register.ts';
import { nothingToDraw } from '../errors/panel.ts';
import { t } from '../l10n.ts';
import type { RunEntry, RunStore } from '../run/store.ts';
import { haveValues } from './chart-file.ts';
import { exportShownChart, saveMetrics } from './exports.ts';
import type { Monitor } from './register.ts';
import { snapshotOf } from './snapshot.ts';

export function panelCommands(store: RunStore, monitor: Monitor): Handlers {
  const on =
    (act: (entry: RunEntry) => Promise<void>) =>
    async (argument: unknown): Promise<void> => {
      // The run that is looked at is meant even where it has nothing yet; it says so, and no other is exported instead.
      const meant = typeof argument === 'string' ? argument : monitor.focused;
      const folder = await pickRun(store, { argument: meant, selected: undefined, suits: hasSteps });
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
  const rows = store.runs.map(runRow);
  const chosen = await pickSeveral(rows, rows.slice(0, 2), {
    title: t('Compare Runs'),
    full: t('Compare Runs: no more than {0} at once', SHOWN_RUNS),
    placeholder: t('Up to {0} runs; the newest of them is in focus', SHOWN_RUNS),
    most: SHOWN_RUNS,
  });
  if (chosen.length > 0) await monitor.showRuns(chosen.map(({ folder }) => folder));
}

/** Among those that have a line. */
async function chooseChart(entry: RunEntry, monitor: Monitor): Promise<void> {
  const { observer } = monitor;
  await observer.refresh([entry], AbortSignal.timeout(60_000), () => undefined);
  const shown = [{ entry, followed: observer.followed(entry.summary.folder) }];
  const view = { runs: [entry.summary.folder], metrics: [], range: null };
  const snapshot = snapshotOf({ entries: [entry], shown, view, system: [], focus: null });
  const charts = chartsIn(t).filter((chart) => haveValues(linesOf(chart, snapshot.shown, 'step')));
  if (charts.length === 0) throw nothingToDraw(entry.name);
  const chosen = await window.showQuickPick(
    charts.map(({ title, help, id }) => ({ label: title, description: help, id })),
    { placeHolder: t('Which chart?') },
  );
  if (chosen !== undefined)
    await exportShownChart(snapshot, { chart: chosen.id, axis: 'step', smoothing: 0 });
}
