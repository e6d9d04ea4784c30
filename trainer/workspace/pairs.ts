import type { Pair } from '../protocol/data.ts';
import type { Labelled } from './label.ts';

/**
 * The function as it stands and its failing mutants; none where there is no such mutant, so that both kinds are in
 * balance. Pairs of one file are one family: they stay on one side when the pairs are divided.
 */
export function pairsOf({ target, failing, unsteady }: Labelled): Pair[] {
  if (failing.length === 0 || unsteady) return [];
  const { id, question, solution, found, source } = target;
  const common = { language: found.language, family: source.file, problemId: id };
  const mutants = failing.map(({ operator, line, solution: mutated }, index): Pair => ({
    id: `${id}/mutant-${index + 1}`,
    question,
    solution: mutated,
    correct: false,
    ...common,
    source: operator,
    provenance: { kind: 'mutation', operator, line, of: id },
  }));
  const original: Pair = {
    id,
    question,
    solution,
    correct: true,
    ...common,
    source: 'reference',
    provenance: { kind: 'reference' },
  };
  return [original, ...mutants];
}
