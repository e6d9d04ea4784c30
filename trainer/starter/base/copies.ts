/**
 * Exercises in copying and comparing. A critique copies the given program and says which tokens of it are not the given
 * ones, but the starter's programs can be foretold so well that nobody learns to look: a model that has only read them
 * repeats a sequence of random tokens no better than chance (docs/log.md, 2026-11-27). So tokens are given here that
 * nothing but looking tells, and are copied with some of them changed: random ones first, which is where copying is
 * learned, and then programs with some of their tokens replaced, behind their question, which is where it is used.
 */
import { critiquePrompt } from '../../critique/prompts.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Random } from '../../random.ts';
import type { StarterRow } from '../set.ts';
import { answerOf, conclusion, landmarksOf, tokenOf, type Answer } from './examples.ts';
import { departure, solutionEnd, solutionStart } from './special.ts';

export interface Exercise {
  readonly prompt: Int32Array;
  readonly answer: Answer;
}

/** A problem whose programs are copied. */
export interface CopySource {
  /** The critique prompt up to where the solution begins. */
  readonly prompt: Int32Array;
  /** The tokens of its solutions, right and wrong. */
  readonly programs: readonly Int32Array[];
}

/** Of the given tokens, those that are changed in copying. */
const changedShare = 1 / 8;
/** Of the exercises with random tokens, those that draw from few, so that pairs come again and again; and how few. */
const narrowShare = 1 / 2;
const [fewest, most] = [6, 25];
/** Of a program's tokens, those that are replaced before it is given: one of these shares in each exercise. */
const replacedShares = [0, 0.1, 0.3];
/** Of the tokens that come instead, those of the problem's own programs: what might stand there is harder to notice. */
const ownShare = 0.7;

/** What a token counts that is copied, that says that the one before it is not, and that is copied behind such a one. */
interface Worth {
  readonly copied: number;
  readonly remark: number;
  readonly behindRemark: number;
}

const ofRandom: Worth = { copied: 1 / 24, remark: 1 / 12, behindRemark: 1 / 24 };
/** Behind a remark a critique concludes: that the copy goes on there is not to be learned. */
const ofProgram: Worth = { copied: 1 / 24, remark: 1 / 8, behindRemark: 0 };
/** Each token of the conclusion. */
const conclusionWeight = 1 / 120;

/** The tokens that exercises are made of. */
export interface CopyTokens {
  /** The phrase before a solution. */
  readonly before: number;
  /** From the end of the given program to where the critique begins. */
  readonly between: Int32Array;
  readonly start: number;
  readonly end: number;
  /** Says that the token before it is not as given. */
  readonly remark: number;
  /** The conclusions: that every token is as given, and that one is not. */
  readonly right: Int32Array;
  readonly wrong: Int32Array;
  /** Every token of the rows' solutions. */
  readonly known: Int32Array;
}

export function copyTokens(rows: readonly StarterRow[], tokenizer: Tokenizer): CopyTokens {
  const { before, after } = landmarksOf(tokenizer);
  const request = tokenizer.encodePrompt(critiquePrompt({ question: '', solution: '', language: 'python' }));
  return {
    before,
    between: request.slice(request.indexOf(after)),
    start: tokenOf(solutionStart, tokenizer),
    end: tokenOf(solutionEnd, tokenizer),
    remark: tokenOf(departure, tokenizer),
    right: tokenizer.encode(conclusion(true)),
    wrong: tokenizer.encode(conclusion(false)),
    known: Int32Array.from(new Set(rows.flatMap((row) => joined(programsOf(row, tokenizer))))),
  };
}

/** The tokens of a problem's solutions, without the fence. */
export const programsOf = ({ solutions }: StarterRow, tokenizer: Tokenizer): readonly Int32Array[] =>
  solutions.map(({ solution }) => tokenizer.encode(solution));

const joined = (programs: readonly Int32Array[]): readonly number[] =>
  programs.flatMap((program) => [...program]);

/** `length` random tokens where a program would be, with nothing asked; it concludes whether all are as given. */
export function copyRandom(tokens: CopyTokens, length: number, random: Random): Exercise {
  const { before, between, known } = tokens;
  const few = Array.from({ length: fewest + random.integer(most - fewest + 1) }, () => oneOf(known, random));
  const alphabet = random.uniform() < narrowShare ? few : known;
  const draw = () => oneOf(alphabet, random);
  const given = Array.from({ length }, draw);
  const copy = copyOf(given, tokens, ofRandom, draw, random);
  const conclusion = copy.isWhole ? tokens.right : tokens.wrong;
  const answer = answerOf(
    Int32Array.of(...given, ...between),
    new Float32Array(given.length + between.length),
    Int32Array.of(...copy.tokens, ...conclusion),
    Float32Array.of(...copy.weights, ...Array.from(conclusion, () => conclusionWeight)),
  );
  return { prompt: Int32Array.of(before), answer };
}

/** One of the programs, with some tokens replaced, copied to its end; there is no conclusion. */
export function copyProgram(tokens: CopyTokens, { prompt, programs }: CopySource, random: Random): Exercise {
  const own = joined(programs);
  const draw = () => oneOf(random.uniform() < ownShare ? own : tokens.known, random);
  const share = oneOf(replacedShares, random);
  const program = [...oneOf(programs, random)];
  const given = program.map((token) => (random.uniform() < share ? draw() : token));
  const copy = copyOf(given, tokens, ofProgram, draw, random);
  const read = [...given, ...tokens.between];
  return {
    prompt,
    answer: {
      tokens: Int32Array.of(...read, ...copy.tokens),
      weights: Float32Array.of(...read.map(() => 0), ...copy.weights),
      verdictAt: -1,
    },
  };
}

/** The copy in its fence: of each token that is not as given the next one says so. Which token comes instead counts 0. */
function copyOf(
  given: readonly number[],
  { start, end, remark }: CopyTokens,
  worth: Worth,
  draw: () => number,
  random: Random,
) {
  const tokens = [start];
  const weights = [0];
  const write = (token: number, weight: number): void => {
    tokens.push(token);
    weights.push(weight);
  };
  const copy = (token: number) => write(token, tokens.at(-1) === remark ? worth.behindRemark : worth.copied);
  let isWhole = true;
  for (const token of given) {
    const own = random.uniform() < changedShare ? draw() : token;
    if (own === token) {
      copy(token);
    } else {
      write(own, 0);
      write(remark, worth.remark);
      isWhole = false;
    }
  }
  copy(end);
  return { tokens, weights, isWhole };
}

function oneOf<T>(items: ArrayLike<T>, random: Random): T {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new RangeError('there is nothing to draw from');
  return item;
}
