/** Hashes, golden files and the format are of bytes, so no system may change them when it checks the project out. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = [
  'README.md',
  'package.json',
  'trainer/cli.ts',
  'docs/protocol.md',
  'test/vscode/ui/workspace/lists.py',
];

test('git gives files the same line ends on every system', () => {
  const said = execFileSync('git', ['check-attr', 'text', '--', ...files], { cwd: root, encoding: 'utf8' });
  assert.deepEqual(
    said.trim().split('\n'),
    files.map((file) => `${file}: text: unset`),
  );
});
