/** Nothing that the extension registers with VS Code outlives its use: counted over its whole life in the real host. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { fact } from '../harness/facts.ts';
import { criticVariable, extension, functions, lensesOf, until, writeInWorkspace } from './support.ts';
import { Registrations } from './registrations.ts';

interface Program {
  readonly activate: (context: vscode.ExtensionContext) => unknown;
  readonly deactivate?: (() => unknown) | undefined;
}

/** The language client listens for notebooks and never stops (11.0.0). There is one for the extension's whole life. */
const leftByLibrary = [
  'workspace.onDidChangeTextDocument',
  'workspace.onDidCloseTextDocument',
  'workspace.onDidOpenTextDocument',
];

const registrations = new Registrations();
let context: vscode.ExtensionContext | undefined;

/** As the extension itself would import it: VS Code gives each extension a `vscode` of its own. */
const importThere = (): NodeJS.Require => createRequire(join(extension().extensionPath, 'package.json'));

const program = (): string =>
  join(extension().extensionPath, (extension().packageJSON as { readonly main: string }).main);

fact('a registration is counted until it is disposed of', () => {
  assert.equal(extension().isActive, false);
  const api = importThere()('vscode') as typeof vscode;
  registrations.watch(api);
  const leak = api.commands.registerCommand('critiqueCoder.test.leak', () => undefined);
  const heard = api.workspace.onDidChangeTextDocument(() => undefined);
  const channel = api.window.createOutputChannel('Leak', { log: true });
  const made = ['commands.registerCommand critiqueCoder.test.leak', 'window.createOutputChannel Leak'];
  assert.deepEqual(registrations.live, [...made, 'workspace.onDidChangeTextDocument']);
  heard.dispose();
  assert.deepEqual(registrations.live, made);
  leak.dispose();
  channel.dispose();
  assert.deepEqual(registrations.live, []);
});

fact('the extension registers what it needs when it is activated', async () => {
  const there = importThere();
  const { activate, deactivate } = there(program()) as Program;
  const cached = there.cache[program()] ?? assert.fail('the program is not loaded');
  cached.exports = {
    deactivate,
    // The host alone has the context; what is in it is to be disposed of at the end.
    activate: (given: vscode.ExtensionContext) => activate((context = given)),
  } satisfies Program;
  await extension().activate();
  assert.ok(registrations.live.length > 50, registrations.live.join('\n'));
});

/** What a user opens, looks at, and closes. */
async function use(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('critiqueCoder.critics.activate', process.env[criticVariable]);
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('critiqueCoder.checkFile');
  await until(
    () => lensesOf(uri),
    (seen) => seen.length === 5 && seen.every((title) => /likely|unsure/.test(title)),
    'the lenses',
  );
  await editor.edit((builder) => builder.insert(new vscode.Position(2, 4), 'n = n; '));
  await vscode.commands.executeCommand('critiqueCoder.showCritique', { uri: uri.toString(), id: 'add1' });
  await vscode.commands.executeCommand('critiqueCoder.openMonitor');
  await vscode.commands.executeCommand('workbench.action.files.saveAll');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('critiqueCoder.critics.deactivate');
}

fact('what judging, reading and watching registers is gone when they are over', async () => {
  const uri = await writeInWorkspace('leaks.py', functions(5));
  // The first time, parts are made that stay until the end: decorations, for one.
  await use(uri);
  const before = registrations.live;
  await use(uri);
  await until(
    () => registrations.live,
    (live) => live.length <= before.length,
    'what is registered',
  );
  assert.deepEqual(registrations.live, before);
});

fact('after the extension is deactivated nothing is registered any more', async () => {
  const { deactivate } = importThere()(program()) as Program;
  for (const each of context?.subscriptions ?? assert.fail('it was not activated')) each.dispose();
  await deactivate?.();
  await until(
    () => registrations.live,
    (live) => live.length <= leftByLibrary.length,
    'what is registered',
  );
  assert.deepEqual(registrations.live, leftByLibrary);
});
