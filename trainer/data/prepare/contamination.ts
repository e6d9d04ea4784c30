/** Whether a row, its question or its solution, stands in an evaluation set. */
import type { EvaluationIndex, Place } from './overlap.ts';

export interface Contamination {
  readonly reason: 'contaminated';
  readonly field: 'question' | 'solution';
  /** The first run of words, or of tokens of a solution, that is shared. */
  readonly words: string;
  /** Number of runs that are. */
  readonly shared: number;
  readonly place: Place;
}

/** `null` where nothing of the row does, or where there is nothing to compare with. */
export function contaminationOf(
  row: { readonly question?: string; readonly solution?: string | undefined },
  evaluation: EvaluationIndex | null,
): Contamination | null {
  const inQuestion = evaluation?.findInQuestion(row.question ?? '') ?? null;
  if (inQuestion !== null) return { reason: 'contaminated', field: 'question', ...inQuestion };
  const inSolution = evaluation?.findInSolution(row.solution ?? '') ?? null;
  return inSolution === null ? null : { reason: 'contaminated', field: 'solution', ...inSolution };
}
