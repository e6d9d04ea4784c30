/** How long a text is in tokens: by a model's tokenizer, or by a rule where none is given. */
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { CountedBy } from '../../protocol/data-reports.ts';

export interface TokenCounter {
  readonly countedBy: CountedBy;
  count(text: string): number;
}

/**
 * Stands in for a tokenizer of today's code models: a token for each digit, for each four letters of a word, for each
 * two marks in a row, and for line ends in a row. Other white space belongs to what follows it.
 */
export const approximateTokens: TokenCounter = {
  countedBy: { countedBy: 'approximation', tokenizer: null },
  count(text) {
    let tokens = 0;
    for (const [piece] of text.matchAll(/\p{L}+|\p{N}|[^\s\p{L}\p{N}]+|\n+/gu)) {
      if (piece.startsWith('\n')) tokens += 1;
      else tokens += Math.ceil(piece.length / (/^\p{L}/u.test(piece) ? 4 : 2));
    }
    return tokens;
  },
};

export function tokensBy(tokenizer: Tokenizer, folder: string): TokenCounter {
  return {
    countedBy: { countedBy: 'tokenizer', tokenizer: folder },
    count: (text) => tokenizer.encode(text).length,
  };
}

/** No tokenizer makes a token of more characters of a test, so a longer text need not be counted. */
const mostCharacters = 128;

export function hasMoreTokens(text: string, limit: number, tokens: TokenCounter): boolean {
  return text.length > limit * mostCharacters || tokens.count(text) > limit;
}
