/** White space as Python has it, which is not quite JavaScript's: the separators U+001C to U+001F and U+0085 are, U+FEFF is not. */

const space = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const isSpace = new RegExp(`^[${space}]$`);
const word = new RegExp(`[^${space}]+`, 'g');

/** `str.strip()`. Goes inwards from both ends, so that white space inside costs nothing. */
export function stripped(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace.test(text[start] ?? '')) start += 1;
  while (end > start && isSpace.test(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}

/** `str.split()`: no word is empty, and an empty text has none. */
export const words = (text: string): readonly string[] => text.match(word) ?? [];
