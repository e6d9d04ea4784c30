/** What ties rows together, so that they stay on one side of a split: a problem, a family or a question, the same or nearly so. */
import { readPairs, readProblems } from '../../tasks/read.ts';
import type { Splittable } from '../../tasks/split.ts';
import type { AlikeQuestions } from './alike-questions.ts';
import { questionKey } from './fates.ts';

/** A row by its name, and what it may have in common with others. */
export type Tie = Splittable & { readonly row: string };

/** The name of a row among all of a split: ids are told apart within a kind only. */
export const rowName = (kind: 'problem' | 'pair', id: string): string => `${kind} ${id}`;

/**
 * Holds ids, families and hashes of the questions; the texts themselves stay on the disk. With `alike`, which keeps the
 * words' hashes, questions that are nearly the same are tied too.
 */
export async function readTies(
  problems: string | undefined,
  pairs: string | undefined,
  signal: AbortSignal,
  alike: AlikeQuestions | null = null,
): Promise<Tie[]> {
  const ties: Tie[] = [];
  if (problems !== undefined) {
    for await (const { id, question, family } of readProblems(problems, { signal })) {
      ties.push({ row: rowName('problem', id), ...tiesOf(question, alike), family, problemId: id });
    }
  }
  if (pairs === undefined) return ties;
  for await (const { id, question, family, problemId } of readPairs(pairs, { signal })) {
    ties.push({ row: rowName('pair', id), ...tiesOf(question, alike), family, problemId });
  }
  return ties;
}

const tiesOf = (question: string, alike: AlikeQuestions | null): Pick<Tie, 'question' | 'alike'> => ({
  question: questionKey(question),
  ...(alike && { alike: alike.add(question) }),
});
