/** What can go wrong with the sandbox itself; what goes wrong inside of it is an outcome, not an error. */
import { reasonOf, TrainerError } from './error.ts';

const bring = "Run 'npm ci' again, or name a Deno of your own in CRITIQUE_CODER_DENO.";

export function denoMissing(target: string, cause: unknown): TrainerError {
  return new TrainerError(
    'sandbox.deno-missing',
    `Programs are executed by Deno, and its package for this machine (${target}) is not installed: ${reasonOf(cause)}`,
    bring,
    { cause },
  );
}

export function denoUnusable(path: string, cause: unknown): TrainerError {
  return new TrainerError(
    'sandbox.deno-unusable',
    `Programs are executed by Deno, and ${path} cannot be executed: ${reasonOf(cause)}`,
    bring,
    { cause },
  );
}

export function partMissing(file: string, cause: unknown): TrainerError {
  return new TrainerError(
    'sandbox.part-missing',
    `A part of the sandbox cannot be read, ${file}: ${reasonOf(cause)}`,
    "The installation is not complete: run 'npm ci' again.",
    { cause },
  );
}

export function processFailed(kind: string, reason: string, stderr: string): TrainerError {
  const said = stderr.trim() === '' ? '' : `; it said: ${stderr.trim().slice(0, 2000)}`;
  return new TrainerError(
    'sandbox.process-failed',
    `Starting a sandbox process for ${kind} failed: ${reason}${said}`,
    "Run 'critique-coder doctor' to see what this machine can execute.",
  );
}

export function boundaryMissing(leaks: readonly string[]): TrainerError {
  return new TrainerError(
    'sandbox.boundary-missing',
    `The sandbox refuses to execute programs, because a program in it could do what must be denied:\n${leaks
      .map((leak) => `  ${leak}`)
      .join('\n')}`,
    'Check what CRITIQUE_CODER_DENO names: it must be Deno itself, and not grant permissions.',
  );
}

export function sandboxClosed(): TrainerError {
  return new TrainerError(
    'sandbox.closed',
    'A program was given to a sandbox that has been closed.',
    'This is a defect of Critique-Coder: please report it.',
  );
}
