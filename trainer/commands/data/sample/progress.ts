/** Says how far a sampling is, now and then. */
import type { Transcript } from '../../../candidates/transcript.ts';
import type { Problem } from '../../../protocol/data.ts';

/** Milliseconds between two lines. */
const pause = 5_000;

/** To be called after every exchange. `now` gives milliseconds of any clock. */
export function progressOf(
  transcript: Transcript,
  problems: readonly Problem[],
  perProblem: number,
  say: (text: string) => void,
  now: () => number = () => performance.now(),
): () => void {
  let saidAt = now();
  return () => {
    if (now() - saidAt < pause) return;
    saidAt = now();
    const answered = problems.map(({ id }) => Math.min(perProblem, transcript.answered(id)));
    const sum = answered.reduce((all, each) => all + each, 0);
    const { prompt, completion } = transcript.tokens;
    say(`${sum} of ${problems.length * perProblem} answers, ${prompt + completion} tokens`);
  };
}
