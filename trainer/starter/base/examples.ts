/**
 * The supervised examples that the starter's base model is warmed up on, from the warm-up split alone.
 *
 * A critique reads along: it writes the program as it should be, up to the first token that differs from the given
 * program, says that this is not as given, and concludes. The model knows more about a program than it can say in one
 * word: which token it would have written is the work of its last layer, and only what is written is there for its
 * first layers to compare with the given program. It stops there because behind a change of its own it would have to
 * go on from a program that it has never seen.
 * A judged solution is part of its prompt, but of a right one the tokens are learned as well.
 */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';
import type { TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { judgedQuestion } from '../../tasks/judged-question.ts';
import type { StarterRow, StarterSolution } from '../set.ts';
import { firstDifference, nearestRight } from './repair.ts';
import {
  afterSolution,
  beforeSolution,
  conclusionStart,
  departure,
  endToken,
  solutionEnd,
  solutionStart,
} from './special.ts';

/** What follows a prompt, with the share of each token in the loss: [length] both. */
export interface Answer {
  readonly tokens: Int32Array;
  readonly weights: Float32Array;
  /** Index of the verdict; −1 in an answer that gives none. */
  readonly verdictAt: number;
}

/** A prompt in the chat template with answers to it. */
export interface Example {
  readonly prompt: Int32Array;
  readonly correct: readonly Answer[];
  /** Answers about wrong solutions; none where the task is to solve. */
  readonly wrong: readonly Answer[];
}

/** The program in the fence that the solve prompt asks for. */
export function solveAnswer(solution: string): string {
  return `${fenced(solution)}${endToken}`;
}

function fenced(solution: string): string {
  return `${solutionStart}${solution}${solutionEnd}`;
}

/** How a critique concludes. */
export function conclusion(correct: boolean): string {
  return `${conclusionStart}${correct ? 'T' : 'F'}}${endToken}`;
}

/** Every right solution is an answer; each counts the same, whatever its length. */
export function solveExample({ problem, solutions }: StarterRow, tokenizer: Tokenizer): Example {
  const correct = solutions
    .filter((solution) => solution.correct)
    .map(({ solution }) => {
      const tokens = tokenizer.encode(solveAnswer(solution));
      return { tokens, weights: evenly(tokens.length, 1), verdictAt: -1 };
    });
  return { prompt: tokenizer.encodePrompt(solvePrompt(problem)), correct, wrong: [] };
}

/**
 * Of an answer to the critique prompt: the program in all; each token that tells the program from its wrong neighbours,
 * on top, and what stands behind it, which is the departure or the program going on; the verdict; each token of the form.
 */
const programWeight = 2;
const tellingWeight = 0.4;
const departureWeight = 0.5;
const verdictWeight = 1;
const formWeight = 0.1;
/** Of the conclusion's beginning, the verdict, the brace and the end token. */
const conclusionWeights = [formWeight, verdictWeight, formWeight, formWeight];

/**
 * The prompt ends where the solution begins, so that all solutions of a problem share it; an answer is the solution,
 * the rest of the prompt, the program as it should be, and the verdict.
 */
export function judgeExample({ problem, solutions }: StarterRow, tokenizer: Tokenizer): Example {
  const question = judgedQuestion(problem);
  const landmarks = landmarksOf(tokenizer);
  const answers = casesOf(solutions, tokenizer).map(
    ({ given: { solution, correct }, written, telling }): Judged => {
      const request = tokenizer.encodePrompt(critiquePrompt({ question, solution, language: 'python' }));
      const { prompt, read, weights } = divide(request, correct, landmarks);
      const answer = answerOf(
        read,
        weights,
        Int32Array.of(...written, ...tokenizer.encode(conclusion(correct))),
        Float32Array.of(...critiqueWeights(written.length, telling), ...conclusionWeights),
      );
      return { correct, prompt, ...answer };
    },
  );
  return {
    prompt: answers[0]?.prompt ?? new Int32Array(0),
    correct: answers.filter(({ correct }) => correct),
    wrong: answers.filter(({ correct }) => !correct),
  };
}

interface Judged extends Answer {
  readonly correct: boolean;
  readonly prompt: Int32Array;
}

interface Case {
  readonly given: StarterSolution;
  /** The critique up to its conclusion. */
  readonly written: Int32Array;
  /**
   * Indices of `written` that tell right from wrong: where it departs from a wrong program, and, in the critique of the
   * right program that this one departs to, where it does not. So such a token counts the same whichever is given.
   */
  readonly telling: ReadonlySet<number>;
}

function casesOf(solutions: readonly StarterSolution[], tokenizer: Tokenizer): readonly Case[] {
  const rights = solutions.filter(({ correct }) => correct);
  const tellingOf = new Map(rights.map((right) => [right, new Set<number>()]));
  return solutions.map((given): Case => {
    const right = given.correct ? given : nearestRight(given, rights, tokenizer);
    const repaired = tokenizer.encode(fenced(right.solution));
    const telling = tellingOf.get(right) ?? new Set();
    if (given.correct) return { given, written: repaired, telling };
    const at = firstDifference(tokenizer.encode(fenced(given.solution)), repaired);
    telling.add(at);
    const departed = tokenizer.encode(at === repaired.length - 1 ? '' : departure);
    return {
      given,
      written: Int32Array.of(...repaired.slice(0, at + 1), ...departed),
      telling: new Set([at]),
    };
  });
}

/** The tokens around a judged solution. */
interface Landmarks {
  readonly before: number;
  readonly after: number;
}

export function landmarksOf(tokenizer: Tokenizer): Landmarks {
  return { before: tokenOf(beforeSolution, tokenizer), after: tokenOf(afterSolution, tokenizer) };
}

/** The request up to the solution, and from there on what is read, with the shares of a right program's tokens. */
function divide(request: Int32Array, isCorrect: boolean, { before, after }: Landmarks) {
  const start = request.indexOf(before) + 1;
  const end = request.indexOf(after, start);
  const weights = new Float32Array(request.length - start);
  if (isCorrect) weights.set(evenly(end - start, 1));
  return { prompt: request.slice(0, start), read: request.slice(start), weights };
}

/** Of a critique's `length` tokens before the conclusion. */
function critiqueWeights(length: number, telling: ReadonlySet<number>): readonly number[] {
  return Array.from(
    { length },
    (_, index) =>
      programWeight / length +
      (telling.has(index) ? tellingWeight : 0) +
      (telling.has(index - 1) ? departureWeight : 0),
  );
}

/** What is read of the solution and of the prompt behind it, and the answer, which ends with the conclusion. */
export function answerOf(
  read: Int32Array,
  readWeights: Float32Array,
  answer: Int32Array,
  answerWeights: Float32Array,
): Answer {
  return {
    tokens: Int32Array.of(...read, ...answer),
    weights: Float32Array.of(...readWeights, ...answerWeights),
    verdictAt: read.length + answer.length - conclusionWeights.length + 1,
  };
}

/** The one token that a phrase is. */
export function tokenOf(phrase: string, tokenizer: Tokenizer): number {
  const tokens = tokenizer.encode(phrase);
  const [token] = tokens;
  if (token === undefined || tokens.length !== 1) throw new RangeError('a phrase must be one token');
  return token;
}

function evenly(length: number, total: number): Float32Array {
  return new Float32Array(length).fill(total / length);
}

/** Drawn answers as a training sequence; `scale` is what one answer counts in the step. */
export function sequenceOf(prompt: Int32Array, answers: readonly Answer[], scale: number): TrainSequence {
  return {
    prompt,
    completions: answers.map(({ tokens, weights }) => ({
      tokens,
      weights: weights.map((weight) => weight * scale),
    })),
  };
}
