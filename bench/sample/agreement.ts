/** Whether all contestants compute the same model: how far they go alike when each takes the most probable token. */
import type { Contestant } from '../contestant.ts';
import { print } from '../table.ts';
import { sampledSchema } from './protocol.ts';

export interface GreedyQuestion {
  /** One prompt. */
  readonly prompts: readonly (readonly number[])[];
  readonly newTokens: number;
}

/** Of one prompt, by each. */
export async function greedyCompletions(
  contestants: readonly Contestant[],
  { prompts, newTokens }: GreedyQuestion,
): Promise<number[][]> {
  const question = { do: 'sample', prompts, count: 1, newTokens, temperature: 0, seed: 0 };
  const completions: number[][] = [];
  for (const contestant of contestants) {
    completions.push((await contestant.ask(question, sampledSchema)).tokens[0]?.[0] ?? []);
  }
  return completions;
}

/**
 * Behind a near tie that rounding decides otherwise all is different, so it says how far they go alike. Returns whether
 * each has the first token of ours, which come first.
 */
export function printAgreement(
  contestants: readonly Contestant[],
  [ours = [], ...peers]: readonly (readonly number[])[],
): boolean {
  let allBeginAlike = true;
  for (const [index, theirs] of peers.entries()) {
    const parting = ours.findIndex((token, place) => token !== theirs[place]);
    const alike = parting < 0 ? ours.length : parting;
    const name = contestants[index + 1]?.name ?? '';
    print(
      `Of ${ours.length} greedy tokens, ${alike} are the same as those of ${name} before the first other.`,
    );
    if (alike === 0) allBeginAlike = false;
  }
  return allBeginAlike;
}
