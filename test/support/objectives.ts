/** The policy objective of the tests. */
import type { Objective } from '../../trainer/engine/types.ts';

/** The configuration's clipping, at temperature 1, without divergence and entropy. */
export const plainPolicy = {
  kind: 'policy',
  temperature: 1,
  clipLow: 0.2,
  clipHigh: 0.3,
  dualClip: 3,
  klCoef: 0,
  entropyCoef: 0,
} as const satisfies Objective;
