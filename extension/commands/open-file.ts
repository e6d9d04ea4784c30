/** A file of a run in an editor. */
import * as vscode from 'vscode';

export async function openFile(path: string): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: true });
}
