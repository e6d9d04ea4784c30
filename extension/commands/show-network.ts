/** `Show Every Network Access`: the page that lists them, which comes with the extension. */
import * as vscode from 'vscode';

export async function showNetwork({
  extensionUri,
}: Pick<vscode.ExtensionContext, 'extensionUri'>): Promise<void> {
  const page = vscode.Uri.joinPath(extensionUri, 'docs', 'network.md');
  await vscode.commands.executeCommand('markdown.showPreview', page);
}
