/** The folders of this window that programs can be run on. */
import * as vscode from 'vscode';

export const foldersOnDisk = (): vscode.WorkspaceFolder[] =>
  (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
