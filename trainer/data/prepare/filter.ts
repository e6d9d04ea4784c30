/** `data filter`: reads the files once, one row after the other, and writes those that stay. */
import { basename, join } from 'node:path';
import { nothingLeft } from '../../errors/data-prepare.ts';
import type { Pair, Solution } from '../../protocol/data.ts';
import type { FilterReport, Followers } from '../../protocol/data-reports.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { readPairs, readProblems, readSolutions } from '../../tasks/read.ts';
import { evaluationTexts } from './evaluation-texts.ts';
import { Fates } from './fates.ts';
import { filterFollowers } from './followers.ts';
import { filterProblems, type ProblemRules } from './filter-problems.ts';
import { commonestOverlaps, FilterTally } from './filter-tally.ts';
import { describeAs, reportFile } from '../report-file.ts';
import { writeOutput } from '../../output.ts';
import { EvaluationIndex } from './overlap.ts';
import { RowFile } from '../row-file.ts';
import type { TokenCounter } from './token-count.ts';

export interface FilterOptions {
  readonly problems: string;
  readonly pairs: string | undefined;
  readonly solutions: string | undefined;
  /** Evaluation files, nothing of which may stay. */
  readonly against: readonly string[];
  /** Words of a run that two texts must share to overlap. */
  readonly ngram: number;
  readonly out: string;
  readonly maxTestTokens: number;
  readonly maxTests: number;
  readonly seed: number;
  readonly tokens: TokenCounter;
  readonly nearDuplicates: number | null;
  /** Runs the references; null runs none. */
  readonly sandbox: Sandbox | null;
  /** References under way at once. */
  readonly concurrency: number;
  /** Told of every thousandth problem. */
  readonly onProgress?: (read: number) => void;
  readonly signal: AbortSignal;
}

/** The caller has asked `refuseOccupied`. Throws `data-prepare.nothing-left` rather than write a set without problems. */
export function filterData(options: FilterOptions): Promise<FilterReport> {
  const { signal } = options;
  return writeOutput(options.out, reportFile, async (folder) => {
    const evaluation = await indexOf(options);
    const fates = new Fates();
    const written = [join(folder, 'problems.jsonl')];
    const problems = await writeProblems(options, evaluation, fates, join(folder, 'problems.jsonl'));
    const follow = async (name: string, rows: AsyncIterable<Pair | Solution>): Promise<Followers> => {
      written.push(join(folder, name));
      return filterFollowers(rows, fates, evaluation, join(folder, name));
    };
    const { pairs: pairFile, solutions: solutionFile } = options;
    const pairs =
      pairFile === undefined ? null : await follow('pairs.jsonl', readPairs(pairFile, { signal }));
    const solutions =
      solutionFile === undefined
        ? null
        : await follow('solutions.jsonl', readSolutions(solutionFile, { signal }));
    const dropped = [problems.problems, pairs, solutions].flatMap((part) => part?.dropped ?? []);
    return {
      settings: settingsOf(options),
      files: await filesOf(options, written),
      ...problems,
      pairs,
      solutions,
      commonestOverlaps: commonestOverlaps(dropped),
      evaluationTextsPassedOver: evaluation?.passedOver ?? 0,
    };
  });
}

async function indexOf({ against, ngram, signal }: FilterOptions): Promise<EvaluationIndex | null> {
  if (against.length === 0) return null;
  const index = new EvaluationIndex(ngram);
  for (const file of against) {
    for await (const text of evaluationTexts(file, signal)) index.add(text);
  }
  return index;
}

async function writeProblems(
  options: FilterOptions,
  evaluation: EvaluationIndex | null,
  fates: Fates,
  path: string,
): Promise<Pick<FilterReport, 'problems' | 'tests' | 'references'>> {
  const { sandbox, nearDuplicates, maxTestTokens: maxTokens, maxTests, seed, tokens, signal } = options;
  const rules: ProblemRules = {
    tests: { maxTokens, maxTests, seed, tokens },
    evaluation,
    sandbox,
    nearDuplicates,
  };
  const tally = new FilterTally();
  let read = 0;
  await using file = await RowFile.create(path);
  const source = readProblems(options.problems, { signal });
  for await (const filtered of filterProblems(source, rules, options.concurrency, signal)) {
    tally.enter(filtered);
    fates.enter(filtered.read, filtered.kept !== null);
    if (filtered.kept !== null) await file.write(filtered.kept);
    read += 1;
    if (read % 1000 === 0) options.onProgress?.(read);
  }
  await file.finish();
  const report = tally.report(sandbox !== null);
  if (report.problems.kept === 0) throw nothingLeft(options.problems, reasonsOf(report.problems));
  return report;
}

/** As `3 without a test, 2 near duplicates`. */
export function reasonsOf(problems: FilterReport['problems']): string {
  const reasons: readonly (readonly [number, string])[] = [
    [problems.noTestLeft, 'without a test that is short enough'],
    [problems.contaminated, 'that overlap with an evaluation file'],
    [problems.referenceFails, 'whose own solution fails'],
    [problems.testsVoid, 'whose tests an empty program passes'],
    [problems.nearDuplicates, 'nearly the same as an earlier one'],
  ];
  const told = reasons.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return told.length === 0 ? 'there is none in it' : told.join(', ');
}

function settingsOf(options: FilterOptions): FilterReport['settings'] {
  const { seed, maxTestTokens, maxTests, tokens, nearDuplicates, against, ngram, sandbox } = options;
  return {
    seed,
    maxTestTokens,
    maxTests,
    tokens: tokens.countedBy,
    nearDuplicates,
    ngram: against.length === 0 ? null : ngram,
    references: sandbox !== null,
  };
}

async function filesOf(
  { problems, pairs, solutions, against, out }: FilterOptions,
  written: readonly string[],
): Promise<FilterReport['files']> {
  const read = [problems, pairs, solutions].filter((file) => file !== undefined);
  return {
    read: await Promise.all(read.map((file) => describeAs(file))),
    against: await Promise.all(against.map((file) => describeAs(file))),
    written: await Promise.all(written.map((path) => describeAs(join(out, basename(path)), path))),
  };
}
