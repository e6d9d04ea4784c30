/** What of this machine is used. */
import { availableParallelism, totalmem } from 'node:os';

/** Threads that compute, or programs that run, at once: the configured number, or one a core. */
export function parallelism(configured: number | 'auto' = 'auto'): number {
  return configured === 'auto' ? availableParallelism() : configured;
}

/** Bytes of memory: all that this process may ever have, and what could be had now without swapping. */
export function machineMemory(): { readonly physical: number; readonly available: number } {
  // What a container is allowed; 0, or beyond the machine's own, where there is no such limit.
  const allowed = process.constrainedMemory();
  const physical = allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
  return { physical, available: Math.min(process.availableMemory(), physical) };
}
