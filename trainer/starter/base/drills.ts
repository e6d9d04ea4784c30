/**
 * Exercises in noticing what one has written. A critique must say of its own token whether it is the given program's,
 * also where the critic, left to itself, would have written another one: in sampling it writes every kind of token.
 * What is learned here is that comparison alone. Nothing says which token is right.
 */
import type { Random } from '../../random.ts';

/** A critique up to its conclusion: [length] both. */
export interface Drill {
  readonly written: Int32Array;
  /** Of each token in the loss; 0 where the critic is not to learn that it should write this one. */
  readonly weights: Float32Array;
  /** What the critique has to conclude from what it has written. */
  readonly concludes: boolean;
}

export interface DrillInput {
  /** The given program in its fence, which stays as it is. */
  readonly program: Int32Array;
  /** Index of its first token that is not as it should be; absent in a right program. */
  readonly wrongAt?: number | undefined;
  /** Tokens to write instead of others. */
  readonly others: Int32Array;
  /** What says that a token is not as given. */
  readonly departure: Int32Array;
}

/** Share of the tokens that are changed: many in one exercise, because a comparison is learned slowly. */
const changedShare = 1 / 8;
/** Of what says that a token is not as given, and of what does not say so behind a token that is but seems wrong. */
const noticeWeight = 0.3;
/** Of the tokens that are copied, in all. */
const copyWeight = 2;

/** Copies the program, changes a random token here and there, says so behind each, and goes on. */
export function drill({ program, wrongAt, others, departure }: DrillInput, random: Random): Drill {
  const written: number[] = [];
  const weights: number[] = [];
  const write = (token: number, weight: number): void => {
    written.push(token);
    weights.push(weight);
  };
  let isChanged = false;
  let concludes = true;
  program.forEach((token, index) => {
    const isInside = index > 0 && index < program.length - 1;
    const other = others[random.integer(others.length)];
    const mayChange = isInside && random.uniform() < changedShare;
    if (mayChange && other !== undefined && other !== token) {
      write(other, 0);
      for (const each of departure) write(each, noticeWeight);
      isChanged = true;
      concludes = false;
      return;
    }
    // A critique ends behind what is not as given, so how to go on there is not to be learned.
    if (isChanged || index === wrongAt) write(token, 0);
    else write(token, index - 1 === wrongAt ? noticeWeight : copyWeight / program.length);
    isChanged = false;
  });
  return { written: Int32Array.from(written), weights: Float32Array.from(weights), concludes };
}
