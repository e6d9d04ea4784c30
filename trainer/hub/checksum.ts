/** The two hashes by which the hub names contents. */
import { createHash, type Hash } from 'node:crypto';

/** A hash to be fed the content, for comparison with `expected`, of a file of `bytes`. */
export function checksumFor(expected: string, bytes: number): Hash {
  if (expected.length === 64) return createHash('sha256');
  // Git hashes a blob with what it is and how long it is before it.
  return createHash('sha1').update(`blob ${bytes}\0`);
}
