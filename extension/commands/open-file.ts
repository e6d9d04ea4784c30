/** Files in editors. One that cannot be opened, such as one that is gone, is no defect of ours. */
import * as vscode from 'vscode';
import { fileNotOpened } from '../errors/shell.ts';

/** A file of a run. Throws `shell.file-not-opened`. */
export async function openFile(path: string): Promise<void> {
  const uri = vscode.Uri.file(path);
  await opening(uri, vscode.window.showTextDocument(uri, { preview: true }));
}

/** What VS Code opens, or `shell.file-not-opened` where it cannot. */
export async function opening<T>({ fsPath }: vscode.Uri, opened: PromiseLike<T>): Promise<T> {
  try {
    return await opened;
  } catch (cause) {
    throw fileNotOpened(fsPath, cause);
  }
}
