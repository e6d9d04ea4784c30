/** A workspace folder whose tests are played by a program of ours. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type {
  FrameworkUse,
  TestRun,
  Verification,
  WorkspacePlan,
  WorkspaceReport,
} from '../../../trainer/protocol/workspace.ts';

/** What the program does for one command. */
export interface Instructions {
  readonly lines?: readonly string[];
  readonly document?: unknown;
  readonly exitCode?: number;
  /** It goes on until it is told to end. */
  readonly waits?: boolean;
  /** Goes into the file that `--out` names. */
  readonly writes?: string;
}

export interface Asked {
  readonly values: Readonly<Record<string, string | boolean>>;
  readonly positionals: readonly string[];
  readonly input: string | null;
}

export const trainer = {
  node: process.execPath,
  program: fileURLToPath(new URL('./program.ts', import.meta.url)),
};

/** By command: `verify`, `plan`, and `data` for all other than the plan. */
export const answerWith = (
  folder: string,
  answers: Readonly<Partial<Record<'verify' | 'plan' | 'data', Instructions>>>,
): Promise<void> => writeFile(join(folder, 'answers.json'), JSON.stringify(answers));

export async function askedIn(folder: string): Promise<readonly Asked[]> {
  const file = join(folder, 'asked.jsonl');
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Asked);
}

/** Until the program has left its mark. */
export async function marked(folder: string, mark: 'waiting' | 'cleared'): Promise<void> {
  while (!existsSync(join(folder, mark))) await sleep(10);
}

export const testRun = (changes: Partial<TestRun> = {}): TestRun => ({
  file: 'tests/test_pair.py',
  framework: 'pytest',
  status: 'passed',
  seconds: 1.25,
  output: '1 passed',
  ...changes,
});

export const verification = (changes: Partial<Verification> = {}): Verification => ({
  file: 'pair.py',
  name: 'total',
  line: 4,
  outcome: 'passed',
  runs: [testRun()],
  notRun: [],
  missing: [],
  seconds: 2,
  ...changes,
});

export const failing = (changes: Partial<Verification> = {}): Verification =>
  verification({
    outcome: 'failed',
    runs: [testRun({ status: 'failed', output: 'E   assert 3 == 4\u001b[0m\n' })],
    ...changes,
  });

export const missingPytest: FrameworkUse = {
  framework: 'pytest',
  testFiles: 3,
  command: null,
  reason: 'python3 has no module pytest.',
};

export const plan = (changes: Partial<WorkspacePlan> = {}): WorkspacePlan => ({
  folder: '/w',
  sourceFiles: 4,
  functions: { found: 20, documented: 12 },
  frameworks: [{ framework: 'pytest', testFiles: 3, command: 'python3 -m pytest FILE', reason: null }],
  ...changes,
});

export const report = (changes: Partial<WorkspaceReport> = {}): WorkspaceReport => ({
  folder: '/w',
  out: '/s/pairs.jsonl',
  problemsOut: null,
  problems: 0,
  withoutProblem: null,
  pairs: { correct: 9, incorrect: 11 },
  functions: Array.from({ length: 9 }, (_, index) => ({
    file: 'pair.py',
    name: `f${index}`,
    line: index + 1,
    language: 'python' as const,
    tests: 1,
    failing: 2,
    surviving: 1,
  })),
  leftOut: { undocumented: 8, nested: 1, risky: 0, untested: 2, unshaken: 0, unsteady: 0, untried: 0 },
  unused: [],
  unread: [],
  changed: [],
  testFiles: 3,
  seconds: 40,
  ...changes,
});
