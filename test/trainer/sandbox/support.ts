/** What the sandbox's tests share. */
import { join } from 'node:path';
import { openSandbox, type OpenSandbox } from '../../../trainer/sandbox/open.ts';
import type { CaseOutcome, Exercise, Job, Limits } from '../../../trainer/sandbox/types.ts';

/** Where npm packages keep what can be made again: the interpreter's image, made by whichever test comes first. */
export const imageFolder = join(import.meta.dirname, '../../../node_modules/.cache/critique-coder');

export const limits: Limits = { timeMs: 10_000, memoryBytes: 2 ** 27, outputBytes: 100_000 };

export function openTestSandbox(workers = 1): Promise<OpenSandbox> {
  return openSandbox({ workers, imageFolder });
}

/** The outcomes of a program's cases. */
export async function outcomes(
  sandbox: OpenSandbox,
  job: Pick<Job, 'language' | 'program' | 'exercise'> & { readonly limits?: Partial<Limits> },
): Promise<readonly CaseOutcome[]> {
  const { cases } = await sandbox.run({ ...job, limits: { ...limits, ...job.limits } });
  return cases;
}

/** What came back of each case: the value, or how it ended. */
export async function results(
  sandbox: OpenSandbox,
  language: Job['language'],
  program: string,
  exercise: Exercise,
): Promise<unknown[]> {
  const cases = await outcomes(sandbox, { language, program, exercise });
  return cases.map((outcome) => ('value' in outcome ? outcome.value : `${outcome.status}: ${outcome.error}`));
}

/** Calls `f` once with these arguments. */
export function callOf(...input: Extract<Exercise, { kind: 'calls' }>['inputs'][number]): Exercise {
  return { kind: 'calls', entryPoint: 'f', inputs: [input] };
}

export function testsOf(testCode: string): Exercise {
  return { kind: 'testCode', testCode, entryPoint: 'f' };
}

export function stdin(...inputs: string[]): Exercise {
  return { kind: 'stdin', inputs };
}

export const asProgram: Exercise = stdin('');
