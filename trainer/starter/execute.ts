/** Executes candidate programs in the sandbox. */
import type { Limits, Sandbox } from '../sandbox/types.ts';
import type { Execute } from './problem.ts';

/** The programs are tiny: what takes longer runs for ever, and is thrown away. */
const limits: Limits = { timeMs: 1500, memoryBytes: 128 * 2 ** 20, outputBytes: 2 ** 16 };

export function executeIn(sandbox: Pick<Sandbox, 'run'>): Execute {
  return async (program, entryPoint, inputs) => {
    const exercise = { kind: 'calls', entryPoint, inputs } as const;
    return (await sandbox.run({ language: 'python', program, exercise, limits })).cases;
  };
}
