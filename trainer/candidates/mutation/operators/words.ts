/** Mistakes of taking one function, method or constant for a related one. */
import { childOf, partsOf, type SyntaxNode } from '../../../source/syntax.ts';
import { entryOf, replace, replaceByEach, type Change, type Family, type Operator } from '../operator.ts';

type Words = Readonly<Record<string, readonly string[]>>;

const functions: Readonly<Record<Family, Words>> = {
  python: {
    max: ['min'],
    min: ['max'],
    any: ['all'],
    all: ['any'],
    sum: ['len', 'max'],
    int: ['round'],
    round: ['int'],
    set: ['list'],
    'math.floor': ['math.ceil', 'round'],
    'math.ceil': ['math.floor', 'int'],
  },
  javascript: {
    'Math.max': ['Math.min'],
    'Math.min': ['Math.max'],
    'Math.floor': ['Math.ceil', 'Math.round'],
    'Math.ceil': ['Math.floor', 'Math.round'],
    'Math.round': ['Math.floor'],
    'Math.trunc': ['Math.round'],
    parseInt: ['parseFloat', 'Math.round'],
    parseFloat: ['parseInt'],
    'Object.keys': ['Object.values'],
    'Object.values': ['Object.keys'],
  },
};

const methods: Readonly<Record<Family, Words>> = {
  python: {
    lower: ['upper'],
    upper: ['lower'],
    strip: ['lstrip', 'rstrip'],
    lstrip: ['strip'],
    rstrip: ['strip'],
    startswith: ['endswith'],
    endswith: ['startswith'],
    find: ['rfind'],
    rfind: ['find'],
    append: ['extend'],
    extend: ['append'],
    isalpha: ['isalnum'],
    isalnum: ['isalpha'],
    isdigit: ['isalnum'],
    isupper: ['islower'],
    islower: ['isupper'],
    keys: ['values'],
    values: ['keys'],
    union: ['intersection'],
    intersection: ['union'],
    search: ['match'],
    match: ['search'],
    fullmatch: ['match'],
    capitalize: ['title'],
    title: ['capitalize'],
  },
  javascript: {
    push: ['unshift'],
    unshift: ['push'],
    pop: ['shift'],
    shift: ['pop'],
    indexOf: ['lastIndexOf'],
    lastIndexOf: ['indexOf'],
    some: ['every'],
    every: ['some'],
    find: ['filter'],
    toUpperCase: ['toLowerCase'],
    toLowerCase: ['toUpperCase'],
    startsWith: ['endsWith'],
    endsWith: ['startsWith'],
    trim: ['trimStart', 'trimEnd'],
    concat: ['push'],
    replaceAll: ['replace'],
    keys: ['values'],
    values: ['keys'],
  },
};

/** What stands for "nothing", "no" or "all", and what it is confused with. */
const literals: Readonly<Record<Family, Words>> = {
  python: {
    True: ['False'],
    False: ['True'],
    None: ['0', 'False'],
    '[]': ['None'],
    "''": ['None'],
    '""': ['None'],
  },
  javascript: {
    true: ['false'],
    false: ['true'],
    null: ['undefined', '0'],
    undefined: ['null'],
    '[]': ['null'],
  },
};

const calls = { python: ['call'], javascript: ['call_expression'] };

export const wordOperators: readonly Operator[] = [
  {
    name: 'function',
    mistake: 'a related function is called, as min for max',
    nodes: calls,
    changes: (node, { family }) => {
      const called = childOf(node, 'function');
      return called === null ? [] : replaceByEach(called, entryOf(functions[family], called.text));
    },
  },
  {
    name: 'method',
    mistake: 'a related method is called, as upper for lower',
    nodes: calls,
    changes: (node, { family }) => {
      const method = methodOf(node);
      return method === null ? [] : replaceByEach(method, entryOf(methods[family], method.text));
    },
  },
  {
    name: 'conversion',
    mistake: 'a value is used as it is instead of rounded, converted, sorted or cleaned',
    nodes: calls,
    changes: (node) => {
      const values = childOf(node, 'arguments');
      const parts = values === null ? [] : partsOf(values);
      const called = childOf(node, 'function');
      const [value] = parts;
      if (called !== null && value !== undefined && parts.length === 1 && converting.test(called.text)) {
        return [replace(node, value.text)];
      }
      const object = called === null ? null : childOf(called, 'object');
      const isCleaned = parts.length === 0 && cleaning.test(methodOf(node)?.text ?? '');
      return isCleaned && object !== null ? [replace(node, object.text)] : [];
    },
  },
  {
    name: 'sorting',
    mistake: 'values are sorted the other way round, or as texts',
    nodes: calls,
    changes: (node) => {
      const name = methodOf(node)?.text ?? childOf(node, 'function')?.text ?? '';
      const values = childOf(node, 'arguments');
      return values !== null && ['sorted', 'sort', 'toSorted'].includes(name) ? sortedOtherwise(values) : [];
    },
  },
  {
    name: 'literal',
    mistake: 'a wrong truth value, or the wrong word for nothing, is the answer',
    nodes: {
      python: ['true', 'false', 'none', 'list', 'string'],
      javascript: ['true', 'false', 'null', 'undefined', 'array'],
    },
    changes: (node, { family }) => {
      const isAnswer = node.parent?.type === 'return_statement' || /^(?:true|false)$/.test(node.type);
      return isAnswer ? replaceByEach(node, entryOf(literals[family], node.text)) : [];
    },
  },
  {
    name: 'separator',
    mistake: 'texts are taken apart or put together at the wrong sign',
    nodes: { python: ['string'], javascript: ['string'] },
    changes: (node) => {
      const quote = node.text.at(-1) ?? '';
      const content = node.text.slice(1, -1);
      const others = /^["']/.test(node.text) ? entryOf(separators, content) : undefined;
      return replaceByEach(
        node,
        others?.map((other) => `${quote}${other}${quote}`),
      );
    },
  },
];

const separators: Words = { ' ': ['', ','], '': [' '], ',': [' ', ', '], ', ': [','], '-': ['_'], _: ['-'] };

const converting =
  /^(?:int|str|abs|round|set|sorted|list|Math\.(?:floor|ceil|round|abs|trunc)|Number|parseInt|String)$/;
const cleaning = /^(?:lower|upper|strip|toLowerCase|toUpperCase|trim|sort|reverse|copy|slice)$/;

function methodOf(call: SyntaxNode): SyntaxNode | null {
  const called = childOf(call, 'function');
  return called === null ? null : (childOf(called, 'attribute') ?? childOf(called, 'property'));
}

/** Python's `reverse=True` comes or goes, JavaScript's comparison goes and texts are compared. */
function sortedOtherwise(values: SyntaxNode): Change[] {
  const parts = partsOf(values);
  const reverse = parts.find((part) => childOf(part, 'name')?.text === 'reverse');
  const value = reverse === undefined ? null : childOf(reverse, 'value');
  if (value !== null) return replaceByEach(value, value.text === 'True' ? ['False'] : ['True']);
  if (values.type === 'arguments') return parts.length === 1 ? [replace(values, '()')] : [];
  const inside = values.text.slice(1, -1).trimEnd();
  return [replace(values, inside === '' ? '(reverse=True)' : `(${inside}, reverse=True)`)];
}
