/** What facts about the extension share; loaded inside the extension host. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const id = 'critique-coder.critique-coder';

/** Names the folder of a critic that the test has made. */
export const criticVariable = 'CRITIQUE_CODER_TEST_CRITIC';

export const extension = (): vscode.Extension<unknown> =>
  vscode.extensions.getExtension(id) ?? assert.fail(id);

export async function lensesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    10,
  );
  return lenses.map(({ command }) => command?.title ?? '');
}

/** Asks again until the answer is as wanted. */
export async function until<T>(
  ask: () => Promise<T> | T,
  isWanted: (answer: T) => boolean,
  what: string,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    assert.ok(attempt < 600, `${what} is still ${JSON.stringify(answer)}`);
    await sleep(100);
  }
}

/** The source of so many small functions: `add0`, `add1` … */
export const functions = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `def add${index}(n):\n    """Return n plus ${index}."""\n    return n + ${index}\n`,
  ).join('\n\n');

/** A file in the folder that is open. */
export async function writeInWorkspace(name: string, text: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const uri = vscode.Uri.joinPath((folder ?? assert.fail('no folder is open')).uri, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return uri;
}
