/** Mistakes in what decides: a condition that is turned round or not complete, and results that are swapped. */
import { childOf, partsOf, type SyntaxNode } from '../../../source/syntax.ts';
import { entryOf, exchange, replace, type Change, type Operator, type Site } from '../operator.ts';
import { indentOf, lineEndOf } from './lines.ts';
import { opposites } from './tokens.ts';

const branches = {
  python: ['if_statement', 'elif_clause', 'conditional_expression', 'if_clause'],
  javascript: ['if_statement', 'ternary_expression'],
};

/** The expression that decides, without brackets around it. */
function conditionOf(node: SyntaxNode): SyntaxNode | null {
  if (node.type === 'conditional_expression') return partsOf(node)[1] ?? null;
  if (node.type === 'if_clause') return partsOf(node)[0] ?? null;
  const condition = childOf(node, 'condition');
  return condition?.type === 'parenthesized_expression' ? (partsOf(condition)[0] ?? null) : condition;
}

const atoms = [
  'identifier',
  'call',
  'call_expression',
  'subscript',
  'subscript_expression',
  'member_expression',
];

/** As one would write it: `a < b` becomes `a >= b`, `not x` becomes `x`. */
function inverted(condition: SyntaxNode, { family }: Site): Change[] {
  const words = condition.children.filter(({ field }) => field === 'operator' || field === 'operators');
  const [word] = words;
  const opposite = word === undefined ? undefined : entryOf(opposites, word.type)?.[0];
  if (word !== undefined && opposite !== undefined && words.length === 1) return [replace(word, opposite)];
  const isAtom = atoms.includes(condition.type) || condition.type === 'attribute';
  return isAtom ? [replace(condition, `${family === 'python' ? 'not ' : '!'}${condition.text}`)] : [];
}

export const conditionOperators: readonly Operator[] = [
  {
    name: 'condition',
    mistake: 'a branch is taken exactly when it should not be',
    nodes: branches,
    changes: (node, site) => {
      const condition = conditionOf(node);
      return condition === null ? [] : inverted(condition, site);
    },
  },
  {
    name: 'missing-condition',
    mistake: 'one of several conditions is forgotten',
    nodes: {
      python: ['boolean_operator', 'if_clause'],
      javascript: ['binary_expression'],
    },
    changes: (node) => {
      // Together with the space before it.
      if (node.type === 'if_clause') return [[{ start: node.start - 1, end: node.end, text: '' }]];
      const operator = childOf(node, 'operator')?.type ?? '';
      const sides = [childOf(node, 'left'), childOf(node, 'right')];
      if (!['and', 'or', '&&', '||'].includes(operator)) return [];
      return sides.flatMap((side) => (side === null ? [] : [replace(node, side.text)]));
    },
  },
  {
    name: 'else',
    mistake: 'an else before an if is forgotten, so that both branches may be taken',
    nodes: { python: ['elif_clause'], javascript: ['else_clause'] },
    changes: (node, { source }) => {
      const [word, next] = node.children;
      if (node.type === 'elif_clause') return word === undefined ? [] : [replace(word, 'if')];
      if (word === undefined || next?.type !== 'if_statement') return [];
      const before = source.slice(0, word.start).trimEnd().length;
      const text = lineEndOf(source) + indentOf(node.parent ?? node, source);
      return [[{ start: before, end: next.start, text }]];
    },
  },
  {
    name: 'results',
    mistake: 'the two results of a condition are swapped',
    nodes: { python: ['conditional_expression'], javascript: ['ternary_expression'] },
    changes: (node) => {
      const parts = partsOf(node);
      const [one, other] = node.type === 'ternary_expression' ? [parts[1], parts[2]] : [parts[0], parts[2]];
      if (one === undefined || other === undefined || one.text === other.text) return [];
      return /conditional|ternary/.test(one.type + other.type) ? [] : [exchange(one, other)];
    },
  },
];
