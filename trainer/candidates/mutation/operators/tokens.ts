/** Mistakes that are one wrong word: an operator, a jump, a truth value. */
import { childOf, partsOf, type SyntaxNode } from '../../../source/syntax.ts';
import { kindOfValue } from '../kinds.ts';
import { entryOf, replace, replaceByEach, type Change, type Operator, type Site } from '../operator.ts';

type Replacements = Readonly<Record<string, readonly string[]>>;

/** The words between what a node connects; Python compares several values in one node. */
const operatorsOf = (node: SyntaxNode): SyntaxNode[] =>
  node.children.filter(({ field }) => field === 'operator' || field === 'operators');

const swapped =
  (replacements: Replacements) =>
  (node: SyntaxNode): Change[] =>
    operatorsOf(node).flatMap((word) => replaceByEach(word, entryOf(replacements, word.type)));

const comparing = { python: ['comparison_operator'], javascript: ['binary_expression'] };
const calculating = {
  python: ['binary_operator', 'augmented_assignment'],
  javascript: ['binary_expression', 'augmented_assignment_expression', 'update_expression'],
};

export const opposites: Replacements = {
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
  '<': ['>='],
  '>=': ['<'],
  '>': ['<='],
  '<=': ['>'],
  in: ['not in'],
  'not in': ['in'],
  is: ['is not'],
  'is not': ['is'],
};

const arithmetic: Readonly<Record<'python' | 'javascript', Replacements>> = {
  python: {
    '+': ['-', '*'],
    '-': ['+'],
    '*': ['+', '**'],
    '/': ['//', '*'],
    '//': ['/', '%'],
    '%': ['//'],
    '**': ['*'],
    '&': ['|', '^'],
    '|': ['&', '^'],
    '^': ['|', '&'],
    '<<': ['>>'],
    '>>': ['<<'],
    '+=': ['-=', '='],
    '-=': ['+='],
    '*=': ['+='],
    '/=': ['//=', '*='],
    '//=': ['/=', '-='],
    '%=': ['//='],
  },
  javascript: {
    '+': ['-', '*'],
    '-': ['+'],
    '*': ['+', '**'],
    '/': ['%', '*'],
    '%': ['/'],
    '**': ['*'],
    '&': ['|', '^'],
    '|': ['&', '^'],
    '^': ['|', '&'],
    '<<': ['>>'],
    '>>': ['<<'],
    '+=': ['-=', '='],
    '-=': ['+='],
    '*=': ['+='],
    '/=': ['*='],
    '++': ['--'],
    '--': ['++'],
  },
};

/** Texts and lists are put together with `+` too, and there nobody writes `-`. */
function joins(node: SyntaxNode, { names }: Site): boolean {
  return [childOf(node, 'left'), childOf(node, 'right')].some((side) => {
    if (side === null) return false;
    const kinds = side.type === 'identifier' ? names.kindsOf(side.text) : new Set([kindOfValue(side)]);
    return kinds.has('text') || kinds.has('list');
  });
}

export const tokenOperators: readonly Operator[] = [
  {
    name: 'boundary',
    mistake: 'the end of a range is counted in, or out, as with < for <=',
    nodes: comparing,
    changes: swapped({ '<': ['<='], '<=': ['<'], '>': ['>='], '>=': ['>'] }),
  },
  {
    name: 'comparison',
    mistake: 'two values are compared the wrong way round, as with < for >',
    nodes: comparing,
    changes: swapped({ ...opposites, '<': ['>', '=='], '>': ['<', '=='], '<=': ['>='], '>=': ['<='] }),
  },
  {
    name: 'arithmetic',
    mistake: 'another operator calculates, as - for +',
    nodes: calculating,
    changes: (node, site) => {
      const right = childOf(node, 'right');
      // With 1 nobody multiplies, and a power of it is none.
      const changes = swapped(arithmetic[site.family])(node).filter(
        ([edit]) => right?.text !== '1' || !edit?.text.startsWith('*'),
      );
      return ['+', '+='].includes(childOf(node, 'operator')?.type ?? '') && joins(node, site) ? [] : changes;
    },
  },
  {
    name: 'logical',
    mistake: 'and stands for or, or the other way round',
    nodes: { python: ['boolean_operator'], javascript: ['binary_expression'] },
    changes: swapped({ and: ['or'], or: ['and'], '&&': ['||'], '||': ['&&'] }),
  },
  {
    name: 'negation',
    mistake: 'a not is forgotten',
    nodes: { python: ['not_operator'], javascript: ['unary_expression'] },
    changes: (node) => {
      const isNegation = node.type === 'not_operator' || childOf(node, 'operator')?.type === '!';
      const negated = childOf(node, 'argument');
      return isNegation && negated !== null ? [replace(node, negated.text)] : [];
    },
  },
  {
    name: 'sign',
    mistake: 'a minus sign is forgotten',
    nodes: { python: ['unary_operator'], javascript: ['unary_expression'] },
    changes: (node) => {
      const value = childOf(node, 'argument');
      const isMinus = childOf(node, 'operator')?.type === '-';
      return isMinus && value !== null ? [replace(node, value.text)] : [];
    },
  },
  {
    name: 'jump',
    mistake: 'break stands for continue, or the other way round',
    nodes: {
      python: ['break_statement', 'continue_statement'],
      javascript: ['break_statement', 'continue_statement'],
    },
    changes: (node) => {
      // The break of a switch is no end of a loop, and a label may be no loop's.
      if (node.parent?.type === 'switch_case' || partsOf(node).length > 0) return [];
      const other = node.type === 'break_statement' ? 'continue' : 'break';
      const word = node.children[0] ?? node;
      return [replace(word, other)];
    },
  },
  {
    name: 'assignment',
    mistake: '= and == are confused where the language lets one',
    nodes: { python: ['assignment'], javascript: ['if_statement', 'while_statement'] },
    changes: assignmentConfused,
  },
];

/** Python compares and forgets the result, JavaScript assigns inside a condition. */
function assignmentConfused(node: SyntaxNode, { family, names }: Site): Change[] {
  if (family === 'python') {
    const [target, word] = [childOf(node, 'left'), node.children.find(({ type }) => type === '=')];
    const again = target?.type === 'identifier' && names.isAgain(target);
    return again && word !== undefined ? [replace(word, '==')] : [];
  }
  const condition = partsOf(childOf(node, 'condition') ?? node)[0];
  const operator = condition === undefined ? null : childOf(condition, 'operator');
  const compared = condition === undefined ? null : childOf(condition, 'left');
  const equals = operator?.type === '===' || operator?.type === '==';
  const assignable = ['identifier', 'subscript_expression'].includes(compared?.type ?? '');
  return operator !== null && equals && assignable ? [replace(operator, '=')] : [];
}
