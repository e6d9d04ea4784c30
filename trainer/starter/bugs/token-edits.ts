/** Mistakes of one token: another operator, another number, another name. Every swap exists in both directions. */
import type { BugKind } from '../family.ts';
import { isVariable, tokenize, type Token } from '../python.ts';
import type { Edit } from './edit.ts';

type Swap = readonly [text: string, kind: BugKind];

const swaps: Readonly<Record<string, readonly Swap[]>> = {
  '>': [
    ['>=', 'wrong-boundary'],
    ['<', 'wrong-comparison'],
  ],
  '>=': [
    ['>', 'wrong-boundary'],
    ['<=', 'wrong-comparison'],
  ],
  '<': [
    ['<=', 'wrong-boundary'],
    ['>', 'wrong-comparison'],
  ],
  '<=': [
    ['<', 'wrong-boundary'],
    ['>=', 'wrong-comparison'],
  ],
  '==': [['!=', 'wrong-comparison']],
  '!=': [['==', 'wrong-comparison']],
  '+': [
    ['-', 'wrong-operator'],
    ['*', 'wrong-operator'],
  ],
  '-': [['+', 'wrong-operator']],
  '*': [['+', 'wrong-operator']],
  '//': [['%', 'wrong-operator']],
  '%': [['//', 'wrong-operator']],
  '+=': [
    ['-=', 'wrong-operator'],
    ['=', 'lost-update'],
  ],
  '-=': [['+=', 'wrong-operator']],
  '*=': [['+=', 'wrong-operator']],
  min: [['max', 'wrong-aggregate']],
  max: [['min', 'wrong-aggregate']],
  sum: [['len', 'wrong-aggregate']],
  len: [['sum', 'wrong-aggregate']],
  any: [['all', 'wrong-logic']],
  all: [['any', 'wrong-logic']],
  and: [['or', 'wrong-logic']],
  or: [['and', 'wrong-logic']],
  True: [['False', 'wrong-result']],
  False: [['True', 'wrong-result']],
  upper: [['lower', 'wrong-method']],
  lower: [['upper', 'wrong-method']],
  isupper: [['islower', 'wrong-method']],
  islower: [['isupper', 'wrong-method']],
  startswith: [['endswith', 'wrong-method']],
  endswith: [['startswith', 'wrong-method']],
  find: [['rfind', 'wrong-method']],
  rfind: [['find', 'wrong-method']],
};

/** Names that stand for the same kind of thing and are easily confused. */
const lookalikes: readonly (readonly string[])[] = [
  ['a', 'b'],
  ['b', 'c'],
  ['n', 'k'],
  ['x', 'y'],
  ['i', 'x'],
  ['i', 'j'],
  ['x', 'best'],
  ['count', 'best'],
  ['count', 'total'],
  ['xs', 'ys'],
  ['s', 't'],
  ['s', 'w'],
  ['d', 'e'],
  ['key', 'value'],
];

export function tokenEdits(tokens: readonly Token[]): Edit[] {
  const body = tokens.findIndex((token) => token.kind === 'newline');
  const names = new Set(tokens.filter((_, index) => isVariable(tokens, index)).map((token) => token.text));
  return tokens.flatMap((token, index) =>
    index < body
      ? []
      : [...swapEdits(tokens, index), ...numberEdits(tokens, index), ...nameEdits(tokens, index, names)].map(
          ([text, kind]): Edit => ({ kind, start: token.start, end: token.end, text }),
        ),
  );
}

function swapEdits(tokens: readonly Token[], index: number): readonly Swap[] {
  const { text = '', kind = 'operator' } = tokens[index] ?? {};
  const binary = isOperand(tokens[index - 1]);
  if ((text === '-' || text === '*') && !binary) return [];
  // `sum` and `len` can stand for each other only before a plain name.
  if ((text === 'sum' || text === 'len') && tokens[index + 3]?.text !== ')') return [];
  return kind === 'string' ? [] : (swaps[text] ?? []);
}

/** Small numbers move by one (nobody takes 61 for 60); a divisor stays above one. */
function numberEdits(tokens: readonly Token[], index: number): Swap[] {
  const token = tokens[index];
  if (token?.kind !== 'number') return [];
  const value = Number(token.text);
  const divides = ['%', '//', '%=', '//='].includes(tokens[index - 1]?.text ?? '');
  const lowest = divides ? 2 : 0;
  if (value > 9) return [];
  return [value - 1, value + 1]
    .filter((other) => other >= lowest)
    .map((other) => [String(other), numberKind(tokens, index)]);
}

/** What a number is there for: the start of a sum, a place in a list, a remainder, or a constant. */
function numberKind(tokens: readonly Token[], index: number): BugKind {
  const [before, previous, next] = [tokens[index - 2], tokens[index - 1], tokens[index + 1]];
  const ends = next === undefined || next.kind === 'newline';
  if (previous?.text === '=' && ends && before?.kind === 'name') return 'wrong-start';
  if (previous?.text === '[' || (previous?.text === '-' && before?.text === '[')) return 'wrong-index';
  return previous?.text === 'return' ? 'wrong-default' : 'off-by-one';
}

function nameEdits(tokens: readonly Token[], index: number, names: ReadonlySet<string>): Swap[] {
  const token = tokens[index];
  if (token === undefined || !isVariable(tokens, index) || isBound(tokens, index)) return [];
  return lookalikes
    .filter((pair) => pair.includes(token.text))
    .flatMap((pair) => pair.filter((name) => name !== token.text && names.has(name)))
    .map((name): Swap => [name, 'wrong-variable']);
}

/** Whether the name gets a value here, by `=` or by `for`. */
function isBound(tokens: readonly Token[], index: number): boolean {
  if (/^([-+*%]|\/\/)?=$/.test(tokens[index + 1]?.text ?? '')) return true;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token?.text === 'for' || token?.text === 'lambda') return true;
    if (token?.text !== ',' && token?.kind !== 'name') return false;
    if (token.text === 'in' || token.text === 'return') return false;
  }
  return false;
}

function isOperand(token: Token | undefined): boolean {
  if (token === undefined || token.text === 'return' || token.text === 'in') return false;
  return (
    token.kind === 'name' || token.kind === 'number' || token.kind === 'string' || ')]}'.includes(token.text)
  );
}

/** The kind of the mistake if the two programs differ in one token only, by a swap of the table. */
export function swapKind(right: string, wrong: string): BugKind | undefined {
  const [expected, found] = [tokenize(right), tokenize(wrong)];
  const at = expected.findIndex((token, index) => token.text !== found[index]?.text);
  const only =
    expected.length === found.length &&
    expected.slice(at + 1).every((token, index) => token.text === found[at + 1 + index]?.text);
  return only ? swaps[expected[at]?.text ?? '']?.find(([text]) => text === found[at]?.text)?.[1] : undefined;
}
