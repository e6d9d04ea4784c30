import assert from 'node:assert/strict';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { movedPaths, testEnvironment } from '../../../trainer/workspace/environment.ts';

const situation = { folder: 'copy', temporary: 'temporary', python: null, modules: [] };

test('variables of what surrounds this process do not reach a test, and its own and the user’s do', () => {
  const base = {
    NODE_OPTIONS: '--inspect',
    NODE_TEST_CONTEXT: 'child-v8',
    NODE_V8_COVERAGE: 'c',
    FORCE_COLOR: '1',
    VITEST: 'true',
    VITEST_POOL_ID: '1',
    JEST_WORKER_ID: '1',
    PYTEST_CURRENT_TEST: 'x',
    npm_config_a: 'b',
    GIT_DIR: '.git',
    GIT_INDEX_FILE: 'index',
    VSCODE_INSPECTOR_OPTIONS: '{}',
    PYTHONPATH: 'elsewhere',
    PATH: 'programs',
    DATABASE: 'mine',
    ELECTRON_RUN_AS_NODE: '1',
  };
  assert.deepEqual(testEnvironment(base, situation), {
    PATH: 'programs',
    DATABASE: 'mine',
    ELECTRON_RUN_AS_NODE: '1',
    CI: '1',
    NO_COLOR: '1',
    PWD: 'copy',
    TMPDIR: 'temporary',
    TMP: 'temporary',
    TEMP: 'temporary',
  });
});

test('Python finds the modules of the copy first, writes no bytecode, and has its environment’s programs', () => {
  const python = { program: 'p', typed: 'p', environment: 'venv', pytest: true };
  const env = testEnvironment({ PATH: 'programs' }, { ...situation, python, modules: ['copy', 'copy/src'] });
  assert.equal(env['PYTHONPATH'], `copy${delimiter}copy/src`);
  assert.equal(env['PYTHONDONTWRITEBYTECODE'], '1');
  assert.equal(env['VIRTUAL_ENV'], 'venv');
  assert.match(env['PATH'] ?? '', new RegExp(`^venv.(bin|Scripts)${delimiter}programs$`));
});

test('a path into the working tree means the same place of the copy', () => {
  const [tree, copy, other] = [join('/', 'tree'), join('/', 'copy'), join('/', 'tree-of-others')];
  const value = [join(tree, 'lib'), other, tree].join(delimiter);
  assert.deepEqual(movedPaths(value, tree, copy), [join(copy, 'lib'), other, copy]);
  assert.deepEqual(movedPaths(undefined, tree, copy), []);
});
