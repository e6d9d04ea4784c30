/** What happens when something changes: the editor, the settings, the critics, the server. */
import * as vscode from 'vscode';
import { criticMethods } from '../../trainer/protocol/critic-server.ts';
import { showError } from '../commands/show-error.ts';
import { criticActiveKey, dismissedKey, findingsKey } from './contribution.ts';
import { visibleDocuments } from './documents.ts';
import { serverUnavailable } from '../errors/critique.ts';
import type { CriticIdentity } from './findings.ts';
import type { Parts } from './parts.ts';

/** Scrolling is told when it pauses. */
const lookMs = 150;

export function follow(parts: Parts, log: vscode.LogOutputChannel): vscode.Disposable {
  const looking = whenPaused(lookMs, () => parts.link.tell(criticMethods.visible, visibleDocuments()));
  const heard = [
    looking,
    ...followEditor(parts, looking),
    ...followStores(parts),
    ...followCritics(parts),
    ...followServer(parts, looking, log),
  ];
  void parts.critics.refresh();
  showState(parts);
  needIfSeen(parts);
  return vscode.Disposable.from(...heard);
}

interface Pausing extends vscode.Disposable {
  soon(): void;
}

function needIfSeen({ judges, link }: Parts): void {
  if (vscode.window.visibleTextEditors.some(({ document }) => judges(document))) link.need();
}

/** A server that rests is started where it has something to show, and gets the settings as it starts. */
function configure(parts: Parts): void {
  parts.link.tell(criticMethods.configure, parts.serverSettings());
  needIfSeen(parts);
}

function settingsChanged(parts: Parts): void {
  parts.lenses.changed();
  parts.gutter.draw();
  parts.problems.list();
  configure(parts);
}

/** The keys that welcomes, menus and the palette ask for. */
function showState({ critics, dismissals, findings }: Parts): void {
  const keys = {
    [criticActiveKey]: critics.active !== null,
    [dismissedKey]: dismissals.any,
    [findingsKey]: findings.all.length > 0,
  };
  for (const [key, value] of Object.entries(keys)) {
    void vscode.commands.executeCommand('setContext', key, value);
  }
}

function followEditor(parts: Parts, looking: Pausing): vscode.Disposable[] {
  const { judges, link, verdicts, findings, dismissals } = parts;
  return [
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('critiqueCoder.critique')) settingsChanged(parts);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (judges(document)) link.need();
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => verdicts.forget(uri.toString())),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) findings.forgetWithin(uri.toString());
    }),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) {
        findings.forgetWithin(oldUri.toString());
        dismissals.move(oldUri.toString(), newUri.toString());
      }
    }),
    vscode.window.onDidChangeVisibleTextEditors(() => {
      needIfSeen(parts);
      looking.soon();
    }),
    vscode.window.onDidChangeTextEditorVisibleRanges(() => looking.soon()),
  ];
}

function followStores(parts: Parts): vscode.Disposable[] {
  const { verdicts, findings, dismissals, results, lenses } = parts;
  return [
    verdicts.onDidChange((changed) => {
      findings.update(changed);
      lenses.changed();
    }),
    dismissals.onDidChange(() => {
      configure(parts);
      showState(parts);
    }),
    findings.onDidChange(() => showState(parts)),
    results.onDidChange(() => lenses.changed()),
  ];
}

/** Nothing that another critic has said holds any more. Returns whether this is another. */
function turnTo(parts: Parts, critic: CriticIdentity): boolean {
  if (!parts.findings.ofCritic(critic)) return false;
  parts.verdicts.clear();
  settingsChanged(parts);
  return true;
}

function followCritics(parts: Parts): vscode.Disposable[] {
  const { critics, runs, findings, link } = parts;
  // While this window was closed, another one may have been chosen.
  findings.ofCritic(critics.identity);
  let seen = '';
  return [
    critics.onDidChange(() => {
      showState(parts);
      if (turnTo(parts, critics.identity) && critics.active === null) link.release();
    }),
    runs.onDidChange(() => {
      // A run's step changes often, and whether it has a critic only with its state.
      const now = runs.runs.map(({ summary: { folder, state } }) => `${folder} ${state}`).join('\n');
      if (now === seen) return;
      seen = now;
      void critics.refresh();
    }),
  ];
}

function followServer(parts: Parts, looking: Pausing, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const { link, lenses, critics, serverSettings } = parts;
  let told: string | null = null;
  let { phase } = link;
  let problem: string | null = null;
  let shown = '';
  return [
    link.onDidChange(() => {
      // They may have changed since it read them, for while it starts it is told nothing.
      if (link.phase === 'running' && phase !== 'running') {
        link.tell(criticMethods.configure, serverSettings());
      }
      phase = link.phase;
      const critic = link.state?.critic ?? null;
      // It looks into the folder more often than this window, and into that of a critic that no list here has.
      if (critic !== null && critic.hash !== told && critic.folder === critics.active) {
        told = critic.hash;
        turnTo(parts, critic);
      }
      if (link.phase === 'running') looking.soon();
      if (link.phase === 'broken') void showError(serverUnavailable(), log);
      const now = link.state?.problem ?? null;
      if (now !== null && now.message !== problem) log.warn(`${now.code}: ${now.message} ${now.hint}`);
      problem = now?.message ?? null;
      // How many functions wait changes all the time, and no lens says it.
      const state = JSON.stringify([link.phase, now]);
      if (state !== shown) lenses.changed();
      shown = state;
    }),
  ];
}

function whenPaused(milliseconds: number, act: () => void): Pausing {
  let timer: NodeJS.Timeout | undefined;
  return {
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(act, milliseconds);
    },
    dispose: () => clearTimeout(timer),
  };
}
