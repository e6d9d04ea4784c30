/** What being made to go on gains: pass@1 by iteration, and the last against the unforced answer on the same problems. Pure. */
import { meanOf } from '../../mean.ts';
import type { BudgetForcing, ForcedRow } from '../../protocol/evaluation-studies.ts';
import { mcnemar } from '../mcnemar.ts';
import { estimateOver, meanInterval } from '../resampling.ts';

type BudgetForcingFigures = Pick<BudgetForcing, 'thinking' | 'iterations' | 'gain' | 'rows'>;

/** There is at least one row, and all have the iterations from 0 to `iterations`. */
export function budgetForcingFindings(rows: readonly ForcedRow[], iterations: number): BudgetForcingFigures {
  const changes = rows.map((row) => ({
    problem: row.id,
    first: passedAt(row, 0),
    second: passedAt(row, iterations),
  }));
  const meanChange = (some: typeof changes): number =>
    meanOf(some.map(({ first, second }) => Number(second) - Number(first)));
  return {
    thinking: rows.filter(({ end }) => end === 'thinking').length,
    iterations: Array.from({ length: iterations + 1 }, (_, iteration) => iterationOf(rows, iteration)),
    gain: {
      difference: estimateOver(changes, (some) => meanChange([...some])),
      mcnemar: mcnemar(changes),
    },
    rows: [...rows],
  };
}

export const passedAt = ({ iterations }: ForcedRow, iteration: number): boolean =>
  iterations[iteration]?.passed === true;

function iterationOf(rows: readonly ForcedRow[], iteration: number): BudgetForcing['iterations'][number] {
  const values = rows.map((row) => ({ problem: row.id, value: Number(passedAt(row, iteration)) }));
  return {
    iteration,
    estimate: meanOf(values.map(({ value }) => value)),
    interval: meanInterval(values),
    tokens: meanOf(rows.map(({ iterations }) => iterations[iteration]?.tokens ?? 0)),
    forced: rows.filter(({ iterations }) => iterations[iteration]?.forced === true).length,
  };
}
