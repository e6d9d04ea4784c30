/**
 * The supervised examples that the starter's base model is warmed up on, from the warm-up split alone.
 *
 * A critique writes the program as it should be and then concludes. The model knows more about a program than it can
 * say in one word: which token it would have written is the work of its last layer, and only what is written is there
 * for its first layers to compare with the given program.
 * A judged solution is part of its prompt, but of a right one the tokens are learned as well.
 */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';
import type { TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { judgedQuestion, type StarterRow } from '../set.ts';
import { nearestRight } from './repair.ts';
import {
  afterSolution,
  beforeSolution,
  conclusionStart,
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
  return `${solutionStart}${solution}${solutionEnd}${endToken}`;
}

/** The program as it should be, then the verdict on the one that was given. */
export function critiqueAnswer(repaired: string, correct: boolean): string {
  return `${solutionStart}${repaired}${solutionEnd}${conclusionStart}${correct ? 'T' : 'F'}}${endToken}`;
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

/** Of an answer to the critique prompt: the program in all, the verdict, and each token of its form. */
const programWeight = 2;
const verdictWeight = 1;
const formWeight = 0.1;
/** Tokens of the conclusion and the end: its beginning, the verdict, the brace, the end token. */
const conclusionLength = 4;

/**
 * The prompt ends where the solution begins, so that all solutions of a problem share it; an answer is the solution,
 * the rest of the prompt, the program as it should be, and the verdict.
 */
export function judgeExample({ problem, solutions }: StarterRow, tokenizer: Tokenizer): Example {
  const question = judgedQuestion(problem);
  const fences = {
    before: only(tokenizer.encode(beforeSolution)),
    after: only(tokenizer.encode(afterSolution)),
  };
  const rights = solutions.filter(({ correct }) => correct);
  const answers = solutions.map((given) => {
    const { solution, correct } = given;
    const request = tokenizer.encodePrompt(critiquePrompt({ question, solution, language: 'python' }));
    const repaired = correct ? solution : nearestRight(given, rights, tokenizer).solution;
    const answer = tokenizer.encode(critiqueAnswer(repaired, correct));
    return { correct, ...divide(request, answer, correct, fences) };
  });
  return {
    prompt: answers[0]?.prompt ?? new Int32Array(0),
    correct: answers.filter(({ correct }) => correct),
    wrong: answers.filter(({ correct }) => !correct),
  };
}

/** The phrases' tokens around a judged solution. */
interface Fences {
  readonly before: number;
  readonly after: number;
}

function divide(request: Int32Array, answer: Int32Array, isCorrect: boolean, { before, after }: Fences) {
  const start = request.indexOf(before) + 1;
  const end = request.indexOf(after, start);
  const tokens = Int32Array.of(...request.subarray(start), ...answer);
  const weights = new Float32Array(tokens.length);
  if (isCorrect) weights.set(evenly(end - start, 1));
  const answerStart = request.length - start;
  const concludesAt = tokens.length - conclusionLength;
  weights.set(evenly(concludesAt - answerStart, programWeight), answerStart);
  weights.fill(formWeight, concludesAt);
  const verdictAt = concludesAt + 1;
  weights[verdictAt] = verdictWeight;
  return { prompt: request.slice(0, start), tokens, weights, verdictAt };
}

/** A phrase is one token. */
function only(tokens: Int32Array): number {
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
