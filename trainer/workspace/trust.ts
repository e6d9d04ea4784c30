/**
 * Which test files can be used. Only one that passes both times can: one that fails says nothing about a mistake that
 * is added, and one that passes and fails by turns would say it of right functions, too.
 */
import type { TestFile, TestRun, WorkspaceReport } from '../protocol/workspace.ts';

/** A test file that passes and runs functions that can be judged. */
export interface Baseline {
  readonly test: TestFile;
  /** What it takes, without probes. */
  readonly seconds: number;
  /** Numbers of the functions that it runs. */
  readonly reached: ReadonlySet<number>;
}

type Unused = WorkspaceReport['unused'][number];

export interface Coverage {
  readonly used: readonly Baseline[];
  readonly unused: readonly Unused[];
}

/** The two runs of a test file; null for one for which there was no time or no need. */
export interface TestRuns {
  readonly test: TestFile;
  readonly marked: TestRun | null;
  readonly plain: TestRun | null;
  readonly reached: ReadonlySet<number>;
}

export function coverageOf(runs: readonly TestRuns[], limitMs: number): Coverage {
  const used: Baseline[] = [];
  const unused: Unused[] = [];
  for (const one of runs) {
    const reason = reasonAgainst(one, limitMs);
    if (reason !== null) unused.push({ ...one.test, reason });
    else used.push({ test: one.test, seconds: one.plain?.seconds ?? 0, reached: one.reached });
  }
  return { used, unused };
}

function reasonAgainst({ marked, plain, reached }: TestRuns, limitMs: number): string | null {
  const last = plain ?? marked;
  if (last?.status === 'unusable') return whyUnusable(last) || 'no test was found in it';
  if (last?.status === 'timed out') return `takes longer than ${limitMs / 1000} s`;
  if (marked === null || plain === null) return 'there was no time for it';
  if (plain.status === 'failed') {
    return marked.status === 'failed' ? 'does not pass' : 'does not pass every time';
  }
  if (marked.status === 'failed')
    return 'does not pass every time, or not with the marks that tell what it runs';
  return reached.size === 0 ? 'runs none of the documented functions' : null;
}

const mostCharacters = 200;

/** How an error begins that Node, Python or pytest prints. Below it may stand more, as Node's own version. */
const errorLine = /^(?:E +)?[\w.]*(?:Error|Exception)\b/;

function whyUnusable({ output }: TestRun): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling = lines.findLast((line) => errorLine.test(line)) ?? lines.findLast((line) => line !== '');
  return telling?.slice(0, mostCharacters) ?? '';
}
