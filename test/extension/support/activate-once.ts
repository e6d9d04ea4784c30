/**
 * `activate-once.ts <extension.cjs>`: writes, as JSON, the milliseconds of processor time that loading and activating it
 * takes, and the files that were loaded.
 */
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { uriOf, VscodeDouble } from './vscode-double.ts';
import { standInForVscode } from './vscode-module.ts';

const [bundle = ''] = process.argv.slice(2);
standInForVscode(new VscodeDouble().api);
const memento = { get: () => undefined, update: () => Promise.resolve() };
const context = {
  subscriptions: [],
  globalStorageUri: uriOf('/no/such/storage'),
  workspaceState: memento,
  globalState: memento,
  extensionUri: uriOf('/no/such/extension'),
  asAbsolutePath: (path: string) => path,
};
const before = process.cpuUsage();
const load = createRequire(import.meta.url);
const { activate } = load(bundle) as { activate: (context: unknown) => void };
activate(context);
const { user, system } = process.cpuUsage(before);
const answer = { milliseconds: (user + system) / 1000, files: Object.keys(load.cache).filter(isAbsolute) };
process.stdout.write(JSON.stringify(answer), () => process.exit());
