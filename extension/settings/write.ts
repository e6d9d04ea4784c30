/** Writing settings where they have effect. */
import * as vscode from 'vscode';

/** Into the workspace if its settings have a value, for that hides the user's; else into the settings of the user. */
export async function writeSetting(id: string, value: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('critiqueCoder');
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const isInWorkspace = configuration.inspect(id)?.workspaceValue !== undefined;
  await configuration.update(id, value, isInWorkspace ? Workspace : Global);
}
