/**
 * Exercises in copying and comparing. A critique copies the given program and says which tokens of it are not the given
 * ones, but the starter's programs can be foretold so well that nobody learns to look: a model that has only read them
 * repeats a sequence of random tokens no better than chance (docs/log.md, 2026-11-27). So random tokens are given here
 * in the place of a program, and are copied with some of them changed; nothing but looking tells what comes.
 */
import { critiquePrompt } from '../../critique/prompts.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Random } from '../../random.ts';
import type { StarterRow } from '../set.ts';
import { conclusion, landmarksOf, only, type Answer } from './examples.ts';
import { departure, solutionEnd, solutionStart } from './special.ts';

/** Makes exercises with the tokens of the rows' solutions. */
export interface Copying {
  /** What all exercises begin with: [1], the phrase before a solution. */
  readonly prompt: Int32Array;
  /** An exercise with `length` random tokens. */
  readonly draw: (length: number, random: Random) => Answer;
}

/** Of the given tokens, those that are changed in copying. */
const changedShare = 1 / 8;
/** Of each token that is copied, of what says that one is not, and of each token of the conclusion. */
const [copyWeight, noticeWeight, conclusionWeight] = [1 / 24, 1 / 12, 1 / 120];
/** Of the exercises, those that draw from few tokens, so that pairs of them come again and again; and how few. */
const narrowShare = 1 / 2;
const [fewest, most] = [6, 25];

export function copying(rows: readonly StarterRow[], tokenizer: Tokenizer): Copying {
  const { before, after } = landmarksOf(tokenizer);
  const request = tokenizer.encodePrompt(critiquePrompt({ question: '', solution: '', language: 'python' }));
  const tokenOf = (phrase: string) => only(tokenizer.encode(phrase));
  const form: Form = {
    between: request.slice(request.indexOf(after)),
    start: tokenOf(solutionStart),
    end: tokenOf(solutionEnd),
    remark: tokenOf(departure),
    conclude: (isCopied) => tokenizer.encode(conclusion(isCopied)),
  };
  const known = Int32Array.from(
    new Set(
      rows.flatMap(({ solutions }) => solutions.flatMap(({ solution }) => [...tokenizer.encode(solution)])),
    ),
  );
  return {
    prompt: Int32Array.of(before),
    draw: (length, random) => exercise(form, known, length, random),
  };
}

/** The phrases around the random tokens. */
interface Form {
  /** From the end of the given program to where the critique begins. */
  readonly between: Int32Array;
  readonly start: number;
  readonly end: number;
  /** Says that the token before it is not as given. */
  readonly remark: number;
  readonly conclude: (isCopied: boolean) => Int32Array;
}

function exercise(form: Form, known: Int32Array, length: number, random: Random): Answer {
  const drawFrom = (alphabet: Int32Array) => alphabet[random.integer(alphabet.length)] ?? form.end;
  const few = Int32Array.from({ length: fewest + random.integer(most - fewest + 1) }, () => drawFrom(known));
  const alphabet = random.uniform() < narrowShare ? few : known;
  const given = Array.from({ length }, () => drawFrom(alphabet));
  const tokens: number[] = [...given, ...form.between, form.start];
  const weights: number[] = tokens.map(() => 0);
  const write = (token: number, weight: number) => {
    tokens.push(token);
    weights.push(weight);
  };
  let isCopied = true;
  for (const token of given) {
    const own = random.uniform() < changedShare ? drawFrom(alphabet) : token;
    write(own, own === token ? copyWeight : 0);
    if (own === token) continue;
    write(form.remark, noticeWeight);
    isCopied = false;
  }
  write(form.end, copyWeight);
  const verdictAt = tokens.length + 1;
  for (const token of form.conclude(isCopied)) write(token, conclusionWeight);
  return { tokens: Int32Array.from(tokens), weights: Float32Array.from(weights), verdictAt };
}
