/** Lines of a transcript, made by hand. */
import type { Exchange } from '../../trainer/protocol/candidates.ts';

/** The answers of a problem from `first` on; 10 tokens were read and 1 written for each. */
export function exchangeOf(
  problemId: string,
  first: number,
  texts: readonly string[],
  changes: Partial<Exchange> = {},
): Exchange {
  return {
    type: 'exchange',
    problemId,
    first,
    asked: Math.max(1, texts.length),
    messages: [{ role: 'user', content: 'Solve it.' }],
    answers: texts.map((text) => ({ text, finish: 'stop' })),
    usage: { prompt: 10, completion: texts.length, estimated: false },
    milliseconds: 5,
    attempts: 1,
    ...changes,
  };
}
