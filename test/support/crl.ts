/** Small problems and pairs as prompts, and their judged completions. */
import type { Pair, Problem } from '../../trainer/protocol/data.ts';
import type { CrlJudgement } from '../../trainer/run/crl/judge.ts';
import type { CrlPrompt } from '../../trainer/run/crl/prompts.ts';

/** A function `f` that must return 2 for 1 and 4 for 2. */
export function doubling(id: string): Problem {
  const tests = [1, 2].map((n) => ({ input: [n], expected: 2 * n }));
  return { id, question: `Double n (${id}).`, language: 'python', entryPoint: 'f', tests };
}

export function pairOf(id: string, correct: boolean): Pair {
  const solution = `def f(n):\n    return ${correct ? 2 : 3} * n`;
  return { id, question: 'Double n.', solution, correct, language: 'python' };
}

/** A prompt of one token; for the tests that need no tokenizer. */
export function solvePromptOf(id: string, mark = 1): CrlPrompt {
  return { id, task: 'solve', text: `Solve ${id}`, tokens: Int32Array.of(mark), problem: doubling(id) };
}

export function critiquePromptOf(id: string, correct: boolean, mark = 1): CrlPrompt {
  const pair = pairOf(id, correct);
  return { id, task: 'critique', text: `Judge ${id}`, tokens: Int32Array.of(mark), pair };
}

/** A judged solution that passed `passed` of 2 tests; the others failed, or ran out of time. */
export function solved(passed: number, timeouts = 0): Extract<CrlJudgement, { readonly task: 'solve' }> {
  return {
    task: 'solve',
    text: `a program that passes ${passed}`,
    reward: passed / 2,
    passed,
    total: 2,
    timeouts,
    outcome: 'ran',
    failures: Array.from({ length: 2 - passed }, (_, index) => ({
      test: passed + index,
      status: timeouts > index ? ('timeout' as const) : ('wrong' as const),
      detail: 'returned 3, expected 4',
    })),
    reason: null,
  };
}

export function concluded(verdict: boolean | null, correct: boolean): CrlJudgement {
  return { task: 'critique', text: `says ${verdict}`, verdict, reward: verdict === correct ? 1 : 0 };
}
