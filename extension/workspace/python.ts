/** The Python that the user has set for the tests of a workspace folder. */
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { fromHome } from '../base/home.ts';
import type { Log } from '../log.ts';
import { Settings } from '../settings/settings.ts';
import { workspaceContribution } from './contribution.ts';

/** A path, or a name to look for on PATH; empty where nothing is set. A window's folders may each have their own. */
export function pythonOf({ uri }: Pick<vscode.WorkspaceFolder, 'uri'>, log: Log): string {
  const configuration = vscode.workspace.getConfiguration('critiqueCoder', uri);
  const read = (id: string): unknown => configuration.get<unknown>(id);
  const written = new Settings(workspaceContribution.settings ?? [], read, log).string('workspace.python');
  // The trainer is started elsewhere, so that to it a relative path would be another.
  return /[/\\]/.test(written) ? resolve(uri.fsPath, fromHome(written)) : written;
}
