/** The pairs that `label` writes. */
import { balance, classesOf } from '../../candidates/balance.ts';
import { pairsOf, type Candidate } from '../../candidates/pairs.ts';
import { noPairs } from '../../errors/candidates.ts';
import type { Problem } from '../../protocol/data.ts';
import type { PairsReport } from '../../protocol/pairs.ts';
import { optional, optionalInteger, optionalNumber, UsageError, type Invocation } from '../command.ts';
import { prepareFile } from '../../output.ts';
import { writeRows } from '../write-rows.ts';

/** Which pairs are wanted. */
export interface Wanted {
  readonly file: string;
  /** Share of correct ones; null for all pairs. */
  readonly share: number | null;
  readonly seed: number;
  readonly survivors: 'keep' | 'leave out';
}

/** Asked before anything is run; null without `--pairs`. Throws as `prepareFile` does. */
export async function setup(invocation: Invocation): Promise<Wanted | null> {
  const file = optional(invocation, 'pairs');
  const share = optionalNumber(invocation, 'balance', 0) ?? null;
  const seed = optionalInteger(invocation, 'seed', 0) ?? 0;
  if (file === undefined) {
    for (const option of ['survivors', 'balance', 'seed', 'force']) {
      if (invocation.values[option] !== undefined) throw new UsageError(`--${option} is for --pairs`);
    }
    return null;
  }
  if (share !== null && (share <= 0 || share >= 1)) {
    throw new UsageError(`--balance takes a share between 0 and 1, not ${share}`);
  }
  await prepareFile(file, invocation.values['force'] === true);
  const survivors = invocation.values['survivors'] === true ? 'keep' : 'leave out';
  return { file, share, seed, survivors };
}

/** Throws `candidates.no-pairs` and `candidates.one-class`; then nothing is written. */
export async function writePairs(
  { file, share, seed, survivors }: Wanted,
  candidates: readonly Candidate[],
  problems: ReadonlyMap<string, Problem>,
  say: (text: string) => void,
): Promise<PairsReport> {
  const { pairs, sources, leftOut, survivingMutants } = pairsOf(candidates, problems, survivors);
  if (pairs.length === 0) throw noPairs(candidates.length, worded(leftOut), leftOut.survivingMutants);
  const chosen = share === null ? pairs : balance(pairs, share, seed);
  await writeRows(file, chosen);
  const [before, after] = [classesOf(pairs), classesOf(chosen)];
  sayReport({ file, sources, leftOut, survivingMutants, before, after }, say);
  return { file, sources, leftOut, survivingMutants, before, after };
}

function sayReport(report: PairsReport, say: (text: string) => void): void {
  const { file, leftOut, before, after } = report;
  const classes = ({ correct, incorrect }: PairsReport['before']): string =>
    `${correct} correct and ${incorrect} incorrect`;
  say(`pairs: ${classes(after)}, written to ${file}`);
  if (before.correct !== after.correct || before.incorrect !== after.incorrect) {
    say(`before balancing: ${classes(before)}`);
  }
  say(`left out: ${worded(leftOut)}`);
}

const worded = ({
  unlabelled,
  duplicates,
  empty,
  brokenMutants,
  survivingMutants,
}: PairsReport['leftOut']): string =>
  `${unlabelled} unlabelled, ${duplicates} repeated, ${empty} empty, ` +
  `${brokenMutants} mutants above the threshold that fail a test, ${survivingMutants} that pass every test`;
