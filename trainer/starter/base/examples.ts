/**
 * The supervised examples that the starter's base model is warmed up on, from the training split alone.
 *
 * A judged solution is part of its prompt, but of a right one the tokens are learned as well: a model that expects
 * the right program while it reads is surprised by a wrong one, and that is what judging starts from.
 */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';
import type { TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { judgedQuestion, type StarterRow, type StarterSolution } from '../set.ts';
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

/** The verdict, and sometimes why: the critic can then be asked to go on after its verdict. */
export function critiqueAnswer(
  { correct, note }: Pick<StarterSolution, 'correct' | 'note'>,
  explains: boolean,
): string {
  const verdict = `${conclusionStart}${correct ? 'T' : 'F'}}`;
  if (!explains) return `${verdict}${endToken}`;
  const reason = correct ? 'it does what the task asks' : `it ${note ?? 'does something else'}`;
  return `${verdict} because ${reason}${endToken}`;
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

/** Of an answer to the critique prompt, the verdict counts most, its form little; a right program before it counts 1. */
const verdictWeight = 2;
const formWeight = 0.1;
const reasonWeight = 0.5;

/**
 * The prompt ends where the solution begins, so that all solutions of a problem share it; an answer is the solution,
 * the rest of the prompt, and the verdict. `explains` says of each solution whether the verdict is explained.
 */
export function judgeExample(
  { problem, solutions }: StarterRow,
  tokenizer: Tokenizer,
  explains: () => boolean,
): Example {
  const question = judgedQuestion(problem);
  const fences = {
    before: only(tokenizer.encode(beforeSolution)),
    after: only(tokenizer.encode(afterSolution)),
  };
  const answers = solutions.map((row) => {
    const { solution, correct } = row;
    const request = tokenizer.encodePrompt(critiquePrompt({ question, solution, language: 'python' }));
    const answer = tokenizer.encode(critiqueAnswer(row, explains()));
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
  const verdictAt = answerStart + 1;
  const formLength = 4;
  weights.fill(formWeight, answerStart, answerStart + formLength);
  weights[verdictAt] = verdictWeight;
  const reasonLength = answer.length - formLength;
  weights.set(evenly(reasonLength, reasonWeight), answerStart + formLength);
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
