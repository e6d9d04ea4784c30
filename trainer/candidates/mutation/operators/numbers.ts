/** Mistakes of counting: numbers, indexes, ranges and slices that are off by one, and wrong first values. */
import { ancestorsOf, childOf, partsOf, type SyntaxNode } from '../../../source/syntax.ts';
import { entryOf, replace, replaceByEach, type Change, type Operator } from '../operator.ts';

type Place = 'index' | 'range' | 'slice' | 'initial-value' | 'constant';

const rangeCalls = ['range'];
const sliceMethods = ['slice', 'substring', 'substr', 'splice'];

/** `[::-1]`: all of it, from the end. */
const isReversal = (slice: SyntaxNode): boolean => slice.text.replaceAll(' ', '') === '::-1';

/**
 * What a number is for: decides which operator changes it, so that each kind of mistake gets its share. Null for the
 * number in a reversal, which is no count.
 */
function placeOf(node: SyntaxNode): Place | null {
  let below = node;
  for (const around of ancestorsOf(node)) {
    if (around.type === 'slice') return isReversal(around) ? null : 'slice';
    if (below.field === 'subscript' || below.field === 'index') return 'index';
    if (['argument_list', 'arguments'].includes(around.type)) return placeInCall(around);
    if (around.type === 'for_statement' && ['initializer', 'condition'].includes(below.field ?? '')) {
      return 'range';
    }
    const isValue = below.field === 'right' || below.field === 'value';
    const assigns = ['assignment', 'variable_declarator'].includes(around.type);
    if (assigns && isValue && isPlain(below, node)) return 'initial-value';
    if (/statement|block|clause|function|lambda/.test(around.type)) return 'constant';
    below = around;
  }
  return 'constant';
}

/** The value is the number, perhaps with its sign, or a list of values. */
const isPlain = (value: SyntaxNode, number: SyntaxNode): boolean =>
  value === number || (value === number.parent && /^(?:unary|expression_list|list|array)/.test(value.type));

function placeInCall(values: SyntaxNode): Place {
  const called = values.parent === null ? null : childOf(values.parent, 'function');
  if (called === null) return 'constant';
  if (rangeCalls.includes(called.text)) return 'range';
  const method = childOf(called, 'property')?.text ?? '';
  return sliceMethods.includes(method) ? 'slice' : 'constant';
}

/** Beyond this a number is a fact of the problem, and nobody misses it by one. */
const largestCount = 100;
const literals = { python: ['integer', 'float'], javascript: ['number'] };

/** Neighbours of a small whole number, with its sign where it has one. */
function neighbours(node: SyntaxNode): Change[] {
  const value = Number(node.text);
  if (!/^\d+$/.test(node.text) || value > largestCount) return [];
  const { parent } = node;
  // Nobody writes `n + 0`; that the step is forgotten is a change of the sum.
  const operator = parent === null ? '' : (childOf(parent, 'operator')?.type ?? '');
  const isStep = node.field === 'right' && value === 1 && ['+', '-', '+=', '-='].includes(operator);
  if (isStep) return replaceByEach(node, ['2']);
  if (parent !== null && operator === '-' && /^unary/.test(parent.type))
    return replaceByEach(parent, value === 1 ? ['0', '-2'] : [`-${value - 1}`, `-${value + 1}`]);
  return replaceByEach(node, value === 0 ? ['1'] : [String(value - 1), String(value + 1)]);
}

const numberAt = (place: Place, node: SyntaxNode): Change[] =>
  placeOf(node) === place ? neighbours(node) : [];

/** Of `x + 1` and `x - 1`: forgotten, and the wrong way. */
function steps(node: SyntaxNode): Change[] {
  const [left, operator, right] = ['left', 'operator', 'right'].map((field) => childOf(node, field));
  if (!left || !operator || right?.text !== '1' || !['+', '-'].includes(operator.type)) return [];
  return [replace(node, left.text), replace(operator, operator.type === '+' ? '-' : '+')];
}

const simple = ['identifier', 'call', 'attribute', 'member_expression', 'call_expression', 'subscript'];

/** An expression that has no `± 1` yet gets one. */
const widened = (node: SyntaxNode): Change[] =>
  simple.includes(node.type) ? replaceByEach(node, [`${node.text} - 1`, `${node.text} + 1`]) : [];

const sums = ['binary_operator', 'binary_expression'];

function around(place: Place, node: SyntaxNode): Change[] {
  if (!sums.includes(node.type)) return numberAt(place, node);
  return placeOf(node) === place ? steps(node) : [];
}

const counted = {
  python: [...literals.python, 'binary_operator'],
  javascript: [...literals.javascript, 'binary_expression'],
};

/** Values at which a search or a sum begins, and what they are confused with. */
const firstValues: Readonly<Record<string, readonly string[]>> = {
  "float('inf')": ["float('-inf')", '0'],
  'float("inf")': ['float("-inf")', '0'],
  "float('-inf')": ["float('inf')", '0'],
  'float("-inf")': ['float("inf")', '0'],
  'math.inf': ['-math.inf', '0'],
  '-math.inf': ['math.inf', '0'],
  Infinity: ['-Infinity', '0'],
  '-Infinity': ['Infinity', '0'],
  'Number.MAX_SAFE_INTEGER': ['Number.MIN_SAFE_INTEGER', '0'],
  'Number.MIN_SAFE_INTEGER': ['0'],
  'Number.MIN_VALUE': ['0'],
  'sys.maxsize': ['0'],
  true: ['false'],
  false: ['true'],
  True: ['False'],
  False: ['True'],
};

export const numberOperators: readonly Operator[] = [
  {
    name: 'constant',
    mistake: 'a number in a formula, a condition or a result is off by one',
    nodes: counted,
    changes: (node) => around('constant', node),
  },
  {
    name: 'index',
    mistake: 'an element beside the right one is taken',
    nodes: {
      python: [...counted.python, 'subscript'],
      javascript: [...counted.javascript, 'subscript_expression'],
    },
    changes: (node) => {
      const index = childOf(node, 'index') ?? childOf(node, 'subscript');
      if (!node.type.startsWith('subscript')) return around('index', node);
      return index?.type === 'identifier' ? widened(index) : [];
    },
  },
  {
    name: 'range',
    mistake: 'a loop begins or ends one step too early or too late',
    nodes: {
      python: [...counted.python, 'call'],
      javascript: [...counted.javascript, 'for_statement'],
    },
    changes: (node) => {
      if (node.type === 'for_statement') return lastStep(node);
      return node.type === 'call' ? rangeEnds(node) : around('range', node);
    },
  },
  {
    name: 'slice',
    mistake: 'a part of a text or a list begins or ends at the wrong place, or is not turned round',
    nodes: { python: [...counted.python, 'slice'], javascript: [...counted.javascript, 'call_expression'] },
    changes: (node) => {
      if (node.type === 'slice') return sliceEnds(node);
      return node.type === 'call_expression' ? slicedEnds(node) : around('slice', node);
    },
  },
  {
    name: 'initial-value',
    mistake: 'a sum, a search or a flag begins at the wrong value',
    nodes: {
      python: [...literals.python, 'assignment'],
      javascript: [...literals.javascript, 'variable_declarator'],
    },
    changes: (node) => {
      const value = childOf(node, 'right') ?? childOf(node, 'value');
      if (value === null) return numberAt('initial-value', node);
      return replaceByEach(value, entryOf(firstValues, value.text));
    },
  },
];

/** `range(n)` as `range(1, n)`, and its ends one to either side. */
function rangeEnds(call: SyntaxNode): Change[] {
  const values = childOf(call, 'arguments');
  const parts = values === null ? [] : partsOf(values);
  const [first, second] = parts;
  if (!rangeCalls.includes(childOf(call, 'function')?.text ?? '') || first === undefined) return [];
  if (second === undefined) return [...widened(first), replace(first, `1, ${first.text}`)];
  const whole = parts.length === 2 && values !== null ? [replace(values, `(${second.text})`)] : [];
  return [...widened(second), ...whole];
}

/** What `i` is compared with in the head of a loop. */
function lastStep(loop: SyntaxNode): Change[] {
  const condition = childOf(loop, 'condition');
  const end = condition === null ? null : childOf(condition, 'right');
  return end === null ? [] : widened(end);
}

/** Of `[a:b:c]`: the ends one to either side, an end forgotten, the step forgotten. */
function sliceEnds(slice: SyntaxNode): Change[] {
  const parts = partsOf(slice);
  if (isReversal(slice)) return replaceByEach(slice, [':', '::1']);
  const moved = parts.flatMap(widened);
  // An end that is forgotten leaves another slice only where there is another end.
  return parts.length < 2 ? moved : [...moved, ...parts.map((part) => replace(part, ''))];
}

function slicedEnds(call: SyntaxNode): Change[] {
  const called = childOf(call, 'function');
  const method = called === null ? '' : (childOf(called, 'property')?.text ?? '');
  const values = childOf(call, 'arguments');
  return values !== null && sliceMethods.includes(method) ? partsOf(values).flatMap(widened) : [];
}
