/** What is found out before a run, an export or a download writes anything: that the machine has no room for it. */
import { gibibytes } from '../protocol/size.ts';
import { reasonOf, TrainerError } from './error.ts';

export function memoryTooSmall(base: string, needed: number, physical: number): TrainerError {
  return new TrainerError(
    'preflight.memory-too-small',
    `Training ${base} would take about ${gibibytes(needed)} of memory, and this machine has ${gibibytes(physical)}.`,
    'Set engine.recompute to "always", lower engine.microBatchTokens or the lengths in context, train adapters, or take a smaller model.',
  );
}

export function diskTooSmall(what: string, folder: string, needed: number, free: number): TrainerError {
  return new TrainerError(
    'preflight.disk-too-small',
    `${what} would write up to ${gibibytes(needed)} to the disk of ${folder}, and ${gibibytes(free)} are free there.`,
    'Free some space, write to another disk, lower checkpoint.keep, train adapters, or set critic.precision to "fp32" or the folder for temporary files to another disk.',
  );
}

export function diskUnknown(folder: string, cause: unknown): TrainerError {
  return new TrainerError(
    'preflight.disk-unknown',
    `How much room the disk of ${folder} has cannot be told: ${reasonOf(cause)}`,
    'Check that the path leads to a folder of yours and that its disk is there, or name a folder on another disk.',
    { cause },
  );
}
