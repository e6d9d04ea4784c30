/** Says in plain English where a wrong solution leaves the right one that it was made from. */
import { tokenize, type Token } from '../python.ts';

/** Such as "uses `>` where the task needs `>=`". Both programs must use the same names. */
export function describeBug(right: string, wrong: string): string {
  const [expected, found] = [right.split('\n'), wrong.split('\n')];
  if (expected.length !== found.length) return describeLines(expected, found);
  const swap = expected.findIndex((line, at) => line !== found[at]);
  if (expected[swap] === found[swap + 1] && expected[swap + 1] === found[swap])
    return describeSwap(found, swap);
  const moved = expected.findIndex((line, at) => line !== found[at] && line.trim() === found[at]?.trim());
  if (moved >= 0) return describeIndent(expected[moved] ?? '', found[moved] ?? '');
  const changed = expected.flatMap((line, at) =>
    line === found[at] ? [] : fragments(line, found[at] ?? ''),
  );
  const distinct = changed.filter(
    (one, at) => changed.findIndex((other) => other.join() === one.join()) === at,
  );
  return distinct.slice(0, 2).map(describeFragment).join(', and ');
}

type Fragment = readonly [expected: string, found: string];

function describeFragment([expected, found]: Fragment): string {
  if (found === '') return `leaves out \`${expected}\``;
  if (expected === '') return `adds \`${found}\`, which the task does not ask for`;
  return `uses \`${found}\` where the task needs \`${expected}\``;
}

/** Lines that only one of the two has. */
function describeLines(expected: readonly string[], found: readonly string[]): string {
  const missing = expected.filter((line) => !found.includes(line)).map((line) => line.trim());
  const added = found.filter((line) => !expected.includes(line)).map((line) => line.trim());
  const quote = (lines: readonly string[]): string => `\`${lines.slice(0, 2).join(' ')}\``;
  if (added.length === 0) return `leaves out ${quote(missing)}`;
  if (missing.length === 0) return `adds ${quote(added)}, which the task does not ask for`;
  return `uses ${quote(added)} where the task needs ${quote(missing)}`;
}

function describeSwap(found: readonly string[], at: number): string {
  return `runs \`${found[at]?.trim()}\` before \`${found[at + 1]?.trim()}\`, not after it`;
}

function describeIndent(expected: string, found: string): string {
  const deeper = found.length > expected.length;
  return deeper
    ? `runs \`${expected.trim()}\` inside the block above`
    : `runs \`${expected.trim()}\` after the loop, not inside it`;
}

/** The differing parts of two lines: single tokens if the lines are otherwise alike, else one part of each. */
function fragments(expected: string, found: string): Fragment[] {
  const [right, wrong] = [tokenize(expected), tokenize(found)];
  const places = right.flatMap((token, at) => (token.text === wrong[at]?.text ? [] : [at]));
  const alike = right.length === wrong.length && places.length <= 2;
  if (
    alike &&
    places.every(
      (at) => right[at]?.kind !== 'operator' || !/[()[\]{}]/.test(right[at].text + (wrong[at]?.text ?? '')),
    )
  ) {
    return places.map((at) => widened(expected, right, found, wrong, at, at + 1, at + 1));
  }
  const least = Math.min(right.length, wrong.length);
  let before = 0;
  while (before < least && right[before]?.text === wrong[before]?.text) before += 1;
  let after = 0;
  while (after < least - before && right.at(-1 - after)?.text === wrong.at(-1 - after)?.text) after += 1;
  return [widened(expected, right, found, wrong, before, right.length - after, wrong.length - after)];
}

/** Widens a part to brackets that match, an index by its brackets, and a bare number by what stands before it. */
function widened(
  expected: string,
  right: readonly Token[],
  found: string,
  wrong: readonly Token[],
  from: number,
  rightTo: number,
  wrongTo: number,
): Fragment {
  const isNumber = (tokens: readonly Token[], to: number): boolean =>
    to - from === 1 && tokens[from]?.kind === 'number';
  let [start, more] = [from, 0];
  const before = right[start - 1]?.text ?? '(';
  const sameBefore = before === wrong[start - 1]?.text && !'([{'.includes(before);
  if (sameBefore && isNumber(right, rightTo) && isNumber(wrong, wrongTo)) start -= 1;
  const inBrackets =
    right[start - 1]?.text === '[' && right[rightTo]?.text === ']' && wrong[wrongTo]?.text === ']';
  if (inBrackets) [start, more] = [start - 1, 1];
  const balanced = (): boolean =>
    isBalanced(right.slice(start, rightTo + more)) && isBalanced(wrong.slice(start, wrongTo + more));
  while (!balanced() && (rightTo + more < right.length || start > 0)) {
    if (rightTo + more < right.length) more += 1;
    else start -= 1;
  }
  return [spanOf(expected, right, start, rightTo + more), spanOf(found, wrong, start, wrongTo + more)];
}

function spanOf(line: string, tokens: readonly Token[], from: number, to: number): string {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined || to <= from ? '' : line.slice(first.start, last.end);
}

function isBalanced(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const { text } of tokens) {
    if ('([{'.includes(text)) depth += 1;
    if (')]}'.includes(text)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
