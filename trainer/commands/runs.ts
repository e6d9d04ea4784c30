import { listRuns } from '../run/list.ts';
import { optional, type Command } from './command.ts';

/** Where runs live unless told. */
export const defaultRunsFolder = 'runs';

export const runsCommand: Command = {
  name: 'runs',
  summary: 'list the runs of a folder',
  usage: '[--runs DIR] [--json]',
  help: [
    'Lists live and past runs, newest first, as their own folders tell it.',
    '',
    `  --runs DIR  where the runs are; "${defaultRunsFolder}" by default`,
    '  --json      {runs: [{id, folder, state, createdAt, step, steps, best, pid, problem}]}',
  ].join('\n'),
  options: { runs: { type: 'string' } },
  takesOperands: false,
  async run(invocation) {
    const root = optional(invocation, 'runs') ?? defaultRunsFolder;
    const report = await listRuns(root);
    invocation.json(report);
    if (report.runs.length === 0) invocation.say(`There are no runs in ${root}.`);
    for (const { id, state, step, steps, best, problem } of report.runs) {
      const score = best === null ? '' : `  best ${best.score.toFixed(3)} at step ${best.step}`;
      invocation.say(
        `${id}  ${state}  step ${step}${steps === null ? '' : ` of ${steps}`}${score}${problem === null ? '' : `  ${problem}`}`,
      );
    }
    return 0;
  },
};
