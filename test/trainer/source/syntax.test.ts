import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ancestorsOf,
  childOf,
  descendantsOf,
  openSyntaxReader,
  partsOf,
  type SyntaxNode,
  type SyntaxReader,
} from '../../../trainer/source/syntax.ts';

let reader: SyntaxReader;
before(async () => {
  reader = await openSyntaxReader();
});
after(() => reader[Symbol.dispose]());

const first = (root: SyntaxNode, type: string): SyntaxNode => {
  const found = [...descendantsOf(root)].find((node) => node.type === type);
  assert.ok(found, type);
  return found;
};

test('a tree has the names, the fields, the texts and the places of what stands in the source', () => {
  const tree = reader.read('# é𝄞\nx = a < 1\n', 'python');
  assert.ok(tree);
  assert.equal(tree.broken, false);
  const comparison = first(tree.root, 'comparison_operator');
  assert.equal(comparison.text, 'a < 1');
  // The clef takes two UTF-16 units: the comment has 5, the end of the line one, `x = ` four.
  assert.deepEqual([comparison.start, comparison.end, comparison.line], [10, 15, 2]);
  assert.deepEqual(
    comparison.children.map(({ type, field, named }) => [type, field, named]),
    [
      ['identifier', null, true],
      ['<', 'operators', false],
      ['integer', null, true],
    ],
  );
  assert.equal(comparison.field, 'right');
  assert.deepEqual(
    [...ancestorsOf(comparison)].map(({ type }) => type),
    ['assignment', 'expression_statement', 'module'],
  );
});

test('a child is found by its field, and comments are neither children nor parts', () => {
  const tree = reader.read('if (a /* b */ < c) { /* d */ e(); }', 'javascript');
  assert.ok(tree);
  const branch = first(tree.root, 'if_statement');
  assert.equal(childOf(branch, 'condition')?.text, '(a /* b */ < c)');
  assert.equal(childOf(branch, 'alternative'), null);
  assert.deepEqual(
    partsOf(first(tree.root, 'statement_block')).map(({ text }) => text),
    ['e();'],
  );
});

test('what is refused is left out with all below it', () => {
  const tree = reader.read('f(1, g(2), 3);', 'typescript');
  assert.ok(tree);
  const entered = descendantsOf(tree.root, ({ text }) => text !== 'g(2)');
  assert.deepEqual(
    [...entered].filter(({ type }) => type === 'number').map(({ text }) => text),
    ['1', '3'],
  );
});

test('a source with an error is read as far as it can be, and is said to be broken', () => {
  const tree = reader.read('def f(:\n    return 1\n', 'python');
  assert.equal(tree?.broken, true);
});

test('a sum of ten thousand numbers, which is nested as deeply, is read', () => {
  const tree = reader.read(`x = ${'1 + '.repeat(9999)}1\n`, 'python', 60_000);
  assert.ok(tree);
  const numbers = [...descendantsOf(tree.root)].filter(({ type }) => type === 'integer');
  assert.equal(numbers.length, 10_000);
});

test('reading that takes too long is given up, and the next source is read as usual', () => {
  assert.equal(reader.read('x = [1, 2, 3]\n'.repeat(50_000), 'python', 0), null);
  assert.equal(reader.read('x = 1\n', 'python')?.root.text, 'x = 1\n');
});
