/** The Monitor's commands. Called from the palette they ask which run; the tree and the page name it. */
import type { Disposable, LogOutputChannel, QuickPickItem } from 'vscode';
import { commands, l10n, window } from 'vscode';
import { charts } from '../../trainer/protocol/panel-charts.ts';
import { SHOWN_RUNS } from '../../trainer/protocol/panel-request.ts';
import { showError } from '../commands/show-error.ts';
import type { RunEntry, RunStore } from '../run/store.ts';
import { exportShownChart, saveMetrics } from './exports.ts';
import type { Monitor } from './register.ts';
import { snapshotOf } from './snapshot.ts';

/** The folder of the run that a command is about, where the tree or another room names it. */
type Target = string | undefined;

export function registerPanelCommands(
  store: RunStore,
  monitor: Monitor,
  log: LogOutputChannel,
): readonly Disposable[] {
  const register = (id: string, run: (target: Target) => Promise<void> | void): Disposable =>
    commands.registerCommand(`critiqueCoder.${id}`, async (target: Target) => {
      try {
        await run(target);
      } catch (cause) {
        await showError(cause, log);
      }
    });
  return [
    register('openMonitor', () => monitor.openEditor()),
    register('compareRuns', () => compareRuns(store, monitor)),
    register('exportMetrics', async (target) => {
      const entry = await chooseRun(store, target);
      if (entry !== undefined) await saveMetrics(entry);
    }),
    register('exportChart', async (target) => {
      const entry = await chooseRun(store, target);
      if (entry !== undefined) await chooseChart(entry, monitor);
    }),
  ];
}

async function compareRuns(store: RunStore, monitor: Monitor): Promise<void> {
  const items = store.runs.map((entry, index) => ({ ...itemOf(entry), picked: index < 2 }));
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('Compare Runs'),
    placeHolder: l10n.t('Up to {0} runs; the newest of them is in focus', SHOWN_RUNS),
    matchOnDescription: true,
  });
  const folders = (chosen ?? []).slice(0, SHOWN_RUNS).map(({ entry }) => entry.summary.folder);
  if (folders.length > 0) await monitor.showRuns(folders);
}

async function chooseRun(store: RunStore, target: Target): Promise<RunEntry | undefined> {
  if (target !== undefined) return store.get(target);
  const [only, ...others] = store.runs;
  if (others.length === 0) {
    if (only === undefined) void window.showInformationMessage(l10n.t('There is no run yet.'));
    return only;
  }
  const chosen = await window.showQuickPick(
    store.runs.map((entry) => itemOf(entry)),
    { placeHolder: l10n.t('Which run?'), matchOnDescription: true },
  );
  return chosen?.entry;
}

const itemOf = (entry: RunEntry): QuickPickItem & { readonly entry: RunEntry } => ({
  label: entry.summary.id,
  description: l10n.t('{0}, step {1}', entry.summary.state, entry.summary.step),
  entry,
});

async function chooseChart(entry: RunEntry, monitor: Monitor): Promise<void> {
  const chosen = await window.showQuickPick(
    charts.map(({ title, group, id }) => ({ label: title, description: group, id })),
    { placeHolder: l10n.t('Which chart?') },
  );
  if (chosen === undefined) return;
  const { observer } = monitor;
  await observer.refresh([entry], AbortSignal.timeout(60_000), () => undefined);
  const shown = [{ entry, followed: observer.followed(entry.summary.folder) }];
  const view = { runs: [entry.summary.folder], metrics: [], range: null };
  const snapshot = snapshotOf({ entries: [entry], shown, view, system: [], focus: null });
  await exportShownChart(snapshot, { chart: chosen.id, axis: 'step', smoothing: 0 });
}
