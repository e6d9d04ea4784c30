/** Text that a model or a program wrote, of many lines, made fit to be shown as it is. */

const mostCharacters = 100_000;

/** Control characters but tab and newline, and the marks that turn the direction of what follows. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** With what cannot be seen shown by its number, and cut where nobody reads on. */
export function inert(text: string): string {
  const shown = text
    .slice(0, mostCharacters)
    .replaceAll('\r\n', '\n')
    .replaceAll(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return text.length > mostCharacters ? `${shown}\n…` : shown;
}
