/** Which Python runs the tests of a folder, with as much of VS Code as has settings by folder. */
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { keptLog } from '../support/log.ts';
import { uriOf } from '../support/vscode-double.ts';
import { standInForVscode } from '../support/vscode-module.ts';

/** By the path of the folder; all others have what stands under ''. */
const written = new Map<string, unknown>();
standInForVscode({
  workspace: {
    getConfiguration: (_: string, scope?: { readonly fsPath: string }) => ({
      get: () => written.get(scope?.fsPath ?? '') ?? written.get(''),
    }),
  },
});
const { pythonOf } = await import('../../../extension/workspace/python.ts');

const folder = resolve('/project');
const pythonIn = (path: string, log = keptLog()): string =>
  pythonOf({ uri: uriOf(path) } as unknown as Parameters<typeof pythonOf>[0], log);

test('each folder of a window has its own Python', () => {
  const [one, other] = [resolve('/one'), resolve('/other')];
  written.set('', 'python3.12').set(one, resolve('/opt/one/python'));
  assert.deepEqual([pythonIn(one), pythonIn(other)], [resolve('/opt/one/python'), 'python3.12']);
  written.clear();
  assert.equal(pythonIn(one), '');
});

test('a relative path is one in the folder, `~` is the folder of the user, and a name stays one', () => {
  const python = (text: unknown, log = keptLog()): string => {
    written.set(folder, text);
    return pythonIn(folder, log);
  };
  assert.equal(python('.venv/bin/python'), join(folder, '.venv', 'bin', 'python'));
  assert.equal(python('./python'), join(folder, 'python'));
  assert.equal(python('~/envs/a/bin/python'), join(homedir(), 'envs', 'a', 'bin', 'python'));
  assert.equal(python(resolve('/usr/bin/python3')), resolve('/usr/bin/python3'));
  assert.equal(python('python3.13'), 'python3.13');
  const log = keptLog();
  assert.equal(python(3, log), '');
  assert.match(log.lines.join('\n'), /warn: .*workspace\.python is 3/);
});
