import { resolve } from 'node:path';
import { nothingToTest } from '../../errors/workspace.ts';
import { parallelism } from '../../machine.ts';
import { prepareFile } from '../../output.ts';
import type { WorkspacePlan, WorkspaceReport } from '../../protocol/workspace.ts';
import { openSandbox } from '../../sandbox/open.ts';
import { openFunctionFinder } from '../../source/finder.ts';
import { openSyntaxReader } from '../../source/syntax.ts';
import { labelWorkspace } from '../../workspace/conduct.ts';
import { planOf } from '../../workspace/plan.ts';
import { readWorkspace } from '../../workspace/read.ts';
import type { Workspace } from '../../workspace/types.ts';
import {
  mostSeconds,
  optional,
  optionalInteger,
  optionalMinutes,
  optionalNumber,
  required,
  UsageError,
  type Command,
  type Invocation,
} from '../command.ts';
import { mayRunTests, refuseUnasked } from '../run-tests.ts';
import { writeRows } from '../write-rows.ts';
import { writeProblems } from './workspace/problems.ts';
import { planLines, reportLines } from './workspace/words.ts';

const usual = { functions: 200, minutes: 30, incorrect: 1, tries: 6, limit: 60 };

export const dataWorkspaceCommand: Command = {
  name: 'data workspace',
  summary: 'make labelled pairs of the functions of a workspace, by its own tests',
  usage:
    '[DIR] (--plan | --out FILE) [--problems FILE] [--run-tests] [--functions N] [--minutes N] [--incorrect N] [--tries N] [--limit SECONDS] [--jobs N] [--python PATH] [--seed N] [--force] [--json]',
  help: [
    'Finds the documented functions of a folder (this one unless given) and the tests that run them, puts mistakes into',
    'one function at a time, and runs its tests. A mistake that fails a test is an incorrect pair, the function as it',
    'stands a correct one. It all happens in a copy; the working tree is not touched (docs/workspace.md).',
    '',
    'The tests are run as you would run them yourself, with all that they may do, and on code with mistakes in it. So the',
    'command asks first; where nobody can be asked, --run-tests says yes. Do it with code that you trust only.',
    '',
    '  --plan             only says what would be run, and runs nothing',
    '  --out FILE         where to write the pairs, JSONL',
    '  --problems FILE    writes problems too, JSONL: functions that can stand alone, with what they return to the tests',
    '  --run-tests        runs the tests without asking',
    `  --functions N      most functions that are tried, in the order of the files, ${usual.functions} unless given`,
    `  --minutes N        most time for everything, ${usual.minutes} unless given; what is done until then is written`,
    `  --incorrect N      incorrect pairs of a function, ${usual.incorrect} unless given`,
    `  --tries N          most mistakes that are tried in a function, ${usual.tries} unless given`,
    `  --limit SECONDS    most time for one test file, ${usual.limit} unless given; with a mistake four times what it took`,
    '  --jobs N           tests that run at once, each in a copy of its own, 1 unless given',
    '  --python PATH      the Python that runs the tests, where it is not that of the workspace',
    '  --seed N           other mistakes are drawn with another seed, 0 unless given',
    '  --force            replaces files that are there',
    '  --json             {folder, out, problemsOut, problems, withoutProblem, pairs, functions, leftOut, unused, unread,',
    '                     changed, testFiles, seconds}; with --plan {folder, sourceFiles, functions, frameworks}',
  ].join('\n'),
  options: {
    plan: { type: 'boolean' },
    out: { type: 'string' },
    problems: { type: 'string' },
    'run-tests': { type: 'boolean' },
    functions: { type: 'string' },
    minutes: { type: 'string' },
    incorrect: { type: 'string' },
    tries: { type: 'string' },
    limit: { type: 'string' },
    jobs: { type: 'string' },
    python: { type: 'string' },
    seed: { type: 'string' },
    force: { type: 'boolean' },
  },
  takesOperands: true,
  async run(invocation) {
    const { positionals, values, signal } = invocation;
    if (positionals.length > 1) throw new UsageError('name one folder');
    const isPlan = values['plan'] === true;
    const settings = settingsOf(invocation);
    const out = isPlan ? '' : required(invocation, 'out');
    const problemsOut = optional(invocation, 'problems') ?? null;
    if (problemsOut !== null && resolve(problemsOut) === resolve(out)) {
      throw new UsageError('--problems and --out name the same file');
    }
    for (const file of isPlan ? [] : [out, ...(problemsOut === null ? [] : [problemsOut])]) {
      await prepareFile(file, values['force'] === true);
    }
    if (!isPlan) refuseUnasked(invocation);
    const workspace = await readWorkspace(positionals[0] ?? '.', { signal, python: settings.python });
    using finder = await openFunctionFinder();
    const plan = await planOf(workspace, { finder, signal });
    for (const line of planLines(plan)) invocation.say(line);
    if (isPlan) {
      invocation.json(plan);
      return 0;
    }
    if (!(await isWanted(invocation, plan))) {
      invocation.say('Nothing was run, and nothing written.');
      return 1;
    }
    const report = await label(invocation, workspace, { ...settings, out, problemsOut, finder });
    invocation.json(report);
    for (const line of reportLines(report)) invocation.say(line);
    return 0;
  },
};

interface Settings {
  readonly functions: number;
  readonly timeMs: number;
  readonly incorrect: number;
  readonly tries: number;
  readonly limitMs: number;
  readonly jobs: number;
  readonly python: string | undefined;
  readonly seed: number;
}

function settingsOf(invocation: Invocation): Settings {
  const integer = (option: string, least: number): number | undefined =>
    optionalInteger(invocation, option, least);
  const minutes = optionalMinutes(invocation) ?? usual.minutes;
  const limit = optionalNumber(invocation, 'limit', 0.1, mostSeconds) ?? usual.limit;
  return {
    functions: integer('functions', 1) ?? usual.functions,
    timeMs: Math.round(60_000 * minutes),
    incorrect: integer('incorrect', 1) ?? usual.incorrect,
    tries: integer('tries', 1) ?? usual.tries,
    limitMs: Math.round(1000 * limit),
    jobs: Math.min(integer('jobs', 1) ?? 1, parallelism()),
    python: optional(invocation, 'python'),
    seed: integer('seed', 0) ?? 0,
  };
}

/** Asked with the plan before one's eyes; not at all where nothing could be run. */
async function isWanted(invocation: Invocation, { folder, frameworks }: WorkspacePlan): Promise<boolean> {
  if (frameworks.every(({ command }) => command === null)) throw nothingToTest(folder, 'tests');
  return mayRunTests(
    invocation,
    'Run these tests in a copy of the workspace, many times and with mistakes in the code?',
  );
}

type Labelling = Settings &
  Pick<Parameters<typeof labelWorkspace>[1], 'finder'> &
  Pick<WorkspaceReport, 'out' | 'problemsOut'>;

async function label(
  { signal, say }: Invocation,
  workspace: Workspace,
  { out, problemsOut, ...settings }: Labelling,
): Promise<WorkspaceReport> {
  const began = performance.now();
  using reader = await openSyntaxReader();
  await using opened = new AsyncDisposableStack();
  // Opened first: without a sandbox the tests would be run for nothing.
  const wanted =
    problemsOut === null ? null : { file: problemsOut, sandbox: opened.use(await openSandbox()) };
  const options = { ...settings, drawsProblems: wanted !== null, reader, signal, say };
  const { pairs, drawn, report } = await labelWorkspace(workspace, options);
  await writeRows(out, pairs);
  const written = await writeProblems(wanted, drawn, { signal, say });
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  return { ...report, out, problemsOut, ...written, seconds };
}
