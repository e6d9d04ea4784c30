/**
 * Text that a model or a program wrote, as what it is: characters that would not be seen, or would turn the text around,
 * are written out. Line breaks and tabs stay. Pure.
 */
const hidden = /[^\P{C}\n\t\p{Co}\p{Cn}]|[\p{Zl}\p{Zp}]/gu;

export const visible = (text: string): string => text.replace(hidden, writtenOut);

/** Control characters have pictures (␛); of the others the code point is written (⟨U+202E⟩). */
function writtenOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
