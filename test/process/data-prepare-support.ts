/** Problems of every kind that `data filter` leaves out or keeps, with pairs, solutions and an evaluation file. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pair, Problem, Solution } from '../../trainer/protocol/data.ts';
import { loadAll } from '../../trainer/tasks/read.ts';
import { jsonLines } from '../support/json-lines.ts';

const python = { language: 'python' as const };
const call = (input: number, expected: number): { input: number[]; expected: number } => {
  return { input: [input], expected };
};
const story =
  'The shop keeps a list of prices in cents, and the owner wants to know something about it every evening.';

export const problems: readonly Problem[] = [
  {
    ...python,
    id: 'double',
    question: 'Return twice the number.',
    entryPoint: 'double',
    family: 'numbers',
    solution: 'def double(n):\n    return n + n\n',
    tests: [1, 2, 3, 4, 5].map((n) => call(n, 2 * n)),
  },
  {
    ...python,
    id: 'long',
    question: 'Return the number as it is.',
    entryPoint: 'same',
    tests: [{ input: [Array.from({ length: 300 }, () => 1)], expected: 1 }],
  },
  {
    ...python,
    id: 'known',
    question: 'Write a function to reverse the words of a sentence.',
    entryPoint: 'reverse',
    tests: [{ input: ['a b'], expected: 'b a' }],
  },
  {
    ...python,
    id: 'wrong',
    question: 'Return the square of the number.',
    entryPoint: 'square',
    solution: 'def square(n):\n    return n + n\n',
    tests: [call(2, 4), call(3, 9)],
  },
  { ...python, id: 'void', question: 'Do what you like.', testCode: 'def check(f):\n    assert f()\n' },
  {
    ...python,
    id: 'numpy',
    question: 'Return the mean of the numbers.',
    entryPoint: 'mean',
    solution: 'import numpy\ndef mean(xs):\n    return float(numpy.mean(xs))\n',
    tests: [{ input: [[1, 3]], expected: 2 }],
  },
  {
    ...python,
    id: 'largest',
    question: `${story} Return the largest.`,
    testCode: 'assert largest([1, 2]) == 2\n',
  },
  { ...python, id: 'again', question: `${story} Return the largest.`, testCode: 'assert top([1, 2]) == 2\n' },
];

export const pairs: readonly Pair[] = [
  { id: 'p-double', question: 'Twice.', solution: 'def double(n): ...', correct: false, problemId: 'double' },
  { id: 'p-known', question: 'Reverse.', solution: 'def reverse(s): ...', correct: true, problemId: 'known' },
  { id: 'p-copied', question: 'Reverse it.', solution: 'def reverse_words(s): return s', correct: false },
  { id: 'p-alone', question: 'Sort.', solution: 'def sort(xs): ...', correct: true },
];

export const solutions: readonly Solution[] = [
  { id: 's-double', problemId: 'double', solution: 'def double(n): return 2 * n' },
  { id: 's-wrong', problemId: 'wrong', solution: 'def square(n): return n * n' },
];

const evaluation = [
  { task_id: 'E/1', prompt: '"""\nWrite a function to reverse the words of a sentence.\nassert f()\n"""' },
  { task_id: 'E/2', canonical_solution: 'def reverse_words(s):\n    return s\n' },
];

export interface Files {
  readonly folder: string;
  readonly problems: readonly string[];
  readonly all: readonly string[];
  readonly evaluation: string;
  readonly out: string;
}

export async function writeFiles(folder: string): Promise<Files> {
  const file = async (name: string, rows: readonly unknown[]): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, jsonLines(rows));
    return path;
  };
  const given = ['--problems', await file('problems.jsonl', problems)];
  return {
    folder,
    problems: given,
    all: [
      ...given,
      ...['--pairs', await file('pairs.jsonl', pairs)],
      ...['--solutions', await file('solutions.jsonl', solutions)],
    ],
    evaluation: await file('evaluation.jsonl', evaluation),
    out: join(folder, 'out'),
  };
}

export const idsOf = async (rows: AsyncIterable<{ id: string }>): Promise<string[]> =>
  (await loadAll(rows)).map(({ id }) => id);

/** Its own solution never returns. */
export const endless: Problem = {
  ...python,
  id: 'endless',
  question: 'Wait.',
  entryPoint: 'wait',
  tests: [call(1, 1)],
  solution: 'def wait(n):\n    while True:\n        pass\n',
};
