/** `Check This Machine`: what `critique-coder doctor` finds, as a list. */
import * as vscode from 'vscode';
import type { DoctorReport } from '../../trainer/protocol/reports.ts';
import { untrusted } from '../errors/shell.ts';
import { t } from '../l10n.ts';
import { askDoctor } from '../run/doctor.ts';
import type { Trainer } from '../run/launch.ts';

/** `root` is the folder that a run would be put in. */
export async function checkMachine(
  trainer: Trainer,
  root: string,
  log: vscode.LogOutputChannel,
): Promise<void> {
  // The sandbox is tried by executing programs in it.
  if (!vscode.workspace.isTrusted) throw untrusted();
  const title = t('Checking this machine…');
  const report = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      const stopped = new AbortController();
      token.onCancellationRequested(() => stopped.abort());
      return askDoctor(trainer, root, stopped.signal);
    },
  );
  if (report === null) return;
  for (const { name, ok, found, todo } of report.checks) {
    log[ok ? 'info' : 'warn'](`${name}: ${found}${todo === null ? '' : ` ${todo}`}`);
  }
  await showReport(report);
}

async function showReport({ ok, checks }: DoctorReport): Promise<void> {
  const rows = checks.map(({ name, ok: isFine, found, todo }) => ({
    label: name,
    description: found,
    iconPath: new vscode.ThemeIcon(isFine ? 'pass' : 'warning'),
    ...(todo === null ? {} : { detail: todo }),
  }));
  await vscode.window.showQuickPick(rows, {
    title: ok ? t('This machine can train') : t('Something has to be done before this machine can train'),
    placeHolder: t('What was found'),
    matchOnDescription: true,
  });
}
