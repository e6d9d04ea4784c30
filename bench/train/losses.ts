/** Whether the contestants of a training bench have done the same work. */
import { print } from '../table.ts';

/**
 * Prints the losses of ours, which come first, and how far those of each peer are from them: the same steps from the same
 * weights must give the same losses; else one of the two computes something else.
 */
export function printLosses([ours = [], ...peers]: readonly (readonly number[])[]): void {
  print(`Loss ${ours[0]?.toFixed(5)} at the first step, ${ours.at(-1)?.toFixed(5)} at the last`);
  for (const theirs of peers) {
    const apart = ours.map((loss, step) => Math.abs(loss - (theirs[step] ?? NaN)) / Math.abs(loss));
    const most = Math.max(...apart);
    print(`Ours and theirs differ by ${most.toExponential(1)} relative at most`);
    if (most < 1e-3) continue;
    print('The losses do not agree, so the figures compare different work.');
    process.exitCode = 1;
  }
}
