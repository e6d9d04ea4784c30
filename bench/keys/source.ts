/** What the typing benches type into: files of 3,000 lines, full of functions. */

const lines = 3000;

/** As dense as Python's standard library is at the median of its 75 files of 1,000 lines and more: 18 lines a function. */
export const usualFunctions = 167;

/** Denser than any of those: six lines a function. */
export const mostFunctions = 500;

export interface LongSource {
  readonly text: string;
  /** Of the function in the middle the line, counted from 1, that is typed into; and how it begins. */
  readonly line: number;
  readonly prefix: string;
}

/** No two rounds have a function in common, so nothing is known from another. */
export function sourceOf(round: number, functions: number): LongSource {
  const pairs = Math.max(0, Math.round((lines / functions - 6) / 2));
  const made = Array.from({ length: functions }, (_, index) =>
    functionOf(index, functions * round + index, pairs),
  );
  const middle = Math.floor(functions / 2);
  return { text: made.join(''), line: middle * (6 + 2 * pairs) + 3, prefix: `    total = ${middle}` };
}

function functionOf(index: number, number: number, pairs: number): string {
  const more = Array.from(
    { length: pairs },
    (_, pair) => `    if total > ${number + 100 * (pairs - pair)}:
        total -= ${number + pair}
`,
  );
  return `def total_${index}(numbers):
    """Adds the numbers and ${number}."""
    total = ${index}
    for number in numbers:
        total += number
${more.join('')}    return total
`;
}
