import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { environmentPrograms } from '../../../trainer/workspace/python.ts';
import { findAnyPython, findPytest, skipWithout } from '../../support/workspace/python.ts';
import { openCopy, statuses, writtenWorkspace } from '../../support/workspace/written.ts';

const pytest = findPytest();
const python = findAnyPython();
const withPytest = { skip: skipWithout(pytest, 'pytest') };
const withPython = { skip: skipWithout(python, 'Python') };

/** A virtual environment without any package in the workspace's folder, as a user would make it. */
function makeEnvironment(folder: string): void {
  execFileSync(python ?? '', ['-m', 'venv', '--without-pip', join(folder, '.venv')]);
}

test(
  'a file of pytest passes, fails, or is unusable where it cannot be loaded or has no test',
  withPytest,
  async () => {
    await using folder = await writtenWorkspace({
      'pyproject.toml': '[tool.pytest.ini_options]\naddopts = "--verbose"\n',
      'src/sums.py': 'def add(a, b):\n    return a + b\n',
      'tests/test_passes.py': 'from sums import add\n\ndef test_adds():\n    assert add(1, 2) == 3\n',
      'tests/test_fails.py': 'def test_fails():\n    assert [1] == [2], "as it should"\n',
      'tests/test_broken.py': 'import absent\n\ndef test_never():\n    pass\n',
      'tests/test_empty.py': '',
      'tests/test_skips.py': 'import pytest\n\n@pytest.mark.skip\ndef test_later():\n    pass\n',
      'tests/cases_test.py':
        'import unittest\n\nclass Case(unittest.TestCase):\n    def test_passes(self):\n        pass\n',
      'tests/test_ends.py': 'import os\n\ndef test_ends():\n    os._exit(0)\n',
    });
    await using opened = await openCopy(folder.path, pytest);
    assert.deepEqual(await statuses(opened), {
      'tests/cases_test.py': 'passed',
      'tests/test_broken.py': 'unusable',
      'tests/test_empty.py': 'unusable',
      'tests/test_ends.py': 'unusable',
      'tests/test_fails.py': 'failed',
      'tests/test_passes.py': 'passed',
      'tests/test_skips.py': 'unusable',
    });
    assert.match((await opened.run('tests/test_fails.py')).output, /as it should/);
    assert.deepEqual(
      await readdir(join(opened.scratch.folder, 'tests')),
      await readdir(join(folder.path, 'tests')),
    );
  },
);

test('texts hash alike in every run, so an order of a set is no chance', withPytest, async () => {
  const text = 'def test_fails():\n    assert hash("a") == 0\n';
  await using folder = await writtenWorkspace({ 'test_hash.py': text });
  await using opened = await openCopy(folder.path, pytest);
  const hashes = [await opened.run('test_hash.py'), await opened.run('test_hash.py')].map(
    ({ output }) => /assert (-?\d+) == 0/.exec(output)?.[1],
  );
  assert.ok(hashes[0] !== undefined);
  assert.equal(hashes[0], hashes[1]);
});

const unittests = {
  'pyproject.toml': '',
  'sums.py': 'def add(a, b):\n    return a + b\n',
  'tests/test_passes.py': `
import unittest
from sums import add
import beside

class Sums(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(1, 2), beside.three)
`,
  'tests/beside.py': 'three = 3\n',
  'tests/test_fails.py':
    'import unittest\n\nclass Case(unittest.TestCase):\n    def test_fails(self):\n        self.fail()\n',
  'tests/test_broken.py': 'import unittest, absent\n\nclass Case(unittest.TestCase):\n    pass\n',
  'tests/test_empty.py': 'import unittest\n\nclass Case(unittest.TestCase):\n    pass\n',
  'tests/test_skips.py': `
import unittest

class Case(unittest.TestCase):
    @unittest.skip("later")
    def test_later(self):
        pass
`,
  'package/__init__.py': '',
  'package/tests/__init__.py': 'three = 3\n',
  'package/tests/tests.py': `
import unittest
from . import three

class Case(unittest.TestCase):
    def test_passes(self):
        self.assertEqual(three, 3)
`,
};

test(
  'without pytest a file of unittest is run by the virtual environment of the workspace',
  withPython,
  async () => {
    await using folder = await writtenWorkspace(unittests);
    makeEnvironment(folder.path);
    await using opened = await openCopy(folder.path);
    assert.deepEqual(await statuses(opened), {
      'package/tests/tests.py': 'passed',
      'tests/test_broken.py': 'unusable',
      'tests/test_empty.py': 'unusable',
      'tests/test_fails.py': 'failed',
      'tests/test_passes.py': 'passed',
      'tests/test_skips.py': 'unusable',
    });
    assert.match(
      opened.workspace.frameworks[0]?.command ?? '',
      /^\.venv\/(bin|Scripts)\/python(\.exe)? -m unittest package\/tests\/tests\.py$/,
    );
  },
);

test('tests that need pytest have a reason where it is not installed', withPython, async () => {
  await using folder = await writtenWorkspace({
    'test_a.py': 'def test_a():\n    pass\n',
    'conftest.py': '',
    // Pytest is configured, so unittest would not run it as it is meant.
    'test_b.py': 'import unittest\n\nclass Case(unittest.TestCase):\n    pass\n',
  });
  makeEnvironment(folder.path);
  await using opened = await openCopy(folder.path);
  const [use, ...others] = opened.workspace.frameworks;
  assert.deepEqual(others, []);
  assert.deepEqual([use?.framework, use?.testFiles, use?.command], ['pytest', 2, null]);
  assert.match(use?.reason ?? '', /^pytest is not installed for \.venv\//);
  assert.equal((await opened.run('test_a.py')).status, 'unusable');
});

test('a package that is installed from the working tree is taken from the copy', withPython, async () => {
  await using folder = await writtenWorkspace({
    'pyproject.toml': '',
    'src/sums.py': 'def three():\n    return 3\n',
    'tests/test_sums.py': `
import unittest
from sums import three

class Case(unittest.TestCase):
    def test_three(self):
        self.assertEqual(three(), 3)
`,
  });
  makeEnvironment(folder.path);
  const environment = join(folder.path, '.venv');
  const packages = execFileSync(join(environment, environmentPrograms, 'python'), [
    '-c',
    'import sysconfig; print(sysconfig.get_path("purelib"))',
  ]);
  await writeFile(join(packages.toString().trim(), '__editable__.sums.pth'), `${join(folder.path, 'src')}\n`);
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('tests/test_sums.py')).status, 'passed');
  await opened.scratch.write('src/sums.py', 'def three():\n    return 4\n');
  assert.equal((await opened.run('tests/test_sums.py')).status, 'failed');
});
