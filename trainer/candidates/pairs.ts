/**
 * Makes labelled pairs of candidates that were executed.
 *
 * A mutant is known to be wrong as soon as one test shows its mistake. So a mutant that fails a test but is above the
 * threshold is no pair: execution alone would call it correct, and the test says that it is not. A mutant that passes
 * every test survives: its mistake changes nothing, or nothing that a test asks for. Survivors are counted, and are
 * correct pairs only where that is wanted (docs/decisions/mutation.md).
 */
import type { Pair, Problem, Provenance, Solution } from '../protocol/data.ts';
import type { PairsReport } from '../protocol/pairs.ts';
import { judgedQuestion } from '../tasks/judged-question.ts';
import { programKey, type LabelRow } from '../tasks/label.ts';

export interface Candidate {
  readonly solution: Solution;
  readonly row: LabelRow;
}

export interface Pairs extends Pick<PairsReport, 'sources' | 'leftOut' | 'survivingMutants'> {
  readonly pairs: readonly Pair[];
}

type Reason = keyof PairsReport['leftOut'];

/** One pair a labelled program, in the order of the candidates. */
export function pairsOf(
  candidates: readonly Candidate[],
  problems: ReadonlyMap<string, Problem>,
  survivors: 'keep' | 'leave out' = 'leave out',
): Pairs {
  const seen = new Set<string>();
  const pairs: Pair[] = [];
  let survivingMutants = 0;
  const leftOut = { unlabelled: 0, duplicates: 0, empty: 0, brokenMutants: 0, survivingMutants: 0 };
  const sources: Record<string, { correct: number; incorrect: number; unlabelled: number; leftOut: number }> =
    {};
  for (const candidate of candidates) {
    const name = sourceOf(candidate.solution.provenance) ?? 'unknown';
    const source = (sources[name] ??= { correct: 0, incorrect: 0, unlabelled: 0, leftOut: 0 });
    const pair = pairOf(candidate, problems, seen);
    const survives = typeof pair !== 'string' && pair.correct && pair.provenance?.kind === 'mutation';
    if (survives) survivingMutants += 1;
    const made = survives && survivors === 'leave out' ? 'survivingMutants' : pair;
    if (typeof made === 'string') {
      leftOut[made] += 1;
      source[made === 'unlabelled' ? 'unlabelled' : 'leftOut'] += 1;
    } else {
      pairs.push(made);
      source[made.correct ? 'correct' : 'incorrect'] += 1;
    }
  }
  return { pairs, sources, leftOut, survivingMutants };
}

/** The pair, or why there is none; enters the program into `seen`. */
function pairOf(
  { solution: { id, problemId, solution, provenance }, row }: Candidate,
  problems: ReadonlyMap<string, Problem>,
  seen: Set<string>,
): Pair | Reason {
  const problem = problems.get(problemId);
  if (problem === undefined || row.correct === null || row.passRate === null) return 'unlabelled';
  if (solution.trim() === '') return 'empty';
  const key = JSON.stringify([problemId, programKey(solution)]);
  if (seen.has(key)) return 'duplicates';
  seen.add(key);
  if (provenance?.kind === 'mutation' && row.correct && row.passRate < 1) return 'brokenMutants';
  const source = sourceOf(provenance);
  return {
    id,
    question: judgedQuestion(problem),
    solution,
    correct: row.correct,
    language: problem.language,
    passRate: row.passRate,
    ...(source !== undefined && { source }),
    ...(problem.family !== undefined && { family: problem.family }),
    problemId,
    ...(provenance !== undefined && { provenance }),
  };
}

/** Where a solution comes from, in a word: `reference`, the operator of a mutation, or the model that wrote it. */
function sourceOf(provenance: Provenance | undefined): string | undefined {
  switch (provenance?.kind) {
    case undefined:
      return undefined;
    case 'reference':
      return 'reference';
    case 'mutation':
      return provenance.operator;
    case 'import':
      return provenance.model ?? provenance.set;
    case 'endpoint':
    case 'policy':
      return provenance.model;
  }
}
