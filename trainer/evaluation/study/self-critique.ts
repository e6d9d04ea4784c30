/**
 * Choosing among a model's own answers by its own critiques, as the paper studies it (arXiv 2509.22824, section 3.7: ten
 * candidates, 64 critiques of each): the score of a candidate is the number of its critiques that conclude true, and of
 * those with the best score the one with the shortest critiques wins. The paper found no gain; `random` and `any`
 * say how much there was to gain. Pure.
 *
 * Departure (D14): the paper does not say how the lengths of several critiques are put together; here it is their mean.
 */
import type { Candidate, CandidatesRow, SelfCritique } from '../../protocol/evaluation-studies.ts';
import { meanInterval } from '../resampling.ts';
import { meanOrNull } from '../../mean.ts';

/** Which of the candidates is chosen by their first `critiques` critiques; there is at least one. Of equal ones the first. */
export function chosenCandidate(candidates: readonly Candidate[], critiques: number): number {
  const ranks = candidates.map((candidate) => {
    const read = candidate.critiques.slice(0, critiques);
    return {
      score: read.filter(({ verdict }) => verdict === true).length,
      // One without a program has no critique: it is never shorter than one that has.
      length: meanOrNull(read.map(({ tokens }) => tokens)) ?? Infinity,
    };
  });
  return ranks.reduce((best, rank, index) => {
    const { score, length } = ranks[best] ?? rank;
    return rank.score > score || (rank.score === score && rank.length < length) ? index : best;
  }, 0);
}

/** 1, 2, 4 and so on below `most`, and `most`. */
export function doubling(most: number): number[] {
  const steps = Array.from({ length: Math.ceil(Math.log2(most)) }, (_, power) => 2 ** power);
  return [...steps, most];
}

export type SelfCritiqueFigures = Pick<SelfCritique, 'chosen' | 'bounds' | 'rows'>;

/** Every row has so many candidates. */
export function selfCritiqueFindings(
  rows: readonly CandidatesRow[],
  most: { readonly candidates: number; readonly critiques: number },
): SelfCritiqueFigures {
  const counts = doubling(most.candidates);
  return {
    chosen: counts.flatMap((candidates) =>
      doubling(most.critiques).map((critiques) => {
        const values = rows.map((row) => {
          const some = row.candidates.slice(0, candidates);
          return { problem: row.id, value: Number(some[chosenCandidate(some, critiques)]?.passed) };
        });
        return {
          candidates,
          critiques,
          estimate: meanOrNull(values.map(({ value }) => value)) ?? 0,
          interval: meanInterval(values),
        };
      }),
    ),
    bounds: counts.map((candidates) => {
      const some = rows.map((row) => row.candidates.slice(0, candidates).map(({ passed }) => passed));
      const mean = (of: (passed: readonly boolean[]) => number): number => meanOrNull(some.map(of)) ?? 0;
      return {
        candidates,
        random: mean((passed) => passed.filter(Boolean).length / passed.length),
        any: mean((passed) => Number(passed.includes(true))),
      };
    }),
    rows: [...rows],
  };
}
