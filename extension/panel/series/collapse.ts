/** The signs of a verdict that has collapsed. Pure. */
import type { RunView } from '../../../trainer/protocol/panel-snapshot.ts';
import type { Column } from './columns.ts';

/** Rows whose mean tells a collapse from a step that happened to have one verdict. */
const LAST = 5;
const MARGIN = 0.03;

/**
 * What the critic says to nearly everything, or null while it tells solutions apart. Of the last steps that judged
 * solutions, whatever part of the run is looked at.
 */
export function collapseOf(saysCorrect: Column | undefined): RunView['collapse'] {
  const last: number[] = [];
  for (let row = (saysCorrect?.length ?? 0) - 1; row >= 0 && last.length < LAST; row -= 1) {
    const value = saysCorrect?.at(row) ?? NaN;
    if (!Number.isNaN(value)) last.push(value);
  }
  if (last.length < LAST) return null;
  const mean = last.reduce((sum, value) => sum + value, 0) / LAST;
  if (mean >= 1 - MARGIN) return 'correct';
  return mean <= MARGIN ? 'incorrect' : null;
}
