/**
 * The supervised examples that the starter's base model is warmed up on, from the warm-up split alone.
 *
 * A critique writes the program as it should be, marks what it has changed, and then concludes. The model knows more
 * about a program than it can say in one word: which token it would have written is the work of its last layer, and
 * only what is written is there for its first layers to compare with the given program. A mark stands right behind the
 * changed token, where the difference is seen: where copying goes on, what stands before is found again in the given
 * program, and behind a change it is not.
 * A critique can also be a glance: the verdict alone. The base model is as likely to glance as to repair, and is right
 * more often when it repairs; nothing but the reward tells it so.
 * A judged solution is part of its prompt, but of a right one the tokens are learned as well.
 */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';
import type { TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import { judgedQuestion, type StarterRow, type StarterSolution } from '../set.ts';
import { changes, nearestRight, withMarks } from './repair.ts';
import {
  afterSolution,
  beforeSolution,
  changeMark,
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
  /** The same judgement without a repair. */
  readonly glance?: Answer;
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

/** The verdict alone. */
export function glanceAnswer(correct: boolean): string {
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
 * on top, and what stands behind it, which is a mark or none; the verdict; each token of the form; and the first token
 * of a glance, which is so heavy that both ways of judging are equally likely.
 */
const programWeight = 2;
const tellingWeight = 0.4;
const markWeight = 0.5;
const verdictWeight = 1;
const formWeight = 0.1;
const glanceWeight = 0.3;
/** Tokens of the conclusion and the end: its beginning, the verdict, the brace, the end token. */
const conclusionLength = 4;

/**
 * The prompt ends where the solution begins, so that all solutions of a problem share it; an answer is the solution,
 * the rest of the prompt, the program as it should be, and the verdict.
 */
export function judgeExample({ problem, solutions }: StarterRow, tokenizer: Tokenizer): Example {
  const question = judgedQuestion(problem);
  const landmarks = landmarksOf(tokenizer);
  const cases = casesOf(solutions, tokenizer);
  const answers = cases.map(({ given: { solution, correct }, repaired, changed, telling }): Judged => {
    const request = tokenizer.encodePrompt(critiquePrompt({ question, solution, language: 'python' }));
    const { prompt, read, weights } = divide(request, correct, landmarks);
    const glance = tokenizer.encode(glanceAnswer(correct));
    const program = withMarks(repaired, changed, landmarks.mark);
    const written = Int32Array.of(landmarks.start, ...program, landmarks.end, ...glance);
    return {
      correct,
      prompt,
      ...answerOf(read, weights, written, repairWeights(written, telling, landmarks.mark)),
      glance: answerOf(read, weights, glance, Float32Array.of(glanceWeight, ...conclusionWeights.slice(1))),
    };
  });
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
  /** The right program nearest to it, and the indices of its tokens at which the given one differs. */
  readonly repaired: Int32Array;
  readonly changed: ReadonlySet<number>;
  /**
   * The changed tokens; of a right program, those that are changed where it is the repair of a wrong one. So a token
   * that tells right from wrong counts the same whichever is given.
   */
  readonly telling: ReadonlySet<number>;
}

function casesOf(solutions: readonly StarterSolution[], tokenizer: Tokenizer): readonly Case[] {
  const rights = solutions.filter(({ correct }) => correct);
  const tellingOf = new Map(rights.map((right) => [right, new Set<number>()]));
  return solutions.map((given): Case => {
    const right = given.correct ? given : nearestRight(given, rights, tokenizer);
    const repaired = tokenizer.encode(right.solution);
    const telling = tellingOf.get(right) ?? new Set();
    if (given.correct) return { given, repaired, changed: new Set(), telling };
    const changed = changes(tokenizer.encode(given.solution), repaired);
    for (const index of changed) telling.add(index);
    return { given, repaired, changed, telling: changed };
  });
}

/** Tokens of phrases: around a judged solution, around a written program, and behind a change. */
interface Landmarks {
  readonly before: number;
  readonly after: number;
  readonly start: number;
  readonly end: number;
  readonly mark: number;
}

function landmarksOf(tokenizer: Tokenizer): Landmarks {
  const tokenOf = (phrase: string) => only(tokenizer.encode(phrase));
  return {
    before: tokenOf(beforeSolution),
    after: tokenOf(afterSolution),
    start: tokenOf(solutionStart),
    end: tokenOf(solutionEnd),
    mark: tokenOf(changeMark),
  };
}

/** The request up to the solution, and from there on what is read, with the shares of a right program's tokens. */
function divide(request: Int32Array, isCorrect: boolean, { before, after }: Landmarks) {
  const start = request.indexOf(before) + 1;
  const end = request.indexOf(after, start);
  const weights = new Float32Array(request.length - start);
  if (isCorrect) weights.set(evenly(end - start, 1));
  return { prompt: request.slice(0, start), read: request.slice(start), weights };
}

const conclusionWeights = [formWeight, verdictWeight, formWeight, formWeight];

/** Of a critique's tokens: fence, program with marks, fence, conclusion. */
function repairWeights(written: Int32Array, telling: ReadonlySet<number>, mark: number): Float32Array {
  const program = written.subarray(0, written.length - conclusionLength);
  // Index in the program without marks, where the fence stands before 0; and whether a mark is to be expected now.
  let index = -2;
  let isOpen = false;
  const weights = Float32Array.from(program, (token) => {
    const decides = isOpen;
    const isMark = token === mark;
    if (!isMark) index += 1;
    isOpen = !isMark && telling.has(index);
    return programWeight / program.length + (decides ? markWeight : 0) + (isOpen ? tellingWeight : 0);
  });
  return Float32Array.of(...weights, ...conclusionWeights);
}

function answerOf(
  read: Int32Array,
  readWeights: Float32Array,
  answer: Int32Array,
  answerWeights: Float32Array,
): Answer {
  return {
    tokens: Int32Array.of(...read, ...answer),
    weights: Float32Array.of(...readWeights, ...answerWeights),
    verdictAt: read.length + answer.length - conclusionLength + 1,
  };
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
