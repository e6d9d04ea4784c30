/** `--tokenizer`: how commands of data count tokens. */
import { approximateTokens, tokensBy, type TokenCounter } from '../../data/prepare/token-count.ts';
import { Tokenizer } from '../../model/tokenizer.ts';
import { optional, type Invocation } from '../command.ts';

export async function tokenCounter(invocation: Invocation): Promise<TokenCounter> {
  const folder = optional(invocation, 'tokenizer');
  return folder === undefined ? approximateTokens : tokensBy(await Tokenizer.open(folder), folder);
}

export const tokenizerHelp = [
  '  --tokenizer DIR        count tokens as the model in this folder does; else a token is a digit, four letters of a',
  '                         word, two marks in a row, or a line end',
];
