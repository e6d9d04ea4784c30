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
import { hostBundle } from '../../extension/bundle.ts';
import { newRun } from '../trainer/run/fixtures/toy-run.ts';
import { uriOf, VscodeDouble } from './support/vscode-double.ts';
import { standInForVscode } from './support/vscode-module.ts';

const folder = await mkdtemp(join(tmpdir(), 'critique-coder-test-'));
after(() => rm(folder, { recursive: true, force: true }));

const { metafile } = await build({
  ...hostBundle,
  absWorkingDir: pathOf(''),
  outdir: folder,
  metafile: true,
  logLevel: 'silent',
});

/** What went into a file of the bundle. */
function contentsOf(name: string) {
  const found = Object.entries(metafile.outputs).find(([file]) => file.endsWith(name));
  return found?.[1] ?? assert.fail(`${name} was made`);
}

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

test('activation loads no engine, no sandbox and no language client, and imports only VS Code and Node', () => {
  const { inputs, imports: made } = contentsOf('extension.cjs');
  const heavy =
    /vscode-language|onnxruntime|deno|pyodide|tokenizers|tree-sitter|trainer\/(engine|model|graph|sandbox)\//;
  assert.deepEqual(
    Object.keys(inputs).filter((input) => heavy.test(input)),
    [],
  );
  const imports = new Set(made.map(({ path }) => path).filter((path) => !isBuiltin(path)));
  assert.deepEqual([...imports].sort(), ['./critic-client.cjs', 'vscode']);
});

test('what is loaded apart from the rest remembers nothing that the rest knows', () => {
  const own = Object.keys(contentsOf('critic-client.cjs').inputs).filter((input) =>
    /^(extension|trainer)\//.test(input),
  );
  assert.ok(own.includes('extension/critic/client.ts'));
  assert.deepEqual(
    own.filter(
      (input) => !/^trainer\/(protocol|errors)\/|^extension\/critic\/(client|documents)\.ts$/.test(input),
    ),
    [],
  );
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
  assert.equal(keys.get('critiqueCoder.hasSteps'), false, 'it has no step yet');
  assert.equal(keys.get('critiqueCoder.training'), false);
  assert.equal(keys.get('critiqueCoder.can.resume'), true);
  assert.equal(keys.get('critiqueCoder.can.pause'), false);
});

test('the page of every network access is the one that comes with the extension', async () => {
  await double.commands.get('critiqueCoder.showNetwork')?.();
  const shown = double.executed.find(([command]) => command === 'markdown.showPreview');
  assert.deepEqual(shown?.[1], uriOf(`${folder}/docs/network.md`));
});

test('critiques are switched where the setting stands: with the user, or with a workspace that has it', async () => {
  const toggle = double.commands.get('critiqueCoder.toggleCritique');
  const { user, workspace } = double.settings;
  await toggle?.();
  assert.deepEqual([user.get('critique.enable'), workspace.size], [false, 0]);
  workspace.set('critique.enable', true);
  await toggle?.();
  assert.equal(workspace.get('critique.enable'), false);
});

test('deactivating leaves nothing behind', async () => {
  for (const subscription of subscriptions.toReversed()) await subscription.dispose();
  assert.deepEqual(double.open, []);
});
