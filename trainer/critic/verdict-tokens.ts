/** Where a verdict is read: the token at which `\conclusion{T}` and `\conclusion{F}` part. */
import { undividedVerdict } from '../errors/critic.ts';
import type { Tokenizer } from '../model/tokenizer.ts';

const conclusions = { correct: '\\conclusion{T}', incorrect: '\\conclusion{F}' } as const;

export interface VerdictTokens {
  /** What both conclusions begin with; the verdict is the token after it. */
  readonly prefix: Int32Array;
  readonly correct: number;
  readonly incorrect: number;
}

export function verdictTokens(tokenizer: Tokenizer): VerdictTokens {
  const correct = tokenizer.encode(conclusions.correct);
  const incorrect = tokenizer.encode(conclusions.incorrect);
  const parting = correct.findIndex((token, index) => token !== incorrect[index]);
  const [yes, no] = [correct[parting], incorrect[parting]];
  if (parting < 0 || yes === undefined || no === undefined) throw undividedVerdict(correct, incorrect);
  return { prefix: correct.slice(0, parting), correct: yes, incorrect: no };
}
