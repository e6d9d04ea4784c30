/** What is labelled: the starter set's solutions, or those of files in the formats of `critique-coder label`. */
import type { Problem } from '../../trainer/protocol/data.ts';
import { hashSeed } from '../../trainer/random.ts';
import type { Sandbox } from '../../trainer/sandbox/types.ts';
import { loadStarterSplit } from '../../trainer/starter/load.ts';
import { grade, jobFor } from '../../trainer/tasks/exercise.ts';
import { isCorrect, paperThreshold } from '../../trainer/tasks/label.ts';
import { loadAll, readProblems, readSolutions } from '../../trainer/tasks/read.ts';

export interface Exercise {
  readonly id: string;
  readonly problem: Problem;
  readonly program: string;
}

/** A label and why; null where it is not known. */
export interface Labelled {
  readonly correct: boolean | null;
  readonly reason: string;
}

const limitsOf = (timeMs: number) => ({ timeMs, memoryBytes: 2 ** 28, outputBytes: 2 ** 20 });

/** Python only, so that the machine's Python can be asked too; in an order that mixes the problems. */
export async function loadExercises(files?: {
  readonly problems: string;
  readonly solutions: string;
}): Promise<Exercise[]> {
  const all = files === undefined ? await fromStarter() : await fromFiles(files.problems, files.solutions);
  const place = new Map(all.map(({ id }) => [id, hashSeed('bench:label', id)]));
  return all
    .filter(({ problem }) => problem.language === 'python')
    .sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
}

async function fromStarter(): Promise<Exercise[]> {
  const { rows } = await loadStarterSplit('validation');
  return rows.flatMap(({ problem, solutions }) =>
    solutions.map(({ solution }, index) => ({ id: `${problem.id}#${index}`, problem, program: solution })),
  );
}

async function fromFiles(problemFile: string, solutionFile: string): Promise<Exercise[]> {
  const problems = new Map(
    (await loadAll(readProblems(problemFile))).map((problem) => [problem.id, problem]),
  );
  const solutions = await loadAll(readSolutions(solutionFile));
  return solutions.flatMap(({ id, problemId, solution }) => {
    const problem = problems.get(problemId);
    return problem === undefined ? [] : [{ id, problem, program: solution }];
  });
}

/** The label of the sandbox. */
export async function labelInSandbox(
  sandbox: Sandbox,
  problem: Problem,
  program: string,
  timeMs: number,
): Promise<Labelled> {
  const result = grade(problem, await sandbox.run(jobFor(problem, program, limitsOf(timeMs))));
  if (result.kind === 'unlabelled') return { correct: null, reason: result.reason };
  const [first] = result.failures;
  const reason =
    first === undefined ? 'passes all tests' : `test ${first.test}: ${first.status}, ${first.detail}`;
  return { correct: isCorrect(result.passRate, paperThreshold), reason };
}
