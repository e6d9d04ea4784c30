/** Mistakes of whole lines: a guard is missing, a return stands in the loop, an update is lost, two lines are swapped. */
import type { BugKind } from '../family.ts';

export interface LineBug {
  readonly kind: BugKind;
  readonly program: string;
}

export function lineBugs(program: string): LineBug[] {
  const lines = program.split('\n');
  const bug = (kind: BugKind, changed: readonly string[]): LineBug => ({ kind, program: changed.join('\n') });
  return lines.flatMap((_, at) => [
    ...withoutGuard(lines, at).map((changed) => bug(guardKind(lines[at] ?? ''), changed)),
    ...earlyReturn(lines, at).map((changed) => bug('early-return', changed)),
    ...withoutUpdate(lines, at).map((changed) => bug('lost-update', changed)),
    ...swappedLines(lines, at).map((changed) => bug('wrong-order', changed)),
    ...afterLoop(lines, at).map((changed) => bug('lost-update', changed)),
  ]);
}

type Lines = readonly string[];

function indentOf(line: string | undefined): number {
  return line === undefined ? 0 : line.length - line.trimStart().length;
}

const constant = /return (-?\d+|None|True|False|'[^']*'|\[\])$/;

/** Leaves out an `if` of two lines that only returns a constant, if more than a constant follows. */
function withoutGuard(lines: Lines, at: number): Lines[] {
  const [head, answer, next] = lines.slice(at, at + 3);
  const guards =
    /^ {4}if .+:$/.test(head ?? '') && /^ {8}return /.test(answer ?? '') && constant.test(answer ?? '');
  if (!guards || next === undefined || /^ *(else|elif)/.test(next)) return [];
  const rest = lines.toSpliced(at, 2);
  return rest.length === 2 && constant.test(rest.at(-1) ?? '') ? [] : [rest];
}

/** A guard against emptiness handles an edge case; any other is a condition of the task. */
function guardKind(head: string): BugKind {
  return /if not \w+:|len\(\w+\) (==|<|<=) \d/.test(head) ? 'missed-edge-case' : 'missed-condition';
}

/** Moves the last line into the loop or the `if` above it. */
function earlyReturn(lines: Lines, at: number): Lines[] {
  const line = lines[at] ?? '';
  const above = indentOf(lines[at - 1]);
  if (at !== lines.length - 1 || !line.startsWith('    return ') || above <= 4) return [];
  const loops = lines.some((other) => /^ {4}(for|while) /.test(other));
  return loops ? [lines.with(at, `    ${line}`)] : [];
}

/** Leaves out an update inside a `for`, if its block keeps another line. */
function withoutUpdate(lines: Lines, at: number): Lines[] {
  const line = lines[at] ?? '';
  const updates = /^ {8,}\w+ ([-+*%]|\/\/)?= /.test(line) || /^ {8,}\w+\.append\(/.test(line);
  const alone = (lines[at - 1] ?? '').endsWith(':') && indentOf(lines[at + 1]) < indentOf(line);
  const inWhile = lines.some((other) => other.includes('while '));
  const opensBlock = (lines[at - 1] ?? '').endsWith(':') && indentOf(lines[at + 1]) !== indentOf(line);
  return updates && !alone && !opensBlock && !inWhile ? [lines.toSpliced(at, 1)] : [];
}

/** Swaps two neighbouring simple lines inside a loop. */
function swappedLines(lines: Lines, at: number): Lines[] {
  const [line = '', next = ''] = [lines[at], lines[at + 1]];
  const simple = (text: string): boolean => /^ {8,}(\w+ ([-+*%]|\/\/)?= |\w+\.append\()/.test(text);
  const swaps = simple(line) && simple(next) && indentOf(line) === indentOf(next);
  return swaps ? [lines.with(at, next).with(at + 1, line)] : [];
}

/** Moves the last line of a loop behind the loop, if the loop keeps another line. */
function afterLoop(lines: Lines, at: number): Lines[] {
  const [above, line, next] = [lines[at - 1] ?? '', lines[at] ?? '', lines[at + 1] ?? ''];
  const ends = indentOf(line) === 8 && indentOf(next) === 4 && indentOf(above) >= 8;
  const simple = /^ {8}(\w+ ([-+*%]|\/\/)?= |\w+\.append\()/.test(line);
  const inWhile = lines.some((other) => other.includes('while '));
  return ends && simple && !inWhile ? [lines.with(at, line.slice(4))] : [];
}
