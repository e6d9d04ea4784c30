/** The solutions that mutation makes for a problem, as rows with their provenance. */
import type { Language, Problem, Solution } from '../../protocol/data.ts';
import { hashSeed } from '../../random.ts';
import type { SyntaxReader } from '../../source/syntax.ts';
import { mutate, type MutateOptions } from './mutate.ts';
import { normalForm } from './normal-form.ts';

/** A program that is taken for right: a problem's reference, whose id is then the problem's, or a solution. */
export interface Original {
  readonly id: string;
  readonly source: string;
}

export interface MutatedProblem {
  readonly rows: readonly Solution[];
  /** Ids of the originals that do not parse. */
  readonly unreadable: readonly string[];
}

export interface ProblemOptions extends Pick<MutateOptions, 'count' | 'mistakes' | 'seed'> {
  readonly problem: Problem;
  readonly originals: readonly Original[];
}

/**
 * `count` mutants of each original, of which none is another one or an original again. What is drawn depends on the
 * seed and the ids, so other problems in the file change nothing.
 */
export function mutateProblem(options: ProblemOptions, reader: SyntaxReader): MutatedProblem {
  const { problem, originals, count, mistakes, seed } = options;
  const { id: problemId, language } = problem;
  const seen = formsOf(originals, language, reader);
  const rows: Solution[] = [];
  const unreadable: string[] = [];
  for (const { id, source } of originals) {
    const own = hashSeed(seed, problemId, id);
    const mutants = mutate({ source, language, count, mistakes, seed: own, seen }, reader);
    if (mutants === null) unreadable.push(id);
    for (const [index, { operator, line, source: solution }] of (mutants ?? []).entries()) {
      const provenance = { kind: 'mutation' as const, operator, line, of: id };
      rows.push({ id: `${id}/mutant-${index + 1}`, problemId, solution, provenance });
    }
  }
  return { rows, unreadable };
}

function formsOf(originals: readonly Original[], language: Language, reader: SyntaxReader): Set<string> {
  const trees = originals.map(({ source }) => reader.read(source, language));
  return new Set(trees.flatMap((tree) => (tree === null ? [] : [normalForm(tree)])));
}
