/** Problems of a workspace that hold outside of it: their own solutions, alone in the sandbox, do what was recorded. */
import { checkReference } from '../../../data/prepare/reference.ts';
import { parallelism } from '../../../machine.ts';
import type { Problem } from '../../../protocol/data.ts';
import type { WorkspaceReport } from '../../../protocol/workspace.ts';
import { openSandbox } from '../../../sandbox/open.ts';
import { mapInOrder } from '../../../tasks/in-order.ts';
import type { DrawnProblems } from '../../../workspace/draw-problems.ts';
import type { Invocation } from '../../command.ts';
import { writeRows } from '../../write-rows.ts';

type Speaker = Pick<Invocation, 'signal' | 'say'>;

/** Throws a TrainerError where there is no sandbox. Rejects with the signal's reason. */
export async function writeProblems(
  file: string | null,
  drawn: DrawnProblems | null,
  speaker: Speaker,
): Promise<Pick<WorkspaceReport, 'problems' | 'withoutProblem'>> {
  if (file === null || drawn === null) return { problems: 0, withoutProblem: null };
  const { problems, ...other } = await thoseThatHold(drawn.problems, speaker);
  await writeRows(file, problems);
  return { problems: problems.length, withoutProblem: { ...drawn.without, ...other } };
}

interface Held {
  readonly problems: readonly Problem[];
  /** Whose solutions do something else there, and those that need what the sandbox lacks. */
  readonly failing: number;
  readonly unsupported: number;
}

async function thoseThatHold(drawn: readonly Problem[], { signal, say }: Speaker): Promise<Held> {
  if (drawn.length === 0) return { problems: [], failing: 0, unsupported: 0 };
  const workers = parallelism();
  await using sandbox = await openSandbox({ workers });
  const problems: Problem[] = [];
  let [failing, unsupported] = [0, 0];
  const checked = mapInOrder(
    drawn,
    async (problem, either) => ({ problem, checked: await checkReference(problem, sandbox, either) }),
    workers,
    signal,
  );
  for await (const { problem, checked: found } of checked) {
    if (found.outcome === 'passed') problems.push(problem);
    else if (found.outcome === 'unlabelled') unsupported += 1;
    else failing += 1;
    if ('cause' in found) say(`${problem.id} is no problem: alone, ${found.cause}`);
  }
  return { problems, failing, unsupported };
}
