/** `eval --problems --solutions`: pass@k of solutions, executed. */
import { nothingAnswered, tooFewSolutions } from '../../errors/evaluation.ts';
import { headOf } from '../../evaluation/head.ts';
import { passFindings } from '../../evaluation/pass-at-k.ts';
import { passReport } from '../../evaluation/pass-report.ts';
import { parallelism } from '../../machine.ts';
import type { Solution } from '../../protocol/data.ts';
import type { PassEvaluation } from '../../protocol/evaluation.ts';
import { openSandbox } from '../../sandbox/open.ts';
import { valuesIdentical } from '../../sandbox/compare.ts';
import { labelReport, labelSolutions, type LabelRow } from '../../tasks/label.ts';
import { loadAll, readProblems, readSolutions } from '../../tasks/read.ts';
import { optional, optionalInteger, required, UsageError, type Invocation } from '../command.ts';
import { finish, refuseResult } from './finish.ts';

/** Reported where nothing else is asked for, as far as there are so many solutions. */
const usualKs = [1, 5, 10];

/** pass@k counts what passes every test; the paper's 80 % is for labelling pairs. */
const everyTest = 1;

export async function evaluateSolutions(invocation: Invocation): Promise<void> {
  const { signal } = invocation;
  const files = { problems: required(invocation, 'problems'), solutions: required(invocation, 'solutions') };
  const wanted = wantedKs(optional(invocation, 'k'));
  await refuseResult(invocation);
  const problems = await loadAll(readProblems(files.problems, { signal }));
  const solutions = await loadAll(readSolutions(files.solutions, { signal }));
  const byId = new Map(problems.map((problem) => [problem.id, problem]));
  const ks = possibleKs(
    wanted,
    solutions.filter(({ problemId }) => byId.has(problemId)),
    files,
  );
  await using sandbox = await openSandbox({
    workers: parallelism(optionalInteger(invocation, 'workers', 1)),
  });
  const rows: LabelRow[] = [];
  for await (const row of labelSolutions({
    problems: byId,
    solutions,
    sandbox,
    threshold: everyTest,
    ...(invocation.values['exact'] === true && { isEqual: valuesIdentical }),
    signal,
  })) {
    rows.push(row);
  }
  const result: PassEvaluation = {
    ...(await headOf(files.solutions, [files.problems], problems.length)),
    ...passFindings(labelReport(rows), [...byId.keys()], ks),
  };
  await finish(invocation, result, passReport(result));
}

function wantedKs(text: string | undefined): readonly number[] | undefined {
  const ks = text?.split(',').map((part) => Number(part.trim()));
  if (ks !== undefined && !ks.every((k) => Number.isInteger(k) && k >= 1)) {
    throw new UsageError(`--k takes whole numbers from 1, as in 1,5,10, not "${text}"`);
  }
  return ks;
}

/** The wanted ones, all of which the problem with the fewest solutions must have; the usual ones that it has otherwise. */
function possibleKs(
  wanted: readonly number[] | undefined,
  answers: readonly Solution[],
  files: { readonly problems: string; readonly solutions: string },
): readonly number[] {
  const counts = [...Map.groupBy(answers, ({ problemId }) => problemId)].map(
    ([id, some]) => [id, some.length] as const,
  );
  const [first, ...others] = counts;
  if (first === undefined) throw nothingAnswered(files.problems, files.solutions);
  const [id, fewest] = others.reduce((least, count) => (count[1] < least[1] ? count : least), first);
  const most = Math.max(...(wanted ?? [1]));
  if (most > fewest) throw tooFewSolutions(most, id, fewest, files.solutions);
  return wanted ?? usualKs.filter((k) => k <= fewest);
}
