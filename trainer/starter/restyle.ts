/**
 * Other ways to write the same function: a comprehension as a loop, a conditional expression as an `if`, a named
 * result. Wrong solutions are made from these as well, so that style says nothing about correctness. That the
 * rewritten functions are equivalent is not taken on trust: the generator runs them all.
 */
import { closingBracket, splitAt, tokenize } from './python.ts';

/** A way to write a function; the same `id` means the same rewriting for every problem of a family. */
export interface Form {
  readonly id: string;
  readonly program: string;
}

type Rewrite = (lines: readonly string[]) => string[] | null;

/** All forms of one program, its own first; lines here are those of the body, without their common indentation. */
export function formsOf(program: string, id: string): Form[] {
  const [header = '', ...indented] = program.split('\n');
  const body = indented.map((line) => line.slice(4));
  const forms: Form[] = [];
  const add = (name: string, lines: readonly string[] | null): void => {
    if (lines === null) return;
    const text = [header, ...lines.map((line) => `    ${line}`)].join('\n');
    if (!forms.some((form) => form.program === text)) forms.push({ id: `${id}${name}`, program: text });
  };
  add('', body);
  const structures: [string, readonly string[] | null][] = [
    ['', body],
    ...Object.entries(structuralRewrites).map(([name, rewrite]): [string, string[] | null] => [
      name,
      rewrite(body),
    ]),
  ];
  for (const [structure, lines] of structures) {
    if (lines === null) continue;
    add(structure, lines);
    for (const [name, rewrite] of Object.entries(surfaceRewrites)) add(structure + name, rewrite(lines));
  }
  return forms;
}

const structuralRewrites: Record<string, Rewrite> = {
  ':loop': unfoldComprehension,
  ':if': (lines) => unfoldTernary(lines, false),
  ':else': (lines) => unfoldTernary(lines, true) ?? addElse(lines),
  ':ternary': foldIf,
  ':flip': flipIf,
  ':default': assignFirst,
  ':elif': (lines) => chainIfs(lines, false),
  ':assign': (lines) => chainIfs(lines, true),
  ':truth': unfoldTruth,
};

const surfaceRewrites: Record<string, Rewrite> = {
  ':named': nameResult,
  ':long': expandUpdates,
  ':length': measureLength,
};

/** What a comprehension can be in, and how that ends. */
const wrappers = { 'len([': '])', 'sum(': ')', 'any(': ')', 'all(': ')', "''.join(": ')', '[': ']' } as const;

/** `return [x for x in xs if c]` and its likes with `sum`, `len`, `any`, `all` and `''.join`. */
function unfoldComprehension(lines: readonly string[]): string[] | null {
  const returned = /^return (.+)$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
  const opener = (Object.keys(wrappers) as (keyof typeof wrappers)[]).find((start) =>
    returned.startsWith(start),
  );
  if (opener === undefined || !isOneBracket(returned)) return null;
  const parts = comprehension(returned.slice(opener.length, -wrappers[opener].length));
  if (parts === null) return null;
  const { value, loop, conditions } = parts;
  const heads = [`for ${loop}:`, ...conditions.map((condition) => `if ${condition}:`)];
  const nested = (inner: readonly string[], before: string, after: string): string[] => [
    ...lines.slice(0, -1),
    ...(before === '' ? [] : [before]),
    ...heads.map((head, depth) => '    '.repeat(depth) + head),
    ...inner.map((line) => '    '.repeat(heads.length) + line),
    after,
  ];
  if (opener === '[') return nested([`result.append(${value})`], 'result = []', 'return result');
  if (opener === "''.join(") return nested([`result += ${value}`], "result = ''", 'return result');
  if (opener === 'len([') return nested(['total += 1'], 'total = 0', 'return total');
  if (opener === 'sum(') return nested([`total += ${value}`], 'total = 0', 'return total');
  const test = opener === 'any(' ? value : negated(value);
  const answer = opener === 'any(' ? 'True' : 'False';
  return nested(
    [`if ${test}:`, `    return ${answer}`],
    '',
    `return ${answer === 'True' ? 'False' : 'True'}`,
  );
}

/** Whether the last character closes the first bracket. */
function isOneBracket(source: string): boolean {
  const tokens = tokenize(source);
  const open = tokens.findIndex((token) => token.text === '(' || token.text === '[');
  return open >= 0 && closingBracket(tokens, open) === tokens.length - 1;
}

/** `value for loop if condition`, or null if the text is something else or something more. */
function comprehension(text: string): { value: string; loop: string; conditions: string[] } | null {
  const [value = '', loops = '', ...more] = splitAt(text, 'for');
  if (loops === '' || more.length > 0 || splitAt(text, ',').length > 1) return null;
  const [loop = '', ...conditions] = splitAt(loops, 'if');
  return loops.includes(' else ') ? null : { value, loop, conditions };
}

const opposites: Record<string, string> = {
  '>': '<=',
  '<=': '>',
  '<': '>=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** The opposite of a condition, in the way that people write it. */
function negated(condition: string): string {
  const affirmed = /^not (\w+)$/.exec(condition)?.[1];
  if (affirmed !== undefined) return affirmed;
  const [item, holder, ...more] = condition.split(/ in | not in /);
  if (holder !== undefined && more.length === 0 && !/ (and|or|for|if) /.test(condition)) {
    return `${item}${condition.includes(' not in ') ? ' in ' : ' not in '}${holder}`;
  }
  const tokens = tokenize(condition);
  const operators = tokens.filter((token) => opposites[token.text] !== undefined);
  const [only] = operators;
  const compound = tokens.some((token) => ['and', 'or', 'in', 'not', 'if'].includes(token.text));
  if (!compound && operators.length === 1 && only !== undefined) {
    return condition.slice(0, only.start) + (opposites[only.text] ?? '') + condition.slice(only.end);
  }
  return compound || operators.length > 0 ? `not (${condition})` : `not ${condition}`;
}

/** `return a if c else b` as an `if` with two returns, or with two assignments. */
function unfoldTernary(lines: readonly string[], assign: boolean): string[] | null {
  const last = lines.at(-1) ?? '';
  const [yes = '', rest = '', ...more] = splitAt(last.replace(/^return /, ''), 'if');
  const [condition = '', no = '', ...others] = splitAt(rest, 'else');
  if (!last.startsWith('return ') || no === '' || more.length > 0 || others.length > 0) return null;
  const ending = assign
    ? [`if ${condition}:`, `    result = ${yes}`, 'else:', `    result = ${no}`, 'return result']
    : [`if ${condition}:`, `    return ${yes}`, `return ${no}`];
  return [...lines.slice(0, -1), ...ending];
}

/** The ending `if c: return a`, `return b`, in three lines. */
function finalIf(lines: readonly string[]): { condition: string; yes: string; no: string } | null {
  const [head = '', first = '', last = ''] = lines.slice(-3);
  const condition = /^if (.+):$/.exec(head)?.[1];
  const yes = /^ {4}return (.+)$/.exec(first)?.[1];
  const no = /^return (.+)$/.exec(last)?.[1];
  return condition === undefined || yes === undefined || no === undefined ? null : { condition, yes, no };
}

function foldIf(lines: readonly string[]): string[] | null {
  const ending = finalIf(lines);
  if (ending === null) return null;
  const { condition, yes, no } = ending;
  const folded = `return ${yes} if ${condition} else ${no}`;
  const nested = `${yes} ${no}`.includes(' if ') || lines.at(-4)?.startsWith('    ') === true;
  return folded.length > 60 || nested ? null : [...lines.slice(0, -3), folded];
}

function addElse(lines: readonly string[]): string[] | null {
  const ending = finalIf(lines);
  if (ending === null || lines.at(-4)?.startsWith('    ') === true) return null;
  const { condition, yes, no } = ending;
  return [...lines.slice(0, -3), `if ${condition}:`, `    return ${yes}`, 'else:', `    return ${no}`];
}

/** `if c: return a`, `return b` the other way round. */
function flipIf(lines: readonly string[]): string[] | null {
  const ending = finalIf(lines);
  if (ending === null || lines.at(-4)?.startsWith('    ') === true) return null;
  const { condition, yes, no } = ending;
  return [...lines.slice(0, -3), `if ${negated(condition)}:`, `    return ${no}`, `return ${yes}`];
}

/** `if c: return a`, `return b` as a result that starts as b and becomes a. */
function assignFirst(lines: readonly string[]): string[] | null {
  const ending = finalIf(lines);
  if (ending === null || lines.length > 3 || /[([]/.test(ending.no)) return null;
  const { condition, yes, no } = ending;
  return [`result = ${no}`, `if ${condition}:`, `    result = ${yes}`, 'return result'];
}

/** A body of nothing but `if`s that return as one `if`, `elif`, `else`, with returns or with a named result. */
function chainIfs(lines: readonly string[], assign: boolean): string[] | null {
  const word = assign ? 'result =' : 'return';
  const chain: string[] = [];
  for (let at = 0; at < lines.length - 1; at += 2) {
    const condition = /^(?:el)?if (.+):$/.exec(lines[at] ?? '')?.[1];
    const value = /^ {4}return (.+)$/.exec(lines[at + 1] ?? '')?.[1];
    if (condition === undefined || value === undefined) return null;
    chain.push(`${at === 0 ? 'if' : 'elif'} ${condition}:`, `    ${word} ${value}`);
  }
  const last = /^return (.+)$/.exec(lines.at(-1) ?? '')?.[1];
  if (chain.length < 4 || lines.length % 2 === 0 || last === undefined) return null;
  return [...chain, 'else:', `    ${word} ${last}`, ...(assign ? ['return result'] : [])];
}

const truthTokens = new Set([...Object.keys(opposites), 'in', 'not', 'and', 'or']);

/** `return c` as `if c: return True`, `return False`, where c is plainly a condition. */
function unfoldTruth(lines: readonly string[]): string[] | null {
  const condition = /^return (.+)$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
  const outside = condition.replace(/\([^()]*\)|\[[^[\]]*\]|'[^']*'/g, '');
  const tokens = tokenize(outside);
  if (!tokens.some((token) => truthTokens.has(token.text))) return null;
  if (tokens.some((token) => ['if', 'for', 'lambda'].includes(token.text)) || /[([]/.test(outside))
    return null;
  return [...lines.slice(0, -1), `if ${condition}:`, '    return True', 'return False'];
}

/** `return expression` as an assignment and `return result`, if there is no other return and no such name. */
function nameResult(lines: readonly string[]): string[] | null {
  const value = /^return (.+)$/.exec(lines.at(-1) ?? '')?.[1];
  if (value === undefined || /^[-\w]+$/.test(value)) return null;
  if (lines.slice(0, -1).some((line) => /\b(result|return)\b/.test(line))) return null;
  return [...lines.slice(0, -1), `result = ${value}`, 'return result'];
}

/** `total += x` as `total = total + x`. */
function expandUpdates(lines: readonly string[]): string[] | null {
  const changed = lines.map((line) =>
    line.replace(/^( *)([\w[\]]+) ([+*]|-|\/\/|%)= ([\w.'[\]()]+)$/, '$1$2 = $2 $3 $4'),
  );
  return changed.join() === lines.join() ? null : changed;
}

/** `if not xs:` as `if len(xs) == 0:`. */
function measureLength(lines: readonly string[]): string[] | null {
  const changed = lines.map((line) => line.replace(/^( *)if not (xs|ys|words|s|d):$/, '$1if len($2) == 0:'));
  return changed.join() === lines.join() ? null : changed;
}
