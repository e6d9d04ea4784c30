/** What the typing benches type into: long files of small functions. */

export const functionCount = 500;

/** Six lines a function: 3,000 in all. No two files have a function in common, so nothing is known from another. */
export const sourceOf = (round: number): string =>
  Array.from(
    { length: functionCount },
    (_, index) => `def total_${index}(numbers):
    """Adds the numbers and ${functionCount * round + index}."""
    total = ${index}
    for number in numbers:
        total += number
    return total
`,
  ).join('');
