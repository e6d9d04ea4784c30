/** `eval --problems --solutions`: pass@k of solutions in a file. */
import { nothingAnswered, tooFewSolutions } from '../../errors/evaluation.ts';
import type { Solution } from '../../protocol/data.ts';
import { loadAll, readProblems, readSolutions } from '../../tasks/read.ts';
import { required, type Invocation } from '../command.ts';
import { refuseResult } from './finish.ts';
import { evaluatePasses, openWorkers, usualKsOf, wantedKs } from './pass.ts';

export async function evaluateSolutions(invocation: Invocation): Promise<void> {
  const { signal } = invocation;
  const files = { problems: required(invocation, 'problems'), solutions: required(invocation, 'solutions') };
  const wanted = wantedKs(invocation);
  await refuseResult(invocation);
  const problems = await loadAll(readProblems(files.problems, { signal }));
  const solutions = await loadAll(readSolutions(files.solutions, { signal }));
  const known = new Set(problems.map(({ id }) => id));
  const ks = possibleKs(
    wanted,
    solutions.filter(({ problemId }) => known.has(problemId)),
    files,
  );
  const { length: total } = problems;
  await using sandbox = await openWorkers(invocation);
  await evaluatePasses(invocation, {
    subject: files.solutions,
    file: files.problems,
    total,
    problems,
    solutions,
    ks,
    sandbox,
  });
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
  return wanted ?? usualKsOf(fewest);
}
