/** Where a verdict is read: the token at which `\conclusion{T}` and `\conclusion{F}` part. */
import { undividedVerdict } from '../errors/critic.ts';
import { answerOf } from '../critique/reasoning.ts';
import type { Tokenizer } from '../model/tokenizer.ts';

const conclusions = { correct: '\\conclusion{T}', incorrect: '\\conclusion{F}' } as const;

export interface VerdictTokens {
  /** What both conclusions begin with, as tokens and as text; the verdict is the token after it. */
  readonly prefix: Int32Array;
  readonly opening: string;
  readonly correct: number;
  readonly incorrect: number;
}

export function verdictTokens(tokenizer: Tokenizer): VerdictTokens {
  const correct = tokenizer.encode(conclusions.correct);
  const incorrect = tokenizer.encode(conclusions.incorrect);
  const parting = correct.findIndex((token, index) => token !== incorrect[index]);
  const [yes, no] = [correct[parting], incorrect[parting]];
  if (parting < 0 || yes === undefined || no === undefined) throw undividedVerdict(correct, incorrect);
  const prefix = correct.slice(0, parting);
  return { prefix, opening: tokenizer.decode(prefix), correct: yes, incorrect: no };
}

/** The critique that `written` consists of if a conclusion has just been begun, outside any reasoning; else undefined. */
export function critiqueBefore(written: string, { opening }: VerdictTokens): string | undefined {
  return answerOf(written).endsWith(opening) ? written.slice(0, -opening.length).trim() : undefined;
}
