/** The store of a window, with as much of VS Code as keeps its settings. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { runContribution } from '../../../extension/run/contribution.ts';
import { Settings } from '../../../extension/settings/settings.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun } from '../../trainer/run/fixtures/toy-run.ts';
import { ConfigurationTarget, LayeredSettings } from '../support/layered-settings.ts';
import { keptLog } from '../support/log.ts';
import { uriOf } from '../support/vscode-double.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { memory } from '../support/window.ts';

const configuration = { now: new LayeredSettings() };
const listening = () => ({ dispose: () => undefined });
standInForVscode({
  window: {},
  workspace: {
    workspaceFolders: undefined,
    getConfiguration: () => configuration.now,
    onDidChangeWorkspaceFolders: listening,
    onDidChangeConfiguration: listening,
  },
  ConfigurationTarget,
  ProgressLocation: {},
});
const { openWindowStore } = await import('../../../extension/run/window-store.ts');

/** Has a run in a folder elsewhere, remembers that, and tells what is listed then. */
async function listedAfterRemembering(configured: LayeredSettings): Promise<readonly string[]> {
  await using folder = await temporaryFolder();
  configuration.now = configured;
  const elsewhere = join(folder.path, 'elsewhere');
  await newRun(elsewhere, 'mine');
  const log = keptLog();
  const subscriptions: { dispose(): unknown }[] = [];
  const context = {
    subscriptions,
    workspaceState: memory(),
    globalStorageUri: uriOf(join(folder.path, 'storage')),
  } as unknown as Parameters<typeof openWindowStore>[0]['context'];
  const { store, remember } = openWindowStore({
    context,
    log,
    settings: new Settings(runContribution.settings ?? [], (id) => configured.get(id), log),
    says: () => true,
    resume: () => assert.fail('nothing is resumed'),
    showError: (cause) => assert.fail(String(cause)),
  });
  await remember(elsewhere);
  const listed = store.runs.map(({ summary }) => summary.id);
  for (const each of subscriptions) await each.dispose();
  return listed;
}

test('a folder that is remembered is listed, and kept for all windows', async () => {
  const settings = new LayeredSettings();
  settings.user.set('runs.folders', ['/before']);
  assert.deepEqual(await listedAfterRemembering(settings), ['mine']);
  assert.match(JSON.stringify(settings.user.get('runs.folders')), /^\["\/before",".*elsewhere"\]$/);
  assert.equal(settings.workspace.size, 0);
});

test('in a workspace that has folders of its own it joins those, and is listed as well', async () => {
  const settings = new LayeredSettings();
  settings.user.set('runs.folders', ['/of-user']);
  settings.workspace.set('runs.folders', ['/of-workspace']);
  assert.deepEqual(await listedAfterRemembering(settings), ['mine']);
  assert.match(
    JSON.stringify(settings.workspace.get('runs.folders')),
    /^\["\/of-workspace",".*elsewhere"\]$/,
  );
  assert.deepEqual(settings.user.get('runs.folders'), ['/of-user']);
});
