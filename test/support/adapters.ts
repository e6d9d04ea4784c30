/** Adapters for small decoders. */
import { projections, type Adapters } from '../../trainer/model/adapters.ts';

/** Of rank 3 on every projection; `changes` replace what they name. */
export function tinyAdapters(changes: Partial<Adapters> = {}): Adapters {
  return { rank: 3, alpha: 6, targets: projections, dropout: 0, rankStabilised: false, ...changes };
}
