/** Leaves all files alone that a pattern covers: the setting `critique.exclude`, filled from a file that is at hand. */
import * as vscode from 'vscode';
import { globCovers, literalGlob } from '../../trainer/glob.ts';
import { t } from '../l10n.ts';
import type { Findings } from './findings.ts';
import type { CritiqueSettings } from './settings.ts';

export interface PatternTools {
  readonly settings: () => CritiqueSettings;
  readonly findings: Findings;
}

/** The folder of the file with everything in it; of a file that lies at the top, the file. */
export function patternFor(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? literalGlob(path) : `${literalGlob(path.slice(0, end))}/**`;
}

/** What is wrong with a pattern that is to cover this file, or undefined. */
export function patternProblem(pattern: string, path: string): string | undefined {
  return globCovers(pattern.trim(), path) ? undefined : t('It does not cover {0}.', path);
}

/** Asks for the pattern, writes it into the settings of the workspace, and forgets what was found in its files. */
export async function dismissPattern({ settings, findings }: PatternTools, uri: string): Promise<void> {
  const path = pathOf(uri);
  const answer = await vscode.window.showInputBox({
    title: t('Dismiss Files by Pattern'),
    prompt: t('Files that are left alone, such as **/generated/** or **/*.test.ts'),
    value: patternFor(path),
    validateInput: (value) => patternProblem(value, path),
  });
  if (answer === undefined) return;
  const pattern = answer.trim();
  const { exclude } = settings();
  const { ConfigurationTarget, workspace } = vscode;
  const target =
    workspace.workspaceFolders === undefined ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  const others = exclude.filter((each) => each !== pattern);
  await workspace.getConfiguration('critiqueCoder').update('critique.exclude', [...others, pattern], target);
  for (const each of findings.uris) if (globCovers(pattern, pathOf(each))) findings.forgetWithin(each);
  const words = t(
    '{0} is left alone from now on; the setting critiqueCoder.critique.exclude lists it.',
    pattern,
  );
  vscode.window.setStatusBarMessage(`$(eye-closed) ${words}`, 8000);
}

/** As the critic server matches it: within its workspace folder, or whole where it lies in none. */
const pathOf = (uri: string): string =>
  vscode.workspace.asRelativePath(vscode.Uri.parse(uri), false).replaceAll('\\', '/');
