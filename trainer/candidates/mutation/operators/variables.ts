/** Mistakes of taking one thing for another: variables, arguments, operands. */
import { childOf, partsOf, type SyntaxNode } from '../../../source/syntax.ts';
import { exchange, replaceByEach, type Change, type Operator } from '../operator.ts';

/** What can stand on either side of any operator without brackets of its own. */
const simple = [
  'identifier',
  'integer',
  'number',
  'call',
  'call_expression',
  'subscript',
  'subscript_expression',
  'attribute',
  'member_expression',
  'parenthesized_expression',
];

const ordered = ['-', '/', '//', '%', '**', '-='];

/** Calls whose arguments have no order that one could mistake, or whose mistake would be seen at once. */
const unordered = [
  'range',
  'max',
  'min',
  'print',
  'isinstance',
  'map',
  'filter',
  'Math.max',
  'Math.min',
  'console.log',
];

export const variableOperators: readonly Operator[] = [
  {
    name: 'variable',
    mistake: 'another variable of the same kind is used',
    nodes: { python: ['identifier'], javascript: ['identifier'] },
    changes: (node, { names }) => {
      if (!names.isUse(node)) return [];
      return replaceByEach(
        node,
        names.alternatives(node).filter((name) => !standsBeside(node, name)),
      );
    },
  },
  {
    name: 'arguments',
    mistake: 'two arguments of a call are swapped',
    nodes: { python: ['call'], javascript: ['call_expression', 'new_expression'] },
    changes: (node) => {
      const values = childOf(node, 'arguments');
      if (values === null || unordered.includes(childOf(node, 'function')?.text ?? '')) return [];
      return neighboursExchanged(partsOf(values).filter(({ type }) => !notExchanged.test(type)));
    },
  },
  {
    name: 'operands',
    mistake: 'what is on the two sides of - or / is swapped',
    nodes: { python: ['binary_operator'], javascript: ['binary_expression'] },
    changes: (node) => {
      const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
      if (left === null || right === null) return [];
      const order = ordered.includes(childOf(node, 'operator')?.type ?? '');
      return order && [left, right].every(({ type }) => simple.includes(type))
        ? neighboursExchanged([left, right])
        : [];
    },
  },
];

/** What is compared with itself, or taken from itself, is seen at once. */
function standsBeside(node: SyntaxNode, name: string): boolean {
  const { parent } = node;
  const operation = parent !== null && /^(?:binary|comparison|augmented)/.test(parent.type) ? parent : null;
  if (operation === null || ['+', '*'].includes(childOf(operation, 'operator')?.type ?? '')) return false;
  return partsOf(operation).some(({ text }) => text === name);
}

/** Arguments with a name have no place, and functions are not taken for values. */
const notExchanged = /keyword|splat|spread|lambda|function|generator/;

function neighboursExchanged(parts: readonly SyntaxNode[]): Change[] {
  return parts.slice(1).flatMap((part, index) => {
    const before = parts[index];
    return before === undefined || before.text === part.text ? [] : [exchange(before, part)];
  });
}
