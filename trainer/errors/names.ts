/** Names in a sentence: the first so many, and that there are more. */
export const firstNames = (names: readonly string[], most: number): string =>
  names.slice(0, most).join(', ') + (names.length > most ? ', …' : '');
