/** What of this machine is used. */
import { availableParallelism } from 'node:os';

/** Threads that compute, or programs that run, at once: the configured number, or one a core. */
export function parallelism(configured: number | 'auto' = 'auto'): number {
  return configured === 'auto' ? availableParallelism() : configured;
}
