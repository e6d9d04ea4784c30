/** Chooses few inputs that tell as many wrong solutions as possible from the reference. */

export interface Candidate {
  /** The length of the input as JSON: of two equally good ones the shorter is taken. */
  readonly size: number;
  /** The reference's answer as JSON. */
  readonly expected: string;
  /** [wrong solution] whether its outcome on this input differs from the reference's. */
  readonly kills: readonly boolean[];
}

const fewest = 10;
const most = 12;

/**
 * Indices of 10 to 12 candidates, fewer only if there are not as many; the first one, an edge, is always there.
 * Answering always the same counts as one more wrong solution for each answer. Every solution should die twice: one
 * failure in ten would count as correct under the paper's threshold of 80 %.
 */
export function chooseTests(candidates: readonly Candidate[]): number[] {
  const answers = [...new Set(candidates.map((candidate) => candidate.expected))];
  const victims = candidates.map(({ kills, expected }) => [
    ...kills,
    ...answers.map((answer) => answer !== expected),
  ]);
  const deaths = new Array<number>(victims[0]?.length ?? 0).fill(0);
  const mortal = deaths.map((_, at) => Math.min(2, victims.filter((killed) => killed[at]).length));
  const chosen: number[] = [];
  const choose = (index: number): void => {
    chosen.push(index);
    victims[index]?.forEach((killed, at) => (deaths[at] = (deaths[at] ?? 0) + Number(killed)));
  };
  if (candidates.length > 0) choose(0);
  while (chosen.length < Math.min(most, candidates.length)) {
    if (chosen.length >= fewest && mortal.every((times, at) => (deaths[at] ?? 0) >= times)) break;
    choose(bestIndex(candidates, victims, deaths, chosen));
  }
  return chosen.sort((a, b) => a - b);
}

/** What killing a solution is worth by how often it has died before. */
const worthOfKill = [100, 30];
const worthOfFurtherKill = 1;

/** The input that is worth most; of equally good ones the one with the rarest answer, then the shortest. */
function bestIndex(
  candidates: readonly Candidate[],
  victims: readonly (readonly boolean[])[],
  deaths: readonly number[],
  chosen: readonly number[],
): number {
  const worth = (killed: boolean, at: number): number =>
    killed ? (worthOfKill[deaths[at] ?? 0] ?? worthOfFurtherKill) : 0;
  const ranked = candidates.flatMap(({ size, expected }, index) => {
    if (chosen.includes(index)) return [];
    const gain = (victims[index] ?? []).reduce((sum, killed, at) => sum + worth(killed, at), 0);
    const same = chosen.filter((other) => candidates[other]?.expected === expected).length;
    return [{ index, gain, same, size }];
  });
  return ranked.sort((a, b) => b.gain - a.gain || a.same - b.same || a.size - b.size)[0]?.index ?? 0;
}
