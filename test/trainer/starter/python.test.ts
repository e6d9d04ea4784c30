import assert from 'node:assert/strict';
import test from 'node:test';
import {
  atTopLevel,
  closingBracket,
  localsOf,
  parametersOf,
  splitAt,
  tokenize,
} from '../../../trainer/starter/python.ts';

const program = `def total(xs, n):
    best = None
    for i, x in enumerate(xs):
        best = max(best, x, key=lambda v: v % n)
    return sorted([best.real, i], reverse=True)`;

test('tokens carry their texts, and a newline carries the indentation after it', () => {
  const tokens = tokenize("if x >= 'a b':\n    y //= 10");
  assert.deepEqual(
    tokens.map((token) => token.text),
    ['if', 'x', '>=', "'a b'", ':', '\n    ', 'y', '//=', '10'],
  );
  assert.deepEqual(
    tokens.map((token) => token.kind),
    ['name', 'name', 'operator', 'string', 'operator', 'newline', 'name', 'operator', 'number'],
  );
});

test('a token can be found again at its offsets', () => {
  for (const { text, start, end } of tokenize(program)) assert.equal(program.slice(start, end), text);
});

test('parameters are the names of the def line', () => {
  assert.deepEqual(parametersOf(tokenize(program)), ['xs', 'n']);
});

test('locals are neither parameters nor builtins nor attributes nor keyword arguments', () => {
  assert.deepEqual(localsOf(tokenize(program)), ['best', 'i', 'x', 'v']);
});

test('a bracket is closed by its own partner', () => {
  const tokens = tokenize('f(a[(1)], b)');
  assert.equal(tokens[closingBracket(tokens, 1)]?.start, 11);
  assert.equal(tokens[closingBracket(tokens, 3)]?.start, 7);
});

test('tokens in brackets do not stand at the top level', () => {
  const tokens = tokenize('f(a, b), c');
  assert.deepEqual(
    atTopLevel(tokens, 0, tokens.length, [',']).map((index) => tokens[index]?.start),
    [7],
  );
});

test('source is split at the top level only', () => {
  assert.deepEqual(splitAt('x if f(a if b else c) else d', 'if'), ['x', 'f(a if b else c) else d']);
});
