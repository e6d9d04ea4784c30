/** `New Run Configuration`: a `critique-coder.json` to begin with, with completion and checks by its schema. */
import * as vscode from 'vscode';
import { starterSettings } from '../../trainer/starter/settings.ts';
import { opening } from './open-file.ts';

/** A file that is there already is opened as it is. */
export async function newConfiguration(): Promise<void> {
  const text = `${JSON.stringify({ base: 'starter', length: { steps: 75 }, ...starterSettings }, null, 2)}\n`;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) {
    const uri = vscode.Uri.parse('untitled:critique-coder.json');
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), text);
    if (document.getText() === '') await vscode.workspace.applyEdit(edit);
    await vscode.window.showTextDocument(document);
    return;
  }
  const uri = vscode.Uri.joinPath(folder.uri, 'critique-coder.json');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(text) });
  await vscode.workspace.applyEdit(edit);
  await opening(uri, vscode.window.showTextDocument(uri));
}
