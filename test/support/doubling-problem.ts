/** A problem that is solved by a multiplication, and a sandbox that knows of a program no more than whether it has one. */
import type { Problem } from '../../trainer/protocol/data.ts';
import type { CaseOutcome, Limits, Sandbox } from '../../trainer/sandbox/types.ts';

export const doublingProblem: Problem = {
  id: 'double',
  question: 'Return n multiplied by 2.',
  language: 'python',
  entryPoint: 'change',
  tests: [{ input: [2], expected: 4 }],
};

export const rightProgram = 'def change(n):\n    return n * 2';
export const wrongProgram = 'def change(n):\n    return n + 2';

/** Returns 4 for a program that multiplies and 3 for any other; what imports something cannot be run. */
export const multiplicationSandbox: Sandbox = {
  level: { level: 'strong', findings: [] },
  workers: 1,
  run: ({ program }) => {
    const cases: CaseOutcome[] = program.includes('import')
      ? [{ status: 'unsupported', error: 'No module named numpy', stdout: '' }]
      : [{ status: 'returned', value: program.includes('*') ? 4 : 3, stdout: '' }];
    return Promise.resolve({ cases, milliseconds: 1 });
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

export const smallLimits: Limits = { timeMs: 1000, memoryBytes: 2 ** 20, outputBytes: 2 ** 20 };
