/** The supervised examples that the starter's base model is warmed up on, from the training split alone. */
import { critiquePrompt, solvePrompt } from '../../critique/prompts.ts';
import type { TrainSequence } from '../../engine/types.ts';
import type { Tokenizer } from '../../model/tokenizer.ts';
import type { Random } from '../../random.ts';
import { judgedQuestion, type StarterRow, type StarterSolution } from '../set.ts';
import { conclusionStart, endToken, solutionEnd, solutionStart } from './special.ts';

/** A prompt in the chat template with the answers that are right for it. */
export interface Example {
  readonly prompt: Int32Array;
  readonly answers: readonly Int32Array[];
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

/** One example a problem; every right solution is an answer. */
export function solveExamples(rows: readonly StarterRow[], tokenizer: Tokenizer): readonly Example[] {
  return rows.map(({ problem, solutions }) => ({
    prompt: tokenizer.encodePrompt(solvePrompt(problem)),
    answers: solutions
      .filter(({ correct }) => correct)
      .map(({ solution }) => tokenizer.encode(solveAnswer(solution))),
  }));
}

/** One example a solution; a drawn share of the answers explains itself. */
export function critiqueExamples(
  rows: readonly StarterRow[],
  tokenizer: Tokenizer,
  explainShare: number,
  random: Random,
): { readonly correct: readonly Example[]; readonly wrong: readonly Example[] } {
  const correct: Example[] = [];
  const wrong: Example[] = [];
  for (const { problem, solutions } of rows) {
    for (const solution of solutions) {
      const request = critiquePrompt({
        question: judgedQuestion(problem),
        solution: solution.solution,
        language: 'python',
      });
      const answer = critiqueAnswer(solution, random.uniform() < explainShare);
      (solution.correct ? correct : wrong).push({
        prompt: tokenizer.encodePrompt(request),
        answers: [tokenizer.encode(answer)],
      });
    }
  }
  return { correct, wrong };
}

/** Examples as training sequences; each answer weighs the same, whatever its length. */
export function sequencesOf(examples: readonly Example[]): readonly TrainSequence[] {
  const answers = examples.reduce((sum, example) => sum + example.answers.length, 0);
  return examples.map(({ prompt, answers: own }) => ({
    prompt,
    completions: own.map((tokens) => ({
      tokens,
      weights: new Float32Array(tokens.length).fill(1 / (answers * tokens.length)),
    })),
  }));
}
