/** Gives a solution's local names other usual names, the same for a right and a wrong solution. */
import type { Random } from '../random.ts';
import { chance, pick } from './draw.ts';
import { isVariable, localsOf, parametersOf, tokenize } from './python.ts';

/** What people also call it; the first is what the families write. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  result: ['out', 'answer'],
  total: ['result', 'answer'],
  count: ['total', 'result'],
  best: ['top', 'result'],
  x: ['v', 'value'],
  y: ['other'],
  i: ['j', 'pos'],
  j: ['k'],
  c: ['letter'],
  w: ['word'],
  row: ['line'],
  key: ['name'],
  xs: ['values', 'items'],
  ys: ['values', 'items'],
  tax: ['result', 'answer'],
  price: ['result', 'cost'],
  words: ['parts'],
  t: ['text'],
  run: ['length'],
};

export type Renaming = ReadonlyMap<string, string>;

/** Changes each local name with even chances; no two names of the program fall together. */
export function drawRenaming(program: string, random: Random): Renaming {
  const tokens = tokenize(program);
  const taken = new Set([...localsOf(tokens), ...parametersOf(tokens)]);
  const renaming = new Map<string, string>();
  for (const local of localsOf(tokens)) {
    const free = (synonyms[local] ?? []).filter((name) => !taken.has(name));
    if (free.length === 0 || !chance(0.5, random)) continue;
    const name = pick(free, random);
    taken.add(name);
    renaming.set(local, name);
  }
  return renaming;
}

export function rename(program: string, renaming: Renaming): string {
  const tokens = tokenize(program);
  let result = '';
  let position = 0;
  tokens.forEach((token, index) => {
    const name = isVariable(tokens, index) ? renaming.get(token.text) : undefined;
    result += program.slice(position, token.start) + (name ?? token.text);
    position = token.end;
  });
  return result + program.slice(position);
}

/** The program with its local names numbered, so that two programs that differ in names only are equal. */
export function withoutNames(program: string): string {
  const locals = localsOf(tokenize(program));
  return rename(program, new Map(locals.map((local, index) => [local, `local${index}`])));
}
