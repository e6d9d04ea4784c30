/** From a workspace to pairs, with a program that plays the trainer and a user who answers. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { uriOf } from '../support/vscode-double.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import {
  answerWith,
  askedIn,
  marked,
  missingPytest,
  plan,
  report,
  trainer,
  type Instructions,
} from './folder.ts';
import { TestingWindow } from './window.ts';

const window = new TestingWindow();
standInForVscode(window.api);
const { workspacePairs } = await import('../../../extension/workspace/make-pairs.ts');

beforeEach(() => window.reset());

interface Playing {
  readonly python?: string;
  readonly data?: Instructions;
  readonly planned?: ReturnType<typeof plan>;
  readonly closing?: AbortSignal;
}

/** A window on one folder, whose tests are played. */
async function openOn(folder: string, { python = '', data, planned = plan(), closing }: Playing = {}) {
  window.workspace.workspaceFolders = [{ name: 'app', uri: { scheme: 'file', fsPath: folder } }];
  await answerWith(folder, {
    plan: { document: planned },
    data: data ?? { lines: ['1 of 3: [x](command:evil)'], document: report(), writes: '{}\n' },
  });
  const context = { storageUri: uriOf(join(folder, 'storage')) } as unknown as Parameters<
    typeof workspacePairs
  >[0]['context'];
  return workspacePairs({
    trainer,
    context,
    closing: closing ?? new AbortController().signal,
    python: ({ uri }) => (uri.fsPath === folder ? python : ''),
  });
}

test('what would be run is shown and asked for; then the pairs lie with the extension, counted', async () => {
  await using folder = await temporaryFolder();
  const pairs = await openOn(folder.path, { python: '/venv/bin/python' });
  assert.deepEqual(await pairs.files(), []);
  const made = await pairs.make();
  assert.equal(made?.words, 'Functions with pairs: 9. Correct pairs: 9. Incorrect pairs: 11.');
  assert.equal(dirname(made.file), join(folder.path, 'storage', 'pairs'));
  assert.match(basename(made.file), /^app-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.jsonl$/);
  assert.equal(await readFile(made.file, 'utf8'), '{}\n');
  assert.deepEqual(await pairs.files(), [made.file]);
  const [looking, asked, making, ...others] = window.said;
  assert.equal(looking, 'progress: Looking for functions and tests in app…');
  assert.match(asked ?? '', /^modal: Run the tests of app .*python3 -m pytest FILE.*with your rights/s);
  assert.deepEqual([making, others], ['progress: Making pairs of app', []]);
  assert.deepEqual(window.reported, ['1 of 3: [x] (command:evil)']);
  const pythons = (await askedIn(folder.path)).map(({ values }) => values['python']);
  assert.deepEqual(pythons, ['/venv/bin/python', '/venv/bin/python']);
});

test('whoever declines has nothing run', async () => {
  await using folder = await temporaryFolder();
  const pairs = await openOn(folder.path);
  window.agreed = undefined;
  assert.equal(await pairs.make(), undefined);
  assert.deepEqual(
    (await askedIn(folder.path)).map(({ values }) => values['plan']),
    [true],
  );
});

test('a restricted window looks at nothing, and a window without a folder has nothing to look at', async () => {
  await using folder = await temporaryFolder();
  const pairs = await openOn(folder.path);
  window.workspace.isTrusted = false;
  await assert.rejects(pairs.make(), { code: 'workspace.untrusted' });
  window.workspace.isTrusted = true;
  window.workspace.workspaceFolders = [];
  assert.equal(await pairs.make(), undefined);
  assert.deepEqual(await askedIn(folder.path), []);
});

test('of several folders one is asked for, and those that are on no disk do not count', async () => {
  await using folder = await temporaryFolder();
  const pairs = await openOn(folder.path);
  const uri = { scheme: 'file', fsPath: '/elsewhere' };
  window.workspace.workspaceFolders.unshift({ name: 'other', uri });
  assert.ok((await pairs.make()) !== undefined);
  window.workspace.workspaceFolders[0] = { name: 'web', uri: { ...uri, scheme: 'vscode-vfs' } };
  window.api.window.showWorkspaceFolderPick = () => assert.fail('there is only one');
  assert.ok((await pairs.make()) !== undefined);
});

test('where nothing can be run nobody is asked to run it', async () => {
  await using folder = await temporaryFolder();
  const pairs = await openOn(folder.path, { planned: plan({ frameworks: [missingPytest] }) });
  await assert.rejects(pairs.make(), {
    code: 'workspace.nothing-to-learn',
    message: /no module pytest/,
    hint: /docstring.*passing test.*pytest, unittest/,
  });
  assert.equal(window.said.length, 1);
});

test('where no pair comes of it, the trainer says why, with the test files that it did not use', async () => {
  await using folder = await temporaryFolder();
  const lines = [
    'test_a.py is not used: does not pass',
    'None could be labelled.',
    'The lines above say why.',
  ];
  const pairs = await openOn(folder.path, { data: { lines, exitCode: 1 } });
  await assert.rejects(pairs.make(), {
    code: 'workspace.refused',
    message: 'None could be labelled.\ntest_a.py is not used: does not pass',
    hint: 'The lines above say why.',
  });
  assert.deepEqual(await pairs.files(), []);
});

test('files of the workspace that changed while its tests ran are told', async () => {
  await using folder = await temporaryFolder();
  const document = report({ changed: ['notes.txt'] });
  const pairs = await openOn(folder.path, { data: { document, writes: '{}\n' } });
  await pairs.make();
  assert.match(
    window.said.at(-1) ?? '',
    /^While the tests of app ran.*notes\.txt\..*reaches out of its copy/,
  );
});

test('cancelling, or closing the window, ends the program after it has cleared up', async () => {
  for (const how of ['cancel', 'close'] as const) {
    await using folder = await temporaryFolder();
    const closing = new AbortController();
    const pairs = await openOn(folder.path, { data: { waits: true }, closing: closing.signal });
    let cancel = (): void => assert.fail('nothing has begun');
    window.cancels = (given) => (cancel = given);
    const making = pairs.make();
    await marked(folder.path, 'waiting');
    if (how === 'cancel') cancel();
    else closing.abort();
    assert.equal(await making, undefined, how);
    assert.ok(existsSync(join(folder.path, 'cleared')), how);
  }
});
