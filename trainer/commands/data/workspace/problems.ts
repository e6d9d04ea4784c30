/** Problems of a workspace that hold outside of it: their own solutions, alone in the sandbox, do what was recorded. */
import { checkReference } from '../../../data/prepare/reference.ts';
import type { Problem } from '../../../protocol/data.ts';
import type { WorkspaceReport } from '../../../protocol/workspace.ts';
import type { Sandbox } from '../../../sandbox/types.ts';
import { mapInOrder } from '../../../tasks/in-order.ts';
import type { DrawnProblems } from '../../../workspace/draw-problems.ts';
import type { Invocation } from '../../command.ts';
import { writeRows } from '../../write-rows.ts';

type Speaker = Pick<Invocation, 'signal' | 'say'>;

/** Nothing is written where none are wanted. Rejects with the signal's reason. */
export async function writeProblems(
  wanted: { readonly file: string; readonly sandbox: Sandbox } | null,
  drawn: DrawnProblems | null,
  speaker: Speaker,
): Promise<Pick<WorkspaceReport, 'problems' | 'withoutProblem'>> {
  if (wanted === null || drawn === null) return { problems: 0, withoutProblem: null };
  const { file, sandbox } = wanted;
  const { problems, ...other } = await thoseThatHold(drawn.problems, sandbox, speaker);
  await writeRows(file, problems);
  return { problems: problems.length, withoutProblem: { ...drawn.without, ...other } };
}

interface Held {
  readonly problems: readonly Problem[];
  /** Whose solutions do something else there, and those that need what the sandbox lacks. */
  readonly failing: number;
  readonly unsupported: number;
}

async function thoseThatHold(
  drawn: readonly Problem[],
  sandbox: Sandbox,
  { signal, say }: Speaker,
): Promise<Held> {
  const problems: Problem[] = [];
  let [failing, unsupported] = [0, 0];
  const checked = mapInOrder(
    drawn,
    async (problem, either) => ({ problem, checked: await checkReference(problem, sandbox, either) }),
    sandbox.workers,
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
