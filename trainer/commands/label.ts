import { setup, writePairs } from './label/pairs.ts';
import { defaultLimits } from '../tasks/exercise.ts';
import { labelReport, labelSolutions, paperThreshold } from '../tasks/label.ts';
import { loadAll, readProblems, readSolutions } from '../tasks/read.ts';
import type { Problem, Solution } from '../protocol/data.ts';
import { openSandbox } from '../sandbox/open.ts';
import type { Candidate } from '../candidates/pairs.ts';
import {
  mostSeconds,
  optionalInteger,
  optionalNumber,
  required,
  UsageError,
  workersOf,
  type Command,
} from './command.ts';

export const labelCommand: Command = {
  name: 'label',
  summary: 'execute solutions and label them correct or incorrect',
  usage:
    '--problems FILE --solutions FILE [--threshold SHARE] [--time-limit SECONDS] [--reruns N] [--references] [--workers N] [--pairs FILE [--survivors] [--balance SHARE] [--seed N] [--force]] [--json]',
  help: [
    'Runs every solution on the tests of its problem, in the sandbox. A solution is correct when it passes more than',
    'the threshold, or all tests. What cannot be run (a missing module, broken tests) is unlabelled, never incorrect.',
    'The same program of a problem is run once.',
    '',
    '  --problems FILE    problems with tests, JSONL',
    '  --solutions FILE   {"id", "problemId", "solution", "provenance"}, JSONL; provenance may be left out',
    `  --threshold SHARE  share of the tests to pass, ${paperThreshold} by default, as in the paper`,
    `  --time-limit SECONDS  for each test, ${defaultLimits.timeMs / 1000} by default; a day at most`,
    '  --reruns N         runs each program so many times again; one that then passes other tests is flaky, and',
    '                     unlabelled; 0 by default',
    '  --references       labels the problems\' own solutions too, as candidates with the id "<problem>/reference"',
    '  --workers N        processes that execute; one a core by default',
    '  --pairs FILE       writes labelled pairs, JSONL: what training and calibrating a critic read. Left out are',
    '                     unlabelled solutions, repeated programs, and mutants above the threshold that fail a test',
    '  --survivors        keeps mutants that pass every test, as correct pairs; often it is the tests that are too weak',
    '  --balance SHARE    share of correct pairs, such as 0.5: the larger class is thinned, evenly over the problems',
    '  --seed N           draws other pairs when thinning, 0 by default',
    '  --force            replaces the file of pairs if it is there',
    '  --json             {n, correct, incorrect, unlabelled, flaky, rows: [{id, problemId, passRate, correct, reason,',
    '                     failures}], pairs}',
  ].join('\n'),
  options: {
    problems: { type: 'string' },
    solutions: { type: 'string' },
    threshold: { type: 'string' },
    'time-limit': { type: 'string' },
    reruns: { type: 'string' },
    references: { type: 'boolean' },
    workers: { type: 'string' },
    pairs: { type: 'string' },
    survivors: { type: 'boolean' },
    balance: { type: 'string' },
    seed: { type: 'string' },
    force: { type: 'boolean' },
  },
  takesOperands: false,
  async run(invocation) {
    const { json, say, signal } = invocation;
    const threshold = optionalNumber(invocation, 'threshold', 0) ?? paperThreshold;
    if (threshold > 1) throw new UsageError(`--threshold takes a share from 0 to 1, not ${threshold}`);
    const seconds = optionalNumber(invocation, 'time-limit', 0.1, mostSeconds);
    const limits = seconds === undefined ? defaultLimits : { ...defaultLimits, timeMs: 1000 * seconds };
    const reruns = optionalInteger(invocation, 'reruns', 0) ?? 0;
    const workers = workersOf(invocation);
    const files = [required(invocation, 'problems'), required(invocation, 'solutions')] as const;
    const wanted = await setup(invocation);
    const problems = await loadAll(readProblems(files[0], { signal }));
    const references = invocation.values['references'] === true ? problems.flatMap(referenceOf) : [];
    const solutions = chain(references, readSolutions(files[1], { signal }));
    await using sandbox = await openSandbox({ workers });
    const byId = new Map(problems.map((problem) => [problem.id, problem]));
    const candidates: Candidate[] = [];
    const read: Solution[] = [];
    const remembered = remember(solutions, read);
    const options = { problems: byId, solutions: remembered, sandbox, threshold, limits, reruns, signal };
    for await (const row of labelSolutions(options)) {
      const label = row.correct === null ? 'unlabelled' : row.correct ? 'correct' : 'incorrect';
      say(`${row.id}  ${label}  ${row.reason}`);
      const solution = read[candidates.length];
      if (solution !== undefined) candidates.push({ solution, row });
    }
    const report = labelReport(candidates.map(({ row }) => row));
    const { n, correct, incorrect, unlabelled } = report;
    const pairs = wanted === null ? null : await writePairs(wanted, candidates, byId, say);
    json(pairs === null ? report : { ...report, pairs });
    say(`${n} solutions: ${correct} correct, ${incorrect} incorrect, ${unlabelled} unlabelled`);
    return 0;
  },
};

function referenceOf({ id, solution }: Problem): Solution[] {
  if (solution === undefined) return [];
  return [{ id: `${id}/reference`, problemId: id, solution, provenance: { kind: 'reference' } }];
}

async function* chain(first: readonly Solution[], then: AsyncIterable<Solution>): AsyncGenerator<Solution> {
  yield* first;
  yield* then;
}

/** Hands on what it reads and keeps it: rows come in the same order. */
async function* remember(solutions: AsyncIterable<Solution>, read: Solution[]): AsyncGenerator<Solution> {
  for await (const solution of solutions) {
    read.push(solution);
    yield solution;
  }
}
