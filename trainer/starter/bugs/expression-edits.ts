/** Mistakes inside one expression: bounds of ranges and slices, lost conditions and steps, swapped operands. */
import { atTopLevel, closingBracket, textOf, type Token } from '../python.ts';
import type { Edit } from './edit.ts';

export function expressionEdits(program: string, tokens: readonly Token[]): Edit[] {
  return tokens.flatMap((token, index) => {
    switch (token.text) {
      case 'range':
        return rangeEdits(program, tokens, index);
      case '[':
        return sliceEdits(program, tokens, index);
      case 'sorted':
        return sortedEdits(program, tokens, index);
      case 'not':
        return notEdits(tokens, index);
      case 'in':
        return inEdits(tokens, index);
      case 'and':
      case 'or':
        return operandEdits(tokens, index);
      case 'if':
        return [...filterEdits(tokens, index), ...branchEdits(program, tokens, index)];
      case '-':
      case '//':
      case '%':
        return orderEdits(program, tokens, index);
      case 'abs':
      case 'set':
        return forgottenCall(program, tokens, index);
      case 'upper':
      case 'lower':
        return methodEdits(tokens, index);
      default:
        return [];
    }
  });
}

/** `range(n)` ends one too early or too late; `+ 1` and `- 1` that are there get lost. */
function rangeEdits(program: string, tokens: readonly Token[], index: number): Edit[] {
  const close = closingBracket(tokens, index + 1);
  const commas = atTopLevel(tokens, index + 2, close, [',']);
  const from = (commas[0] ?? index + 1) + 1;
  const to = commas[1] ?? close;
  const stop = textOf(program, tokens, from, to);
  const place = {
    kind: 'off-by-one',
    start: tokens[from]?.start ?? 0,
    end: tokens[to - 1]?.end ?? 0,
  } as const;
  const bare = /^(.+) [-+] 1$/.exec(stop)?.[1];
  if (bare !== undefined) return [{ ...place, text: bare }];
  const starts = commas.length > 0 ? [] : [{ ...place, text: `1, ${stop}` }];
  return [{ ...place, text: `${stop} + 1` }, { ...place, text: `${stop} - 1` }, ...starts];
}

/** A slice loses its reversal or the item at an end. */
function sliceEdits(program: string, tokens: readonly Token[], index: number): Edit[] {
  const close = closingBracket(tokens, index);
  const start = tokens[index]?.start ?? 0;
  const end = tokens[close]?.end ?? 0;
  const inside = program.slice(start + 1, end - 1);
  if (inside === '::-1') return [{ kind: 'wrong-order', start, end, text: '' }];
  if (inside === '0') return [{ kind: 'wrong-index', start, end, text: '[-1]' }];
  if (inside === '-1') return [{ kind: 'wrong-index', start, end, text: '[0]' }];
  const [from, to, step] = inside.split(':');
  if (from === undefined || to === undefined || step !== undefined || inside.includes('[')) return [];
  const texts = [
    ...(from === '' ? [`[1:${to}]`] : [`[:${to}]`]),
    ...(to === '' || /[-+]/.test(to) ? [] : [`[${from}:${to} + 1]`, `[${from}:${to} - 1]`]),
  ];
  return texts.filter((text) => text !== '[:]').map((text) => ({ kind: 'off-by-one', start, end, text }));
}

/** `reverse=True` appears or disappears; a plain `sorted` is forgotten. */
function sortedEdits(program: string, tokens: readonly Token[], index: number): Edit[] {
  const close = closingBracket(tokens, index + 1);
  const start = tokens[index]?.start ?? 0;
  const bracket = tokens[close]?.start ?? 0;
  const call = program.slice(start, bracket);
  if (call.endsWith(', reverse=True')) {
    return [{ kind: 'wrong-order', start: bracket - ', reverse=True'.length, end: bracket, text: '' }];
  }
  const forgotten = forgottenCall(program, tokens, index);
  const reversed: Edit = { kind: 'wrong-order', start: bracket, end: bracket, text: ', reverse=True' };
  return call.includes('key=') ? [reversed] : [reversed, ...forgotten];
}

/** `not` is lost, alone or before `in`. */
function notEdits(tokens: readonly Token[], index: number): Edit[] {
  const next = tokens[index + 1];
  return next === undefined
    ? []
    : [{ kind: 'wrong-logic', start: tokens[index]?.start ?? 0, end: next.start, text: '' }];
}

/** `in` becomes `not in`, outside the heads of loops. */
function inEdits(tokens: readonly Token[], index: number): Edit[] {
  const start = tokens[index]?.start ?? 0;
  for (let at = index - 1; at >= 0 && tokens[at]?.kind !== 'newline'; at -= 1) {
    const text = tokens[at]?.text ?? '';
    if (text === 'for' || (text === 'not' && at === index - 1)) return [];
    if (text === 'if' || text === 'return' || text === 'and' || text === 'or') break;
  }
  return [{ kind: 'wrong-logic', start, end: start, text: 'not ' }];
}

const operandEnds = ['if', 'elif', 'while', 'return', 'else', 'and', 'or', 'for', ':', ',', '='];

/** One side of `and` or `or` is forgotten. */
function operandEdits(tokens: readonly Token[], index: number): Edit[] {
  let left = index;
  let right = index;
  while (left > 0 && !endsOperand(tokens[left - 1], -1)) left -= 1;
  while (right + 1 < tokens.length && !endsOperand(tokens[right + 1], 1)) right += 1;
  const [first, operator, last] = [tokens[left], tokens[index], tokens[right]];
  if (first === undefined || operator === undefined || last === undefined) return [];
  const edit = (start: number, end: number): Edit => ({ kind: 'missed-condition', start, end, text: '' });
  return [edit(first.start, tokens[index + 1]?.start ?? 0), edit(tokens[index - 1]?.end ?? 0, last.end)];
}

/** Brackets end an operand too, if they open to its left or close to its right. */
function endsOperand(token: Token | undefined, direction: 1 | -1): boolean {
  if (token === undefined || token.kind === 'newline' || operandEnds.includes(token.text)) return true;
  return direction === 1
    ? token.text === ']' || token.text === '}'
    : token.text === '[' || token.text === '{';
}

/** The condition of a comprehension is forgotten. */
function filterEdits(tokens: readonly Token[], index: number): Edit[] {
  let close = index;
  while (close < tokens.length && tokens[close]?.kind !== 'newline') {
    if (tokens[close]?.text === 'else') return [];
    if (['(', '[', '{'].includes(tokens[close]?.text ?? '')) close = closingBracket(tokens, close);
    else if ([')', ']', '}'].includes(tokens[close]?.text ?? '')) {
      return [
        {
          kind: 'missed-condition',
          start: tokens[index - 1]?.end ?? 0,
          end: tokens[close]?.start ?? 0,
          text: '',
        },
      ];
    }
    close += 1;
  }
  return [];
}

/** `return a if c else b` with `a` and `b` swapped. */
function branchEdits(program: string, tokens: readonly Token[], index: number): Edit[] {
  let first = index;
  while (first > 0 && tokens[first - 1]?.text !== 'return' && tokens[first - 1]?.kind !== 'newline')
    first -= 1;
  let last = index;
  while (last < tokens.length && tokens[last]?.kind !== 'newline') last += 1;
  const [otherwise] = atTopLevel(tokens, index, last, ['else']);
  if (tokens[first - 1]?.text !== 'return' || otherwise === undefined) return [];
  if (atTopLevel(tokens, first, index, ['for']).length > 0) return [];
  const yes = textOf(program, tokens, first, index);
  const condition = textOf(program, tokens, index, otherwise + 1);
  const no = textOf(program, tokens, otherwise + 1, last);
  const place = { start: tokens[first]?.start ?? 0, end: tokens[last - 1]?.end ?? 0 };
  return [{ kind: 'swapped-branches', ...place, text: `${no} ${condition} ${yes}` }];
}

/** `a - b` as `b - a`, where both sides are plain. */
function orderEdits(program: string, tokens: readonly Token[], index: number): Edit[] {
  const [left, right] = [tokens[index - 1], tokens[index + 1]];
  const plain = (token: Token | undefined): boolean => token?.kind === 'name' && token.text !== 'return';
  const before = tokens[index - 2]?.text ?? '';
  const after = tokens[index + 2]?.text ?? '';
  if (left === undefined || right === undefined || !plain(left) || !plain(right)) return [];
  if (['*', '/', '//', '%', '-', '.', '**'].includes(before) || ['(', '[', '.', '**'].includes(after))
    return [];
  const operator = program.slice(left.end, right.start);
  return [
    { kind: 'swapped-arguments', start: left.start, end: right.end, text: right.text + operator + left.text },
  ];
}

/** `sorted(xs)`, `set(xs)` and `abs(x)` as the argument alone, where it can stand alone. */
function forgottenCall(program: string, tokens: readonly Token[], index: number): Edit[] {
  const close = closingBracket(tokens, index + 1);
  if (tokens[index + 1]?.text !== '(' || close < 0) return [];
  if (atTopLevel(tokens, index + 2, close, [',', 'for']).length > 0) return [];
  const inside = textOf(program, tokens, index + 2, close);
  const text = /^\w+$|^\[/.test(inside) || tokens[index]?.text === 'abs' ? inside : `(${inside})`;
  return [{ kind: 'missed-step', start: tokens[index]?.start ?? 0, end: tokens[close]?.end ?? 0, text }];
}

/** `s.lower()` as `s`. */
function methodEdits(tokens: readonly Token[], index: number): Edit[] {
  const [dot, close] = [tokens[index - 1], tokens[index + 2]];
  if (dot?.text !== '.' || close === undefined) return [];
  return [{ kind: 'missed-step', start: dot.start, end: close.end, text: '' }];
}
