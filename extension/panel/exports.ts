/** Saving metrics and charts where the user says. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { commands, ProgressLocation, Uri, window, workspace } from 'vscode';
import { chartOf } from '../../trainer/protocol/panel-chart-table.ts';
import type { Snapshot } from '../../trainer/protocol/panel-snapshot.ts';
import { writeFileAtomic } from '../../trainer/run/files.ts';
import { t } from '../l10n.ts';
import type { RunEntry } from '../run/store.ts';
import { chartFile } from './chart-file.ts';
import { metricsCsv } from './csv.ts';
import { chartUnknown, nothingLogged } from '../errors/panel.ts';
import type { ChartRequest } from './session.ts';

/** Every metric of every step. An export that is cancelled or fails leaves the folder as it was. */
export async function saveMetrics({ summary, name }: RunEntry): Promise<void> {
  if (summary.step === 0) throw nothingLogged(name);
  const target = await askWhere(`${summary.id}-metrics.csv`, { [t('Comma-separated values')]: ['csv'] });
  if (target === undefined) return;
  const title = t('Exporting the metrics of {0}', name);
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const done = await window.withProgress(options, async (_progress, token) => {
    const cancel = new AbortController();
    const cancellation = token.onCancellationRequested(() => cancel.abort());
    try {
      await writeFileAtomic(target.fsPath, metricsCsv(summary.folder, cancel.signal));
      return true;
    } catch (cause) {
      if (cancel.signal.aborted) return false;
      throw cause;
    } finally {
      cancellation.dispose();
    }
  });
  if (done) offerToOpen(target);
}

/** A chart as it is drawn of a snapshot. */
export async function exportShownChart(
  snapshot: Snapshot,
  { chart: id, axis, smoothing }: Pick<ChartRequest, 'chart' | 'axis' | 'smoothing'>,
): Promise<void> {
  const chart = chartOf(id, snapshot.shown.length, t);
  if (chart === undefined) throw chartUnknown(id);
  const { name, text } = chartFile(snapshot, chart, { axis, smoothing });
  const target = await askWhere(name, { [t('SVG picture')]: ['svg'] });
  if (target === undefined) return;
  await writeFileAtomic(target.fsPath, text);
  offerToOpen(target);
}

function askWhere(name: string, filters: Record<string, string[]>): Thenable<Uri | undefined> {
  const folder =
    workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? homedir();
  return window.showSaveDialog({ defaultUri: Uri.file(join(folder, name)), filters });
}

/** Does not wait for an answer: the export is done. */
function offerToOpen(file: Uri): void {
  const open = t('Open');
  void window.showInformationMessage(t('Saved {0}', file.fsPath), open).then((chosen) => {
    if (chosen === open) void commands.executeCommand('vscode.open', file);
  });
}
