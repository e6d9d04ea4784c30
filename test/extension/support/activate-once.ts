/** `activate-once.ts <extension.cjs>`: writes the milliseconds of processor time that loading and activating it takes. */
import { createRequire } from 'node:module';
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
const { activate } = createRequire(import.meta.url)(bundle) as { activate: (context: unknown) => void };
activate(context);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000), () => process.exit());
