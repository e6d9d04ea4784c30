import assert from 'node:assert/strict';
import { test } from 'node:test';
import { likelyFirst } from '../../../trainer/workspace/likely-tests.ts';
import type { TestFile } from '../../../trainer/protocol/workspace.ts';

/** `file` and what its text is, one a line. */
function ranked(texts: Readonly<Record<string, string>>, file: string, name: string): string[] {
  const tests = Object.keys(texts).map((one): TestFile => ({ file: one, framework: 'node:test' }));
  return likelyFirst(tests, Object.values(texts), { file, name }).map(
    ({ test: { file: one }, names }) => `${one} ${names}`,
  );
}

test('files that name function and module come first, then one of them, then the others as they stood', () => {
  const texts = {
    'a.test.js': 'nothing',
    'b.test.js': "import '../src/stack.js'",
    'c.test.js': 'push(1)',
    'd.test.js': "import { push } from '../src/stack.js'",
    'e.test.js': 'nothing',
  };
  assert.deepEqual(ranked(texts, 'src/stack.js', 'push'), [
    'd.test.js both',
    'c.test.js function',
    'b.test.js module',
    'a.test.js neither',
    'e.test.js neither',
  ]);
});

test('a name counts as a whole word only', () => {
  const texts = { a: 'pushed stacks', b: '$push _push Überpush', c: 'stack.push()' };
  assert.deepEqual(ranked(texts, 'stack.js', 'push'), ['c both', 'a neither', 'b neither']);
});

test('a method is called by the last part of its name, and a constructor by its class', () => {
  const texts = { a: 'constructor', b: 'new Stack()', c: 'push' };
  assert.deepEqual(ranked(texts, 'm.js', 'Stack.push'), ['c function', 'a neither', 'b neither']);
  assert.deepEqual(ranked(texts, 'm.js', 'Stack.constructor'), ['b function', 'a neither', 'c neither']);
  assert.deepEqual(ranked(texts, 'm.py', 'Stack.__init__'), ['b function', 'a neither', 'c neither']);
});

test('a file that only stands for its folder goes by the name of the folder', () => {
  const texts = { a: "from 'index'", b: 'import shapes' };
  assert.deepEqual(ranked(texts, 'lib/shapes/index.ts', 'area'), ['b module', 'a neither']);
  assert.deepEqual(ranked(texts, 'shapes/__init__.py', 'area'), ['b module', 'a neither']);
  assert.deepEqual(ranked(texts, 'index.ts', 'area'), ['a module', 'b neither']);
});

test('names that regular expressions have signs for are looked for as they are', () => {
  assert.deepEqual(ranked({ a: 'xy', b: 'x$y' }, 'm.js', 'x$y'), ['b function', 'a neither']);
});
