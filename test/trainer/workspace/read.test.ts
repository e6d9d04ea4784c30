import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listEntries } from '../../../trainer/workspace/listing.ts';
import { checkBounds, readWorkspace } from '../../../trainer/workspace/read.ts';
import { findAnyPython, findPytest, skipWithout } from '../../support/workspace/python.ts';
import { never, writtenWorkspace, type Files } from '../../support/workspace/written.ts';

const code = 'export const one = () => 1;\n';

/** The test files by their framework, and the sources, of a workspace with these files. */
async function found(files: Files, python?: string): Promise<{ tests: string[]; sources: string[] }> {
  await using folder = await writtenWorkspace(files);
  const { tests, sources } = await readWorkspace(folder.path, { signal: never, python });
  return {
    tests: tests.map(({ file, framework }) => `${framework} ${file}`),
    sources: sources.map(({ file, language }) => `${language} ${file}`),
  };
}

test('sources are files in a language that is known, without tests, declarations, settings and what is generated', async () => {
  const { tests, sources } = await found({
    'a.py': '',
    'b.js': code,
    'c.mjs': code,
    'd.cjs': '',
    'e.jsx': '',
    'f.ts': code,
    'g.mts': code,
    'h.cts': '',
    'i.tsx': '',
    'j.rb': '',
    'k.d.ts': '',
    'l.d.mts': '',
    'm.min.js': '',
    'n.txt': '',
    'vite.config.ts': '',
    'jest.setup.js': '',
    '.eslintrc.cjs': '',
    'conftest.py': '',
    '__mocks__/o.js': '',
    'generated.js': `export const table = [${'1, '.repeat(2000)}];\n`,
    'huge.py': '#'.repeat(2 ** 20 + 1),
  });
  assert.deepEqual(tests, []);
  assert.deepEqual(sources, [
    ...['python a.py', 'javascript b.js', 'javascript c.mjs', 'javascript d.cjs', 'javascript e.jsx'],
    ...['typescript f.ts', 'typescript g.mts', 'typescript h.cts', 'tsx i.tsx'],
  ]);
});

test('a link to a source is no second source', async () => {
  await using folder = await writtenWorkspace({ 'a.js': code });
  await symlink('a.js', join(folder.path, 'b.js'), 'file');
  const { files, sources } = await readWorkspace(folder.path, { signal: never });
  assert.deepEqual(files, ['a.js', 'b.js']);
  assert.deepEqual(sources, [{ file: 'a.js', language: 'javascript' }]);
});

test("a file is a test of Node's runner by its import, of vitest or jest by its name and its import", async () => {
  const node = "import { test } from 'node:test';\n";
  const { tests, sources } = await found({
    'package.json': '{}',
    'a.js': node,
    'b.cjs': 'const { test } = require("node:test");\n',
    'c.test.ts': "import { expect } from 'vitest';\n",
    'd.spec.ts': "import {\n  expect,\n} from '@jest/globals';\n",
    'types.ts': "import type { TestContext } from 'node:test';\n",
    'told.js': "// One may import { test } from 'node:test' here.\n",
    'helper.ts': "import { vi } from 'vitest';\n",
    'e.test.js': "import test from 'ava';\n",
    'f.spec.ts': "import { test } from '@playwright/test';\n",
    'g.test.js': 'test();\n',
  });
  assert.deepEqual(tests, ['node:test a.js', 'node:test b.cjs', 'vitest c.test.ts', 'jest d.spec.ts']);
  assert.deepEqual(sources, ['typescript helper.ts', 'javascript told.js', 'typescript types.ts']);
});

test('a test that imports no framework is of the one that the nearest package speaks of', async () => {
  const { tests } = await found({
    'package.json': '{ "devDependencies": { "vitest": "*" } }',
    'a.test.js': '',
    'one/package.json': '{ "scripts": { "test": "jest --ci" } }',
    'one/__tests__/b.js': '',
    'two/package.json': '{ "jest": {} }',
    'two/c.spec.tsx': '',
    'three/package.json': '{ "name": "three" }',
    'three/d.test.js': '',
    'four/package.json': 'not JSON',
    'four/e.test.js': "import { test } from 'ava';\n",
  });
  assert.deepEqual(tests, [
    ...['vitest a.test.js', 'jest one/__tests__/b.js', 'vitest three/d.test.js', 'jest two/c.spec.tsx'],
  ]);
});

test('a workspace without a file of Python asks for none, and one that is named must run', async () => {
  const { tests } = await found({ 'a.js': "import 'node:test';\n" });
  assert.deepEqual(tests, ['node:test a.js']);
  await assert.rejects(found({ 'a.py': '' }, './absent-python'), {
    code: 'workspace.python',
    message: /absent-python/,
    hint: /--python/,
  });
});

const cases = 'import unittest\n\nclass Case(unittest.TestCase):\n    pass\n';
const pytest = findPytest();
const skip = skipWithout(pytest, 'pytest') || skipWithout(findAnyPython(), 'Python');

test(
  'with pytest its tests are those with its names, and unittest has what only its names fit',
  { skip },
  async () => {
    const { tests, sources } = await found(
      {
        'test_a.py': '',
        'b_test.py': cases,
        'test_c.py': cases,
        'tests.py': cases,
        'testing.py': '',
        'test_mock.txt': '',
        'testutil.py': 'from unittest import mock\n',
      },
      pytest,
    );
    assert.deepEqual(tests, [
      'pytest b_test.py',
      'pytest test_a.py',
      'pytest test_c.py',
      'unittest tests.py',
    ]);
    assert.deepEqual(sources, ['python testing.py', 'python testutil.py']);
  },
);

test('a copy has bounds: of files, of bytes in all, and of bytes a file', async () => {
  await using folder = await writtenWorkspace({ 'a.txt': 'aaa', 'b.txt': 'bbbbb' });
  const entries = await listEntries(folder.path, never);
  const bounds = { files: 2, bytes: 8, fileBytes: 5 };
  checkBounds(folder.path, entries, bounds);
  assert.throws(() => checkBounds(folder.path, entries, { ...bounds, files: 1 }), {
    code: 'workspace.too-large',
    message: /has 2 files, and may have 1\./,
  });
  assert.throws(() => checkBounds(folder.path, entries, { ...bounds, bytes: 7 }), {
    code: 'workspace.too-large',
    message: /has 8 bytes, and may have 7\./,
  });
  assert.throws(() => checkBounds(folder.path, entries, { ...bounds, fileBytes: 4 }), {
    code: 'workspace.file-too-large',
    message: /b\.txt has 5 bytes, and a file of it may have 4\./,
  });
});
