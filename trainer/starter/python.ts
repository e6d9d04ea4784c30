/**
 * Reads the small Python of the starter set: tokens with their places, brackets, local names.
 * It knows strings in single quotes, whole numbers, names and operators; no comments, no decorators, no f-strings.
 */

export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'newline';
  readonly text: string;
  /** Offsets in the program; a newline's text holds the indentation that follows it. */
  readonly start: number;
  readonly end: number;
}

const tokenPattern =
  /(?<newline>\n *)|(?<string>'[^'\n]*')|(?<number>\d+)|(?<name>[A-Za-z_]\w*)|(?<operator>\*\*|\/\/=|\/\/|[-+*%<>=!]=|[-+*/%<>=|()[\]{},:.])/g;

export function tokenize(program: string): Token[] {
  return [...program.matchAll(tokenPattern)].map((match) => {
    const groups = match.groups ?? {};
    const kind = (['newline', 'string', 'number', 'name'] as const).find(
      (name) => groups[name] !== undefined,
    );
    const [text] = match;
    return { kind: kind ?? 'operator', text, start: match.index, end: match.index + text.length };
  });
}

const keywords = new Set(
  'and as break continue def del elif else False for if import in is lambda None not or pass return True while'.split(
    ' ',
  ),
);

const builtins = new Set(
  'abs all any bool chr dict divmod enumerate int len list max min ord range reversed set sorted str sum tuple zip'.split(
    ' ',
  ),
);

/** A name that a solution gave or was given: no keyword, no builtin, no attribute, no keyword argument. */
export function isVariable(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'name' || keywords.has(token.text) || builtins.has(token.text)) return false;
  if (tokens[index - 1]?.text === '.' || tokens[index - 1]?.text === 'def') return false;
  return (
    !(token.text === 'key' || token.text === 'reverse' || token.text === 'default') ||
    tokens[index + 1]?.text !== '='
  );
}

/** The names in the brackets of the `def` line. */
export function parametersOf(tokens: readonly Token[]): string[] {
  const close = tokens.findIndex((token) => token.text === ')');
  return tokens
    .slice(3, close)
    .filter((token) => token.kind === 'name')
    .map((token) => token.text);
}

/** The variables that are not parameters, in order of appearance. */
export function localsOf(tokens: readonly Token[]): string[] {
  const parameters = new Set(parametersOf(tokens));
  const names = tokens.filter((token, index) => isVariable(tokens, index) && !parameters.has(token.text));
  return [...new Set(names.map((token) => token.text))];
}

const opening = new Set(['(', '[', '{']);
const closing = new Set([')', ']', '}']);

/** The index of the bracket that closes the one at `open`, or -1. */
export function closingBracket(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index += 1) {
    const text = tokens[index]?.text ?? '';
    if (opening.has(text)) depth += 1;
    if (closing.has(text)) depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

/** The indices in from…to−1 of the tokens `wanted` that stand outside any bracket opened in between. */
export function atTopLevel(
  tokens: readonly Token[],
  from: number,
  to: number,
  wanted: readonly string[],
): number[] {
  const found: number[] = [];
  let depth = 0;
  for (let index = from; index < to; index += 1) {
    const text = tokens[index]?.text ?? '';
    if (closing.has(text)) depth -= 1;
    if (depth === 0 && wanted.includes(text)) found.push(index);
    if (opening.has(text)) depth += 1;
  }
  return found;
}

/** The program text from the first to the last of tokens from…to−1. */
export function textOf(program: string, tokens: readonly Token[], from: number, to: number): string {
  return program.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
}

/** Splits source text at the top-level occurrences of a token. */
export function splitAt(source: string, wanted: string): string[] {
  const tokens = tokenize(source);
  const cuts = atTopLevel(tokens, 0, tokens.length, [wanted]);
  const starts = [0, ...cuts.map((cut) => tokens[cut]?.end ?? 0)];
  const ends = [...cuts.map((cut) => tokens[cut]?.start ?? 0), source.length];
  return starts.map((start, index) => source.slice(start, ends[index]).trim());
}
