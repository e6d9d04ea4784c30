/** What can go wrong with a run folder and everything in it. Failures of the control socket: `errors/control.ts`. */
import type { Lock } from '../protocol/run-folder.ts';
import { reasonOf, TrainerError } from './error.ts';

/** Codes of the operating system for a disk, a quota or a file that may not grow. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function systemCode(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}

/** For any failed file operation of a run; tells a full disk from the rest. `action` reads like `Writing`. */
export function fileFailed(action: string, path: string, cause: unknown): TrainerError {
  if (cause instanceof TrainerError) return cause;
  if (FULL.has(systemCode(cause) ?? '')) {
    return new TrainerError(
      'run.disk-full',
      `${action} ${path} failed because there is no room for it: ${reasonOf(cause)}`,
      'Free some space (old runs are the likely place), then resume the run: everything up to its last checkpoint is safe.',
      { cause },
    );
  }
  return new TrainerError(
    'run.file-failed',
    `${action} ${path} failed: ${reasonOf(cause)}`,
    'Check the permissions and the disk, then resume the run: everything up to its last checkpoint is safe.',
    { cause },
  );
}

export function runIdInvalid(id: string): TrainerError {
  return new TrainerError(
    'run.id-invalid',
    `'${id}' cannot be the name of a run.`,
    'Use up to 64 letters, digits, dots, dashes and underscores, beginning with a letter or a digit.',
  );
}

export function runExists(folder: string): TrainerError {
  return new TrainerError(
    'run.exists',
    `Creating a run in ${folder} failed: the folder exists already.`,
    'Choose another name, or resume the run that is there.',
  );
}

export function runNotFound(folder: string, cause: unknown): TrainerError {
  return new TrainerError(
    'run.not-found',
    `There is no run in ${folder}: its run.json cannot be read (${reasonOf(cause)}).`,
    "Name a folder that 'critique-coder runs' lists.",
    { cause },
  );
}

export function dataChanged(run: string, file: string, rows: number): TrainerError {
  return new TrainerError(
    'run.data-changed',
    `Going on with the run ${run} failed: ${file} is not what it was when the run began, when it had ${rows} rows, and which of them are held back depends on all.`,
    'Put the file back as it was (rows that were added at its end do no harm), or start a new run.',
  );
}

export function starterChanged(run: string): TrainerError {
  return new TrainerError(
    'run.starter-changed',
    `Going on with the run ${run} failed: it began with another version of the starter set.`,
    'Go on with the version of Critique-Coder that its run.json names, or start a new run.',
  );
}

export function recordInvalid(path: string, reason: string): TrainerError {
  return new TrainerError(
    'run.record-invalid',
    `${path} is damaged: ${reason}.`,
    'Restore the file from a copy; nothing was changed or deleted.',
  );
}

export function recordTooNew(path: string, found: number, known: number): TrainerError {
  return new TrainerError(
    'run.too-new',
    `${path} was written by a newer version (protocol ${found}; this one knows ${known}).`,
    'Update Critique-Coder to the version that wrote it.',
  );
}

export function runLocked(folder: string, lock: Lock, here: boolean): TrainerError {
  const where = here ? `process ${lock.pid}` : `process ${lock.pid} on the machine ${lock.host}`;
  return new TrainerError(
    'run.locked',
    `Training ${folder} failed: ${where} has been training it since ${lock.createdAt}.`,
    here
      ? `Watch or stop that one first, or start another run.`
      : `Stop it there. If that process is gone, delete ${folder}/lock.json and try again.`,
  );
}

export function lockUnreadable(path: string, reason: string): TrainerError {
  return new TrainerError(
    'run.lock-unreadable',
    `Whether somebody trains this run cannot be told, because ${path} is damaged: ${reason}.`,
    'Make sure that no trainer works on this run, delete the file and try again.',
  );
}

export function checkpointCorrupt(path: string, reason: string): TrainerError {
  return new TrainerError(
    'run.checkpoint-corrupt',
    `The checkpoint file ${path} is damaged: ${reason}.`,
    'Resume from another checkpoint of the run; nothing was changed or deleted.',
  );
}

export function noUsableCheckpoint(folder: string, reasons: readonly string[]): TrainerError {
  const found = reasons.length === 0 ? 'it has metrics, but no checkpoint' : reasons.join(' ');
  return new TrainerError(
    'run.no-usable-checkpoint',
    `Resuming ${folder} failed: ${found}`,
    'Restore a folder of checkpoints/ from a copy, or start a new run; nothing was changed or deleted.',
  );
}

export function checkpointMissing(folder: string, step: number, existing: readonly number[]): TrainerError {
  return new TrainerError(
    'run.checkpoint-missing',
    `The run ${folder} has no checkpoint of step ${step}.`,
    existing.length === 0
      ? 'The run has none yet.'
      : `There are checkpoints of the steps ${existing.join(', ')}.`,
  );
}

export function metricNotFinite(name: string, value: number, step: number): TrainerError {
  return new TrainerError(
    'run.metric-not-finite',
    `Step ${step} failed: its metric ${name} is ${value}, so the weights it made cannot be trusted.`,
    'The last checkpoint is from before. Lower optimiser.learningRate in a new run, or look at the samples of the step.',
  );
}

/** `rows` reads like `12 pairs`. */
export function promptsAllTooLong(rows: string, limit: number): TrainerError {
  return new TrainerError(
    'run.prompts-too-long',
    `All ${rows} were left out: their prompts have more than ${limit} tokens.`,
    'Raise context.maxPromptTokens in the configuration, lower context.second where the base has no more positions, ' +
      'or use data with shorter prompts.',
  );
}

export function noBestCheckpoint(folder: string): TrainerError {
  return new TrainerError(
    'run.no-best',
    `The run ${folder} has no best checkpoint yet, for nothing was validated.`,
    'Name a checkpoint by its step (--step).',
  );
}
