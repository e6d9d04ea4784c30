/** What kind of value a variable seems to hold, by the values it is given and by how it is used. */
import { childOf, partsOf, type SyntaxNode } from '../../source/syntax.ts';
import { entryOf } from './operator.ts';

/** `indexed` is what has elements, whichever; `parameter` and `item` (of a loop) say where a value comes from, for variables of which no more is known. */
export type Kind = 'number' | 'text' | 'list' | 'map' | 'boolean' | 'indexed' | 'parameter' | 'item';

const kindOfNode: Readonly<Record<string, Kind>> = {
  integer: 'number',
  float: 'number',
  number: 'number',
  string: 'text',
  template_string: 'text',
  concatenated_string: 'text',
  list: 'list',
  array: 'list',
  list_comprehension: 'list',
  dictionary: 'map',
  dictionary_comprehension: 'map',
  object: 'map',
  true: 'boolean',
  false: 'boolean',
};

const kindOfCall: Readonly<Record<string, Kind>> = {
  len: 'number',
  sum: 'number',
  int: 'number',
  float: 'number',
  ord: 'number',
  Number: 'number',
  parseInt: 'number',
  parseFloat: 'number',
  str: 'text',
  String: 'text',
  list: 'list',
  sorted: 'list',
  dict: 'map',
  Counter: 'map',
  defaultdict: 'map',
  bool: 'boolean',
};

const kindOfMethod: Readonly<Record<string, Kind>> = {
  append: 'list',
  extend: 'list',
  sort: 'list',
  push: 'list',
  unshift: 'list',
  reverse: 'list',
  lower: 'text',
  upper: 'text',
  strip: 'text',
  split: 'text',
  startswith: 'text',
  endswith: 'text',
  isdigit: 'text',
  isalpha: 'text',
  charAt: 'text',
  charCodeAt: 'text',
  toLowerCase: 'text',
  toUpperCase: 'text',
  items: 'map',
  keys: 'map',
};

const comparisons = ['<', '<=', '>', '>=', '==', '!=', '===', '!=='];
const arithmetic = ['-', '*', '/', '//', '%', '**', '-=', '*=', '/=', '//='];

/** The kind of a value that is written down; null where the text does not say. */
export function kindOfValue(value: SyntaxNode): Kind | null {
  const known = entryOf(kindOfNode, value.type);
  if (known !== undefined) return known;
  if (value.type === 'unary_operator' || value.type === 'unary_expression') return 'number';
  if (value.type === 'member_expression') {
    return childOf(value, 'property')?.text === 'length' ? 'number' : null;
  }
  if (value.type === 'binary_operator' || value.type === 'binary_expression') return kindOfResult(value);
  const called =
    value.type === 'call' || value.type === 'call_expression' ? childOf(value, 'function') : null;
  return called === null ? null : (entryOf(kindOfCall, called.text) ?? null);
}

function kindOfResult(operation: SyntaxNode): Kind | null {
  const operator = childOf(operation, 'operator')?.text ?? '';
  if (arithmetic.includes(operator)) return repeated(operation) ?? 'number';
  if (comparisons.includes(operator)) return 'boolean';
  return operator === '+' ? kindOfEither(operation) : null;
}

/** `[0] * n` is a list and `'-' * n` a text, as a text that is filled in by `%` is. */
function repeated(operation: SyntaxNode): Kind | null {
  const kind = kindOfEither(operation);
  return kind === 'list' || kind === 'text' ? kind : null;
}

/** Two values that are added or compared are of one kind: that of the one which says it. */
function kindOfEither(operation: SyntaxNode): Kind | null {
  const sides = [childOf(operation, 'left'), childOf(operation, 'right')];
  const kinds = sides.map((side) => (side === null ? null : kindOfValue(side)));
  return kinds.find((kind) => kind !== null) ?? null;
}

/** What a node says about the variables in it, by what it does with them. */
export function kindsByUse(node: SyntaxNode): [name: string, kind: Kind][] {
  const name = (part: SyntaxNode | null): string[] => (part?.type === 'identifier' ? [part.text] : []);
  const all = (parts: readonly (SyntaxNode | null)[], kind: Kind): [string, Kind][] =>
    parts.flatMap((part) => name(part).map((text): [string, Kind] => [text, kind]));
  switch (node.type) {
    case 'binary_operator':
    case 'binary_expression':
    case 'augmented_assignment':
    case 'augmented_assignment_expression': {
      const sides = [childOf(node, 'left'), childOf(node, 'right')];
      const operator = childOf(node, 'operator')?.text ?? '';
      if (arithmetic.includes(operator)) return repeated(node) === null ? all(sides, 'number') : [];
      const alike = ['+', '+=', ...comparisons].includes(operator);
      const kind = alike ? kindOfEither(node) : null;
      return kind === null ? [] : all(sides, kind);
    }
    case 'update_expression':
      return all([childOf(node, 'argument')], 'number');
    case 'comparison_operator': {
      const parts = partsOf(node);
      return parts.some((part) => kindOfValue(part) === 'number') ? all(parts, 'number') : [];
    }
    case 'subscript':
    case 'subscript_expression':
      return all([childOf(node, 'value'), childOf(node, 'object')], 'indexed');
    case 'attribute':
    case 'member_expression': {
      const method = (childOf(node, 'attribute') ?? childOf(node, 'property'))?.text ?? '';
      const kind = node.field === 'function' ? entryOf(kindOfMethod, method) : undefined;
      return kind === undefined ? [] : all([childOf(node, 'object')], kind);
    }
    case 'call':
      return callInPython(node, all);
    default:
      return [];
  }
}

/** What is counted by `range` is a number; what has a length is a text or a list, most often a list. */
function callInPython(
  node: SyntaxNode,
  all: (parts: readonly (SyntaxNode | null)[], kind: Kind) => [string, Kind][],
): [string, Kind][] {
  const called = childOf(node, 'function')?.text;
  const values = childOf(node, 'arguments');
  const parts = values === null ? [] : partsOf(values);
  if (called === 'range') return all(parts, 'number');
  return called === 'len' ? all(parts, 'list') : [];
}
