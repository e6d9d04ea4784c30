/** The functions of a document, over edits. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openFunctionFinder, type FunctionFinder } from '../../../../trainer/source/finder.ts';
import { isExcluded } from '../../../../trainer/critic/server/exclude.ts';
import {
  keepFunctions,
  sourceLanguageOf,
  type KeptFunction,
} from '../../../../trainer/critic/server/functions.ts';
import { isIgnored } from '../../../../trainer/critic/server/ignore.ts';

let finder: FunctionFinder;
before(async () => {
  finder = await openFunctionFinder();
});
after(() => finder[Symbol.dispose]());

const keptIn = (text: string): KeptFunction[] => keepFunctions(text, finder.find(text, 'python'));

const source = `def total(numbers):
    """Adds."""
    return sum(numbers)
`;

test('a function keeps its id and its hash when lines are put above it', () => {
  const [before] = keptIn(source);
  const [moved] = keptIn(`import os\r\n\r\n${source.replaceAll('\n', '\r\n')}`);
  assert.deepEqual([before?.line, before?.endLine, moved?.line, moved?.endLine], [0, 2, 2, 4]);
  assert.deepEqual([moved?.id, moved?.hash], [before?.id, before?.hash]);
});

test('a hash is of the text and of the question', () => {
  const hashes = [source, source.replace('sum', 'max'), source.replace('Adds', 'Counts')].map(
    (text) => keptIn(text)[0]?.hash,
  );
  assert.equal(new Set(hashes).size, 3);
});

test('functions of the same name are numbered, and without words there is no question', () => {
  const found = keptIn(`${source}${source.replace('    """Adds."""\n', '')}`);
  assert.deepEqual(
    found.map(({ id, subject }) => [id, subject === null]),
    [
      ['total', false],
      ['total#2', true],
    ],
  );
});

test('a comment on or above a function, its decorators included, leaves it alone', () => {
  const cases: readonly (readonly [string, boolean])[] = [
    [`# critic: ignore\n${source}`, true],
    [`# Reviewed by hand. critic: ignore\n# More.\n@cache\n${source}`, true],
    [`@cache  # critic: ignore\n${source}`, true],
    [source.replace('):', '):  # Critic:ignore'), true],
    [`# critic: ignore\n\n${source}`, false],
    [`text = "critic: ignore"\n${source}`, false],
    [`# critic: ignored\n${source}`, false],
    [source.replace('    return', '    # critic: ignore\n    return'), false],
  ];
  for (const [text, ignored] of cases) {
    assert.equal(keptIn(text)[0]?.ignored, ignored, text);
  }
  const block = ['/**', ' * critic: ignore', ' */', 'export function f() {}'];
  assert.ok(isIgnored(block, 3, 3));
});

test('languages are known by their names in the protocol', () => {
  assert.deepEqual(['python', 'javascriptreact', 'typescriptreact', 'rust'].map(sourceLanguageOf), [
    'python',
    'javascript',
    'tsx',
    null,
  ]);
});

test('globs are matched inside of the workspace folder', () => {
  const folders = ['file:///home-of/project'];
  const settings = {
    languages: ['python' as const],
    exclude: ['tests/**', '**/node_modules/**'],
    dismissedFiles: [],
  };
  const excluded = (path: string): boolean => isExcluded(`file://${path}`, 'python', settings, folders);
  assert.ok(excluded('/home-of/project/tests/a.py'));
  assert.ok(!excluded('/home-of/project/source/tests/a.py'));
  assert.ok(excluded('/home-of/project/source/node_modules/a.py'));
  assert.ok(!excluded('/elsewhere/tests/a.py'));
  assert.ok(excluded('/elsewhere/node_modules/a.py'));
});

test('what lies below a folder whose name begins with a dot is matched as well', () => {
  const settings = {
    languages: ['python' as const],
    exclude: ['**/node_modules/**', '**/site-packages/**'],
    dismissedFiles: [],
  };
  const excluded = (uri: string): boolean => isExcluded(uri, 'python', settings, ['file:///project']);
  assert.ok(excluded('file:///project/node_modules/.pnpm/a@1.0.0/node_modules/a/a.py'));
  assert.ok(excluded('file:///project/.tox/py312/lib/python3.12/site-packages/a.py'));
  assert.ok(excluded('file:///home-of/ada/.local/lib/python3.12/site-packages/a.py'));
  assert.ok(!excluded('file:///project/.github/scripts/a.py'));
});

test('languages that are switched off and dismissed files are left alone', () => {
  const settings = { languages: ['typescript' as const], exclude: [], dismissedFiles: ['file:///a.ts'] };
  assert.ok(isExcluded('file:///a.py', 'python', settings, []));
  assert.ok(isExcluded('file:///a.ts', 'typescript', settings, []));
  assert.ok(!isExcluded('file:///b.tsx', 'tsx', settings, []));
});
