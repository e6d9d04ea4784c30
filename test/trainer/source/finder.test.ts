import assert from 'node:assert/strict';
import test, { after } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { languageOfFile } from '../../../trainer/source/grammars.ts';
import { questionFor } from '../../../trainer/critic/question.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const finder = await openFunctionFinder();
after(() => {
  finder[Symbol.dispose]();
});

/** The only function of a Python source. */
function only(source: string): ReturnType<typeof finder.find>[number] {
  const [found, more] = finder.find(source, 'python');
  assert.ok(found !== undefined && more === undefined);
  return found;
}

test('the question is the documentation and the signature, the solution has no docstring', () => {
  const found = only('def f(xs):\n    """Return the sum."""\n    return sum(xs)\n');
  assert.deepEqual(questionFor(found), {
    kind: 'question',
    subject: {
      question: 'Return the sum.\n\ndef f(xs):',
      solution: 'def f(xs):\n    return sum(xs)',
      language: 'python',
    },
  });
});

test('the place of a function begins at its decorators and tells where its body begins, whatever the line ends', () => {
  const python = 'x = 1\r\n@cache\r\ndef f(a):\r\n    # Why.\r\n    return a\r\n\r\ny = 2\r\n';
  const { place } = only(python);
  const text = python.replaceAll('\r\n', '\n');
  assert.equal(text.slice(place.start, place.end), '@cache\ndef f(a):\n    # Why.\n    return a');
  assert.equal(text.slice(place.body, place.end), 'return a');
  const [one, two] = finder.find('export const one = () => 1, two = (a) => { return a; };', 'javascript');
  assert.deepEqual(one?.place, { start: 13, end: 26, body: 25 });
  assert.deepEqual(two?.place, { start: 28, end: 54, body: 41 });
});

test('about a function with neither docstring nor comment there is no question', () => {
  assert.deepEqual(questionFor(only('def f(xs):\n    return sum(xs)\n')), {
    kind: 'unsure',
    reason: 'the function has neither docstring nor comment',
  });
});

test('the language follows from the file’s extension', () => {
  const files = ['a.py', 'b/a.test.js', 'a.MJS', 'a.cjs', 'a.jsx', 'a.ts', 'a.mts', 'a.d.cts', 'a.tsx'];
  assert.deepEqual(files.map(languageOfFile), [
    'python',
    ...Array<string>(4).fill('javascript'),
    ...Array<string>(3).fill('typescript'),
    'tsx',
  ]);
  assert.deepEqual(['a.rb', 'Makefile', 'py', ''].map(languageOfFile), [null, null, null, null]);
});

test('a source that takes too long is given up, and the next one is read from its beginning', () => {
  const hostile = 'def def def ((( \n'.repeat(20_000);
  assert.throws(() => finder.find(hostile, 'python', { timeoutMs: 50 }), {
    code: 'critic.parse-too-long',
    message: /source of 340000 characters took more than 50 ms/,
  });
  assert.equal(only('def f():\n    return 1\n').name, 'f');
});

test('a thousand functions and brackets nested fifty thousand deep are read', () => {
  const many = Array.from({ length: 1000 }, (_, i) => `def f${i}(x):\n    """Doc."""\n    return x\n\n`).join(
    '',
  );
  assert.equal(finder.find(many, 'python', { timeoutMs: 60_000 }).length, 1000);
  const deep = `x = ${'('.repeat(50_000)}${')'.repeat(50_000)}\ndef f():\n    return 1\n`;
  assert.deepEqual(
    finder.find(deep, 'python', { timeoutMs: 60_000 }).map((found) => found.line),
    [2],
  );
});

test('a folder without grammars is an error that names the file', async () => {
  await using folder = await temporaryFolder();
  await assert.rejects(openFunctionFinder(folder.path), {
    code: 'critic.grammar-unavailable',
    message: /\.wasm/,
  });
});
