import { setImmediate as breathe } from 'node:timers/promises';
import { mutateProblem, type Original } from '../../candidates/mutation/solutions.ts';
import { operators } from '../../candidates/mutation/operators.ts';
import { nothingToMutate, onlyOrphans } from '../../errors/candidates.ts';
import { firstNames } from '../../errors/names.ts';
import { languageSchema, type Language, type Problem, type Solution } from '../../protocol/data.ts';
import type { MutationReport } from '../../protocol/mutation.ts';
import { openSyntaxReader } from '../../source/syntax.ts';
import { loadAll, readProblems, readSolutions } from '../../tasks/read.ts';
import {
  optional,
  optionalInteger,
  required,
  UsageError,
  type Command,
  type Invocation,
} from '../command.ts';
import { prepareFile } from '../../output.ts';
import { writeRows } from '../write-rows.ts';

const width = Math.max(...operators.map(({ name }) => name.length));
const usual = 4;
const mostNamed = 10;

export const dataMutateCommand: Command = {
  name: 'data mutate',
  summary: 'make wrong solutions of right ones, each with one mistake',
  usage:
    '--problems FILE --out FILE [--solutions FILE] [--per-solution N] [--mistakes 1|2] [--seed N] [--language L] [--force] [--json]',
  help: [
    'Writes solutions, each a right one with a mistake that people make. Whether a mistake matters is found out by',
    '"critique-coder label", for some change nothing. Comments, docstrings, types and imports stay as they are.',
    '',
    '  --problems FILE   problems, JSONL; their references ("solution") are mutated',
    '  --out FILE        where to write the solutions, JSONL, with their provenance',
    '  --solutions FILE  mutates these instead of the references; give only ones that are correct',
    `  --per-solution N  most mutants of one solution, ${usual} unless given`,
    '  --mistakes 1|2    mistakes in each, 1 unless given',
    '  --seed N          other mutants are drawn with another seed, 0 unless given',
    '  --language L      only problems in python, javascript or typescript',
    '  --force           replaces the file if it is there',
    '  --json            {out, originals, orphanSolutions, mutants, withoutMutants, unreadable, operators}',
    '',
    'The mistakes:',
    ...operators.map(({ name, mistake }) => `  ${name.padEnd(width)}  ${mistake}`),
  ].join('\n'),
  options: {
    problems: { type: 'string' },
    out: { type: 'string' },
    solutions: { type: 'string' },
    'per-solution': { type: 'string' },
    mistakes: { type: 'string' },
    seed: { type: 'string' },
    language: { type: 'string' },
    force: { type: 'boolean' },
  },
  takesOperands: false,
  async run(invocation) {
    const out = required(invocation, 'out');
    const language = languageOf(invocation);
    const settings = {
      count: optionalInteger(invocation, 'per-solution', 1) ?? usual,
      mistakes: mistakesOf(invocation),
      seed: optionalInteger(invocation, 'seed', 0) ?? 0,
    };
    const file = required(invocation, 'problems');
    await prepareFile(out, invocation.values['force'] === true);
    const { work, orphanSolutions } = await originalsOf(invocation, file, language);
    const report = { ...(await mutateAll(invocation, { out, work, settings })), orphanSolutions };
    invocation.json(report);
    say(invocation, report);
    return 0;
  },
};

interface Work {
  readonly problem: Problem;
  readonly originals: readonly Original[];
}

function languageOf(invocation: Invocation): Language | undefined {
  const named = optional(invocation, 'language');
  if (named === undefined) return undefined;
  const parsed = languageSchema.safeParse(named);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--language takes one of ${languageSchema.options.join(', ')}, not "${named}"`);
}

function mistakesOf(invocation: Invocation): 1 | 2 {
  const named = optionalInteger(invocation, 'mistakes', 1) ?? 1;
  if (named !== 1 && named !== 2) throw new UsageError(`--mistakes takes 1 or 2, not ${named}`);
  return named;
}

/**
 * The programs to mutate, by their problem. Throws where there are none: `candidates.nothing-to-mutate` for references,
 * `candidates.only-orphans` for given solutions.
 */
async function originalsOf(
  invocation: Invocation,
  file: string,
  language: Language | undefined,
): Promise<{ readonly work: readonly Work[]; readonly orphanSolutions: number }> {
  const { signal } = invocation;
  const all = await loadAll(readProblems(file, { signal }));
  const problems = all.filter((problem) => language === undefined || problem.language === language);
  const given = optional(invocation, 'solutions');
  const solutions = given === undefined ? null : await loadAll(readSolutions(given, { signal }));
  const byProblem = solutions === null ? null : Map.groupBy(solutions, ({ problemId }) => problemId);
  const work = problems.map((problem): Work => {
    if (byProblem === null) return { problem, originals: referenceOf(problem) };
    const own = byProblem.get(problem.id) ?? [];
    return { problem, originals: own.map(({ id, solution }) => ({ id, source: solution })) };
  });
  const found = work.filter(({ originals }) => originals.length > 0);
  if (found.length === 0) {
    throw given === undefined
      ? nothingToMutate(problems.length, language)
      : onlyOrphans(given, problems.length, language);
  }
  const known = new Set(all.map(({ id }) => id));
  const orphans = (solutions ?? []).filter(({ problemId }) => !known.has(problemId));
  return { work: found, orphanSolutions: orphans.length };
}

const referenceOf = ({ id, solution }: Problem): Original[] =>
  solution === undefined ? [] : [{ id, source: solution }];

interface Settings {
  readonly count: number;
  readonly mistakes: 1 | 2;
  readonly seed: number;
}

async function mutateAll(
  { signal }: Invocation,
  {
    out,
    work,
    settings,
  }: { readonly out: string; readonly work: readonly Work[]; readonly settings: Settings },
): Promise<Omit<MutationReport, 'orphanSolutions'>> {
  using reader = await openSyntaxReader();
  const rows: Solution[] = [];
  const unreadable: string[] = [];
  for (const { problem, originals } of work) {
    // Parsing leaves no room for signals; between two problems they are heard.
    await breathe();
    signal.throwIfAborted();
    const mutated = mutateProblem({ problem, originals, ...settings }, reader);
    rows.push(...mutated.rows);
    unreadable.push(...mutated.unreadable);
  }
  await writeRows(out, rows);
  const originals = work.reduce((sum, one) => sum + one.originals.length, 0);
  const mutated = new Set(rows.map(originalOf));
  const counts = Map.groupBy(rows, operatorOf);
  return {
    out,
    originals,
    mutants: rows.length,
    withoutMutants: originals - mutated.size - unreadable.length,
    unreadable,
    operators: Object.fromEntries([...counts].sort().map(([name, of]) => [name, of.length])),
  };
}

const originalOf = ({ provenance }: Solution): string =>
  provenance?.kind === 'mutation' ? provenance.of : '';
const operatorOf = ({ provenance }: Solution): string =>
  provenance?.kind === 'mutation' ? provenance.operator : '';

function say({ say }: Invocation, report: MutationReport): void {
  const { out, originals, orphanSolutions, mutants, withoutMutants, unreadable } = report;
  const named = firstNames(unreadable, mostNamed);
  if (unreadable.length > 0) say(`${unreadable.length} solutions do not parse and were left alone: ${named}`);
  if (orphanSolutions > 0) say(`${orphanSolutions} solutions were left alone: their problem is not there`);
  say(`${mutants} mutants of ${originals} solutions written to ${out}`);
  if (withoutMutants > 0) say(`${withoutMutants} solutions offer no mistake`);
}
