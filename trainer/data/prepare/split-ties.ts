/** What ties rows together, so that they stay on one side of a split: a problem, a family or a question in common. */
import { readPairs, readProblems } from '../../tasks/read.ts';
import type { Splittable } from '../../tasks/split.ts';
import { questionKey } from './fates.ts';

/** A row by its name, and one thing that it has in common with others. */
export type Tie = Splittable & { readonly row: string };

/** The name of a row among all of a split: ids are told apart within a kind only. */
export const rowName = (kind: 'problem' | 'pair', id: string): string => `${kind} ${id}`;

/** Holds ids, families and hashes of the questions; the texts themselves stay on the disk. */
export async function readTies(
  problems: string,
  pairs: string | undefined,
  signal: AbortSignal,
): Promise<Tie[]> {
  const ties: Tie[] = [];
  for await (const { id, question, family } of readProblems(problems, { signal })) {
    ties.push(...tiesOf(rowName('problem', id), { problemId: id, question, family }));
  }
  if (pairs === undefined) return ties;
  for await (const pair of readPairs(pairs, { signal })) ties.push(...tiesOf(rowName('pair', pair.id), pair));
  return ties;
}

/** A tie has one family at most, so a row with a family and a problem has two: one of each. */
function tiesOf(
  row: string,
  { question, family, problemId }: Splittable & { readonly problemId?: string | undefined },
): Tie[] {
  const key = questionKey(question);
  const groups = [
    ...(family === undefined ? [] : [`family ${family}`]),
    ...(problemId === undefined ? [] : [rowName('problem', problemId)]),
  ];
  if (groups.length === 0) return [{ row, question: key }];
  return groups.map((group) => ({ row, question: key, family: group }));
}
