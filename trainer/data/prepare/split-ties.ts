/** What ties rows together, so that they stay on one side of a split: a problem, a family or a question in common. */
import { readPairs, readProblems } from '../../tasks/read.ts';
import type { Splittable } from '../../tasks/split.ts';
import { questionKey } from './fates.ts';

/** A row by its name, and what it may have in common with others. */
export type Tie = Splittable & { readonly row: string };

/** The name of a row among all of a split: ids are told apart within a kind only. */
export const rowName = (kind: 'problem' | 'pair', id: string): string => `${kind} ${id}`;

/** Holds ids, families and hashes of the questions; the texts themselves stay on the disk. */
export async function readTies(
  problems: string | undefined,
  pairs: string | undefined,
  signal: AbortSignal,
): Promise<Tie[]> {
  const ties: Tie[] = [];
  if (problems !== undefined) {
    for await (const { id, question, family } of readProblems(problems, { signal })) {
      ties.push({ row: rowName('problem', id), question: questionKey(question), family, problemId: id });
    }
  }
  if (pairs === undefined) return ties;
  for await (const { id, question, family, problemId } of readPairs(pairs, { signal })) {
    ties.push({ row: rowName('pair', id), question: questionKey(question), family, problemId });
  }
  return ties;
}
