/** What the extension is inside its host: light, complete, and flat in memory while somebody types. */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { fact } from '../harness/facts.ts';
import { criticVariable, extension, functions, lensesOf, until, writeInWorkspace } from './support.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Makes a document so large that a copy of it for every edit shows in the heap. */
const ballast = '# A comment, so that a copy of this text is worth noticing.\n'.repeat(150);

/** Bytes of objects that are in use. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

fact('the extension is active after the window has opened', async () => {
  await until(() => extension().isActive, Boolean, 'whether it is active');
});

fact('every command of the manifest is there', async () => {
  const { contributes } = extension().packageJSON as Manifest;
  const known = new Set(await vscode.commands.getCommands(true));
  const missing = contributes.commands.filter(({ command }) => !known.has(command));
  assert.deepEqual(missing, []);
  assert.ok(contributes.commands.length > 30);
});

fact('no runtime for models and no sandbox is loaded into the host', () => {
  const { sharedObjects } = process.report.getReport() as { sharedObjects: readonly string[] };
  assert.deepEqual(
    sharedObjects.filter((file) => /onnxruntime|pyodide|tree-sitter/.test(file)),
    [],
  );
});

fact('without a critic there are no lenses', async () => {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content: functions(1) });
  await vscode.window.showTextDocument(document);
  assert.deepEqual(await lensesOf(document.uri), []);
});

fact('500 edits with lenses on leave one lens a function, and the heap as it was', async () => {
  const uri = await writeInWorkspace('many.py', `${functions(20)}\n\n${ballast}`);
  const settings = vscode.workspace.getConfiguration('critiqueCoder');
  await settings.update('critique.when', 'continuous', vscode.ConfigurationTarget.Global);
  await vscode.commands.executeCommand('critiqueCoder.critics.activate', process.env[criticVariable]);
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  await until(
    () => lensesOf(uri),
    (titles) => titles.length === 20,
    'the lenses',
  );
  const edit = async (count: number): Promise<void> => {
    for (let each = 0; each < count; each++) {
      const line = 2 + 5 * (each % 20);
      const { end } = document.lineAt(line).range;
      await editor.edit((builder) => builder.insert(end, '1'));
      await editor.edit((builder) => builder.delete(new vscode.Range(end, end.translate(0, 1))));
    }
  };
  // The first edits fill caches that stay: the editor's own, and the compiler's.
  await edit(50);
  const before = heapInUse();
  await edit(250);
  const after = heapInUse();
  const titles = await until(
    () => lensesOf(uri),
    (seen) => seen.length === 20,
    'the lenses',
  );
  assert.ok(titles.every((title) => title !== ''));
  // 500 edits of a document of 10 KB would leave 5 MB behind if its text were kept at each.
  assert.ok(document.getText().length > 10_000);
  assert.ok(after - before < 2e6, `${((after - before) / 1e6).toFixed(1)} MB more`);
});

fact('the critic is put away, and its lenses with it', async () => {
  await vscode.commands.executeCommand('critiqueCoder.critics.deactivate');
  const uri = vscode.window.activeTextEditor?.document.uri ?? assert.fail('no editor');
  await until(
    () => lensesOf(uri),
    (titles) => titles.length === 0,
    'the lenses',
  );
});
