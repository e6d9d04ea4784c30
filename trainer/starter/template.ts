/** Fills the holes of a family's statements and solutions. */
import { unknownHole } from '../errors/starter.ts';
import type { Random } from '../random.ts';
import { pick } from './draw.ts';
import type { Choice, Family, Option } from './family.ts';

/** One of the family's wordings, with one of each option's words. */
export function statementOf(family: Family, choice: Choice, random: Random): string {
  const wording = pick(family.ask, random.fork('wording'));
  const words = new Map(
    Object.entries(choice).map(([name, option]) => [name, pick(option.say, random.fork(name))]),
  );
  const text = fill(family, choice, wording, (name) => words.get(name) ?? '');
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;])/g, '$1')
    .trim();
}

/** The whole program for one of the family's bodies. */
export function programOf(family: Family, choice: Choice, body: string): string {
  const lines = linesOf(body).flatMap((line) => fillLine(family, choice, line));
  return [`def ${family.signature}:`, ...lines.map((line) => `    ${line}`)].join('\n');
}

/** A line that consists of one hole takes all lines of the option's code, which may be none. */
function fillLine(family: Family, choice: Choice, line: string): string[] {
  const indent = line.slice(0, line.length - line.trimStart().length);
  const filled = fill(family, choice, line.trim(), (_, option) => option.code).replace(/(?<=\S) {2,}/g, ' ');
  return filled === '' ? [] : filled.split('\n').map((part) => indent + part);
}

/** Options may have holes themselves. `$s.upper()` is the hole `$s` if the option has no field `upper`. */
function fill(
  family: Family,
  choice: Choice,
  text: string,
  face: (name: string, option: Option) => string,
): string {
  return text.replace(/\$([a-z]+)(?:\.([a-z]+))?/g, (hole, name: string, field?: string) => {
    const option = choice[name];
    if (option === undefined) throw unknownHole(family.name, hole, text);
    const more = field === undefined ? undefined : option.more[field];
    const filled = more ?? face(name, option) + (field === undefined ? '' : `.${field}`);
    return fill(family, choice, filled, face);
  });
}

/** The lines of a body. The first follows the opening quote; the others lose the margin that they have in common. */
function linesOf(body: string): string[] {
  const [first = '', ...rest] = body.split('\n');
  const margin = Math.min(...rest.map((line) => line.length - line.trimStart().length));
  return [first, ...rest.map((line) => line.slice(margin))];
}
