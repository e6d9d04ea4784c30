/** Programs to execute, each with whether it passes all its tests. */
import type { Problem } from '../../trainer/protocol/data.ts';
import type { StarterRow } from '../../trainer/starter/set.ts';

export interface Exercise {
  readonly problem: Problem;
  readonly program: string;
  readonly passes: boolean;
}

/** Right and wrong solutions of the starter set, which were labelled by executing them. */
export function pythonExercises(rows: readonly StarterRow[]): readonly Exercise[] {
  return rows.flatMap(({ problem, solutions }) =>
    solutions.map(({ solution, correct }) => ({ problem, program: solution, passes: correct })),
  );
}

const sortedTests = [
  { input: [[3, 1, 2]], expected: [1, 2, 3] },
  { input: [[10, 9]], expected: [9, 10] },
  { input: [[]], expected: [] },
  { input: [[-1, -2]], expected: [-2, -1] },
];
const palindromeTests = ['', 'a', 'abba', 'ab', 'abcba', 'abca'].map((text) => ({
  input: [text],
  expected: text === [...text].reverse().join(''),
}));

export const javascriptExercises: readonly Exercise[] = [
  exercise('sorted', sortedTests, 'const sorted = (xs) => xs.toSorted((a, b) => a - b);', true),
  exercise('sorted', sortedTests, 'const sorted = (xs) => xs.toSorted();', false),
  exercise(
    'isPalindrome',
    palindromeTests,
    'function isPalindrome(s) { return s === [...s].reverse().join(""); }',
    true,
  ),
  exercise('isPalindrome', palindromeTests, 'function isPalindrome(s) { return s[0] === s.at(-1); }', false),
];

function exercise(
  entryPoint: string,
  tests: Extract<Problem, { tests: unknown }>['tests'],
  program: string,
  passes: boolean,
): Exercise {
  const problem = {
    id: entryPoint,
    question: entryPoint,
    language: 'javascript' as const,
    entryPoint,
    tests,
  };
  return { problem, program, passes };
}

const anyInput = { id: 'any', question: 'any', entryPoint: 'f', tests: [{ input: [], expected: 0 }] };

/** Programs that cost a process its life or an interpreter its memory. */
export const harmfulExercises: readonly Exercise[] = [
  {
    problem: { ...anyInput, language: 'python' },
    program: 'def f():\n    while True: pass\n',
    passes: false,
  },
  {
    problem: { ...anyInput, language: 'python' },
    program: 'def f():\n    return [bytearray(1 << 20) for _ in range(4096)]\n',
    passes: false,
  },
  { problem: { ...anyInput, language: 'javascript' }, program: 'function f() { for (;;); }', passes: false },
  {
    problem: { ...anyInput, language: 'javascript' },
    program: 'function f() { const all = []; for (;;) all.push(new Float64Array(1e6)); }',
    passes: false,
  },
];
