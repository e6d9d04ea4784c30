/** What of this machine the commands use. */
import { availableParallelism } from 'node:os';

/** Threads to compute with: the configured number, or one a core. */
export function computeThreads(configured: number | 'auto' = 'auto'): number {
  return configured === 'auto' ? availableParallelism() : configured;
}
