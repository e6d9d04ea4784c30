/** The bundle that ships, activated over a hand-written VS Code. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { contributions } from '../../extension/manifest/contributions.ts';
import { pathOf } from '../../extension/manifest/files.ts';
import { newRun } from '../trainer/run/fixtures/toy-run.ts';
import { uriOf, VscodeDouble } from './support/vscode-double.ts';
import { standInForVscode } from './support/vscode-module.ts';

const folder = await mkdtemp(join(tmpdir(), 'critique-coder-test-'));
after(() => rm(folder, { recursive: true, force: true }));

const { metafile } = await build({
  entryPoints: [pathOf('extension/activate.ts')],
  absWorkingDir: pathOf(''),
  outfile: join(folder, 'extension.cjs'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  external: ['vscode'],
  metafile: true,
  logLevel: 'silent',
});

const double = new VscodeDouble();
standInForVscode(double.api);

interface Extension {
  readonly activate: (context: unknown) => void;
}

const { activate } = createRequire(import.meta.url)(join(folder, 'extension.cjs')) as Extension;

const memento = { get: (_: string, fallback?: unknown) => fallback, update: () => Promise.resolve() };
const subscriptions: { dispose(): unknown }[] = [];
const context = {
  subscriptions,
  globalStorageUri: uriOf(join(folder, 'storage')),
  workspaceState: memento,
  globalState: memento,
  extensionUri: uriOf(folder),
  asAbsolutePath: (path: string) => join(folder, path),
};
await newRun(join(folder, 'storage', 'runs'), 'run');
activate(context);
const registered = [...double.commands.keys()];
const executedByActivation = [...double.executed];

test('the bundle holds no engine, no sandbox and no tokenizer, and imports only VS Code and Node', () => {
  const inputs = Object.keys(metafile.inputs);
  const heavy = /onnxruntime|deno|pyodide|tokenizers|tree-sitter|trainer\/(engine|model|graph|sandbox)\//;
  assert.deepEqual(
    inputs.filter((input) => heavy.test(input)),
    [],
  );
  const [output] = Object.values(metafile.outputs);
  const imports = new Set(output?.imports.map(({ path }) => path).filter((path) => !isBuiltin(path)));
  assert.deepEqual([...imports], ['vscode']);
});

test('every command that the tables declare is registered, and no other', () => {
  const declared = contributions.flatMap(({ commands = [] }) =>
    commands.map(({ id }) => `critiqueCoder.${id}`),
  );
  assert.deepEqual(registered.toSorted(), declared.toSorted());
});

test('activation returns before it reads a folder', () => {
  const keys = executedByActivation.map(([, key]) => key);
  assert.deepEqual(
    keys.filter((key) => key === 'critiqueCoder.hasRuns' || key === 'critiqueCoder.ready'),
    [],
  );
});

test('after the first look the keys for menus are set, by what the runs allow', async () => {
  const isReady = (): boolean => double.executed.some(([, key]) => key === 'critiqueCoder.ready');
  for (let attempt = 0; attempt < 500 && !isReady(); attempt += 1) await sleep(10);
  const keys = new Map(double.executed.map(([, key, value]) => [key, value]));
  assert.equal(keys.get('critiqueCoder.hasRuns'), true);
  assert.equal(keys.get('critiqueCoder.training'), false);
  assert.equal(keys.get('critiqueCoder.can.resume'), true);
  assert.equal(keys.get('critiqueCoder.can.pause'), false);
});

test('deactivating leaves nothing behind', async () => {
  for (const subscription of subscriptions.toReversed()) await subscription.dispose();
  assert.deepEqual(double.open, []);
});
