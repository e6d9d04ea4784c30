/** Draws the inputs that a problem's tests are chosen from. */
import type { Json } from '../protocol/data.ts';
import type { Random } from '../random.ts';
import type { Hints } from './arguments.ts';
import type { Family } from './family.ts';
import { tokenize } from './python.ts';

const inputCount = 56;

/** The constants of a program. */
export function hintsOf(program: string): Hints {
  const tokens = tokenize(program);
  const strings = tokens.filter((token) => token.kind === 'string').map((token) => token.text.slice(1, -1));
  const numbers = tokens.flatMap((token, index) => {
    if (token.kind !== 'number') return [];
    const negative = tokens[index - 1]?.text === '-' && !/^[\w)\]]/.test(tokens[index - 2]?.text ?? '(');
    return [negative ? -Number(token.text) : Number(token.text)];
  });
  return { numbers: [...new Set(numbers)], texts: [...new Set(strings)].filter((s) => s !== '') };
}

/** Distinct inputs: first every argument at each of its edges beside drawn ones, then drawn arguments only. */
export function drawInputs(family: Family, hints: Hints, random: Random): Json[][] {
  const found = new Map<string, Json[]>();
  const add = (edgeAt: number, edge: Json): void => {
    const input: Json[] = [];
    family.inputs.forEach((spec, at) => input.push(at === edgeAt ? edge : spec.draw(random, hints, input)));
    found.set(JSON.stringify(input), input);
  };
  family.inputs.forEach((spec, at) => {
    for (const edge of spec.edges(hints)) {
      add(at, edge);
      if (family.inputs.length > 1) add(at, edge);
    }
  });
  for (let tries = 0; found.size < inputCount && tries < 4 * inputCount; tries += 1) add(-1, null);
  return [...found.values()];
}
