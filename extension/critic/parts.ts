/** The parts of the room, wired. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CriticInfo, CriticSettings } from '../../trainer/protocol/critic-server.ts';
import { PROTOCOL_VERSION } from '../../trainer/protocol/version.ts';
import type { RoomTools } from '../room.ts';
import type { RunStore } from '../run/store.ts';
import { TestResults } from '../workspace/results.ts';
import { TestOutputDocuments } from '../workspace/test-output.ts';
import { TestRuns } from '../workspace/test-runs.ts';
import { Critics } from './critics.ts';
import { CritiqueDocuments } from './critique-document.ts';
import { Dismissals } from './dismissals.ts';
import { languageOf } from './documents.ts';
import { Findings } from './findings.ts';
import { Gutter } from './gutter.ts';
import { Lenses } from './lenses.ts';
import { ServerLink } from './link.ts';
import { Problems } from './problems.ts';
import { readCritiqueSettings, type CritiqueSettings } from './settings.ts';
import { VerdictStore } from './verdict-store.ts';

/** The server ends itself a little after the extension would have ended it. */
const graceSeconds = 60;

export interface Parts {
  readonly runs: RunStore;
  readonly verdicts: VerdictStore;
  readonly findings: Findings;
  readonly dismissals: Dismissals;
  readonly critics: Critics;
  readonly link: ServerLink;
  readonly lenses: Lenses;
  readonly critiques: CritiqueDocuments;
  readonly gutter: Gutter;
  readonly problems: Problems;
  readonly results: TestResults;
  readonly tests: TestRuns;
  readonly testOutput: TestOutputDocuments;
  readonly settings: () => CritiqueSettings;
  readonly serverSettings: () => CriticSettings;
  /** Whether a document has lenses at all. */
  readonly judges: (document: vscode.TextDocument) => boolean;
  /** The critic that the server has loaded the record of, by the name that users know. */
  readonly critic: () => CriticInfo | null;
}

/** What is made here lives as long as the extension. */
export function openParts({ context, store: runs, trainer, log }: RoomTools): Parts {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const { workspaceState, globalState, globalStorageUri, storageUri } = context;
  const settings = (): CritiqueSettings =>
    readCritiqueSettings((id) => vscode.workspace.getConfiguration('critiqueCoder').get<unknown>(id), log);
  const verdicts = own(new VerdictStore());
  const findings = own(new Findings(workspaceState));
  const dismissals = own(new Dismissals(workspaceState));
  const critics = own(new Critics({ workspace: workspaceState, user: globalState, runs }));
  const serverSettings = (): CriticSettings => serverSettingsOf(settings(), critics.active, dismissals);
  const storage = join((storageUri ?? globalStorageUri).fsPath, 'verdicts');
  const link = own(
    new ServerLink({
      program: vscode.Uri.joinPath(context.extensionUri, 'dist', 'critic-server.mjs').fsPath,
      log,
      options: () => ({ protocol: PROTOCOL_VERSION, storage, settings: serverSettings() }),
      idleMinutes: () => settings().idleMinutes,
      told: (told) => verdicts.set(told),
    }),
  );
  const judges = (document: vscode.TextDocument): boolean => {
    const language = languageOf(document);
    const { enable, languages } = settings();
    return enable && critics.active !== null && language !== undefined && languages.includes(language);
  };
  const critic = (): CriticInfo | null => {
    const loaded = link.state?.critic ?? null;
    return loaded === null ? null : { ...loaded, name: critics.titleOf(loaded.name) };
  };
  const results = own(new TestResults());
  const tests = own(new TestRuns({ trainer, results, now: () => new Date() }));
  const testOutput = own(new TestOutputDocuments(results));
  const lenses = own(new Lenses({ link, verdicts, results, log, judges }));
  const critiques = own(new CritiqueDocuments({ link, verdicts, results, critic }));
  const gutter = own(new Gutter({ verdicts, judges, isOn: () => settings().gutter }));
  const problems = own(new Problems({ verdicts, judges, isOn: () => settings().diagnostics }));
  const stores = { runs, verdicts, findings, dismissals, critics, results };
  const shown = { lenses, critiques, gutter, problems, testOutput };
  return { ...stores, ...shown, link, tests, settings, serverSettings, judges, critic };
}

function serverSettingsOf(
  { enable, when, languages, exclude, idleMinutes }: CritiqueSettings,
  active: string | null,
  { functions, files }: Dismissals,
): CriticSettings {
  return {
    critic: enable ? active : null,
    when,
    languages: [...languages],
    exclude: [...exclude],
    dismissed: functions.map(({ hash }) => hash),
    dismissedFiles: [...files],
    // The extension lists them itself.
    diagnostics: false,
    idleSeconds: 60 * idleMinutes + graceSeconds,
  };
}
