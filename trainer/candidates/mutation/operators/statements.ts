/** Mistakes of whole statements: forgotten, in the wrong order, or inside a loop instead of after it. */
import { childOf, descendantsOf, partsOf, type SyntaxNode } from '../../../source/syntax.ts';
import { exchange, type Change, type Operator, type Site } from '../operator.ts';
import { indentOf, lineEndOf, withoutLines } from './lines.ts';

const blocks = ['block', 'module', 'statement_block', 'program'];
const jumps = [
  'return_statement',
  'break_statement',
  'continue_statement',
  'raise_statement',
  'throw_statement',
];
const loops = ['for_statement', 'while_statement', 'for_in_statement'];

const isStatementOf = (node: SyntaxNode): boolean =>
  node.parent !== null && blocks.includes(node.parent.type);

/** The whole statement away; none where it is all that its block has, for an empty block is seen at once. */
function forgotten(node: SyntaxNode, { source }: Site): Change[] {
  if (!isStatementOf(node) || node.parent === null || partsOf(node.parent).length < 2) return [];
  const edit = withoutLines(node, source);
  return edit === null ? [] : [[edit]];
}

const changingMethods =
  /^(?:append|extend|add|push|unshift|sort|reverse|update|insert|pop|remove|set|shift|delete)$/;

/** Whether a statement changes what is there already: `x += 1`, `xs.append(x)`, `x = f(x)`. */
function updates(statement: SyntaxNode): boolean {
  const [action] = partsOf(statement);
  if (action === undefined) return false;
  if (/^(?:augmented_assignment|update_expression)/.test(action.type)) return true;
  if (action.type.startsWith('call')) {
    const called = childOf(action, 'function');
    const method = called === null ? null : (childOf(called, 'attribute') ?? childOf(called, 'property'));
    return changingMethods.test(method?.text ?? '');
  }
  const [target, value] = [childOf(action, 'left'), childOf(action, 'right')];
  if (!action.type.startsWith('assignment') || target === null || value === null) return false;
  return target.type.startsWith('subscript') || mentions(value, target.text);
}

function mentions(node: SyntaxNode, name: string): boolean {
  return [...descendantsOf(node)].some(({ type, text }) => type === 'identifier' && text === name);
}

/** An `if` without `else` that only leaves: a case that is treated apart. */
function isGuard(node: SyntaxNode): boolean {
  const body = childOf(node, 'consequence');
  if (body === null || childOf(node, 'alternative') !== null) return false;
  const parts = blocks.includes(body.type) ? partsOf(body) : [body];
  return parts.length === 1 && jumps.includes(parts[0]?.type ?? '');
}

const statementNodes = { python: ['expression_statement'], javascript: ['expression_statement'] };
const returns = { python: ['return_statement'], javascript: ['return_statement'] };

export const statementOperators: readonly Operator[] = [
  {
    name: 'guard',
    mistake: 'a case that needs an answer of its own is forgotten',
    nodes: { python: ['if_statement'], javascript: ['if_statement'] },
    changes: (node, site) => (isGuard(node) ? forgotten(node, site) : []),
  },
  {
    name: 'update',
    mistake: 'a statement that changes a variable is forgotten',
    nodes: statementNodes,
    changes: (node, site) => (updates(node) ? forgotten(node, site) : []),
  },
  {
    name: 'order',
    mistake: 'two statements that follow one another change places',
    nodes: statementNodes,
    changes: (node) => {
      const siblings = node.parent === null ? [] : partsOf(node.parent);
      const next = siblings[siblings.indexOf(node) + 1];
      if (next?.type !== node.type || !(updates(node) || updates(next))) return [];
      return shareVariable(node, next) ? [exchange(node, next)] : [];
    },
  },
  {
    name: 'return',
    mistake: 'the word return is forgotten, or nothing is returned',
    nodes: returns,
    changes: (node) => {
      const value = partsOf(node)[0];
      const calculates = value !== undefined && /call|binary|subscript|comparison/.test(value.type);
      return calculates ? [[{ start: node.start, end: value.start, text: '' }]] : [];
    },
  },
  {
    name: 'nesting',
    mistake: 'a return stands inside the loop instead of after it',
    nodes: returns,
    changes: returnInLoop,
  },
  {
    name: 'break',
    mistake: 'a loop that has found its answer goes on',
    nodes: { python: ['break_statement'], javascript: ['break_statement'] },
    changes: (node, site) => (node.parent?.type === 'switch_case' ? [] : forgotten(node, site)),
  },
];

/** One of two statements changes what the other one uses, so that their order means something. */
function shareVariable(one: SyntaxNode, other: SyntaxNode): boolean {
  const names = [...descendantsOf(one)].filter(({ type }) => type === 'identifier');
  return names.some(({ text }) => mentions(other, text));
}

/** Moves the return that follows a loop to the end of the loop's body. */
function returnInLoop(node: SyntaxNode, { source, family }: Site): Change[] {
  const siblings = node.parent === null ? [] : partsOf(node.parent);
  const loop = siblings[siblings.indexOf(node) - 1];
  const body = loop !== undefined && loops.includes(loop.type) ? childOf(loop, 'body') : null;
  const last = body === null ? undefined : partsOf(body).at(-1);
  const edit = withoutLines(node, source);
  if (loop === undefined || last === undefined || edit === null || node.text.includes('\n')) return [];
  if (last.line === loop.line || jumps.includes(last.type)) return [];
  const indent = indentOf(last, source);
  if (family === 'python') return [[{ start: edit.start, end: node.start, text: indent }]];
  return [[{ start: last.end, end: last.end, text: lineEndOf(source) + indent + node.text }, edit]];
}

/** Statements in which nothing is a mistake that a solution could have: what it takes in and gives out, and its tests. */
export function isOutside(node: SyntaxNode): boolean {
  if (/^(?:import|future_import|global|nonlocal|comment|decorator|hash_bang)/.test(node.type)) return true;
  if (isType(node) || isDocumentation(node)) return true;
  const [first] = node.children;
  if (node.type === 'if_statement') return childOf(node, 'condition')?.text.includes('__name__') === true;
  if (node.type === 'expression_statement' && first?.type === 'assignment_expression') {
    return /^(?:module\.)?exports\b/.test(first.text);
  }
  return /^(?:call|call_expression)$/.test(node.type) && childOf(node, 'function')?.text === 'require';
}

const typeNodes =
  /^(?:type|type_.*|.*_type|interface_declaration|interface_body|ambient_declaration|asserts|type_predicate.*)$/;

const isType = (node: SyntaxNode): boolean => node.named && typeNodes.test(node.type);

/** A text that stands alone says something to the reader, or to the engine, as `'use strict'`. */
function isDocumentation(node: SyntaxNode): boolean {
  if (node.type !== 'expression_statement') return false;
  return partsOf(node).every(({ type }) => type === 'string' || type === 'concatenated_string');
}
