/** `--near-duplicates`: from which similarity on questions count as nearly the same. */
import { optionalNumber, UsageError, type Invocation } from '../command.ts';

/** Null for 0, which compares none. */
export function nearDuplicatesOf(invocation: Invocation, usual: number): number | null {
  const share = optionalNumber(invocation, 'near-duplicates', 0) ?? usual;
  // Below, too few of the pairs would be found.
  if (share !== 0 && (share < 0.3 || share > 1)) {
    throw new UsageError(`--near-duplicates takes 0 or a share from 0.3 to 1, not ${share}`);
  }
  return share === 0 ? null : share;
}
