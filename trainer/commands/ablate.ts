import { resolve } from 'node:path';
import { conductAblation } from '../ablation/conduct.ts';
import { designOf } from '../ablation/design.ts';
import { checkDesign } from '../ablation/grid.ts';
import { planReport } from '../ablation/plan.ts';
import { checkUnchanged, writeAblation, readAblation } from '../ablation/record.ts';
import { ablationReport, writeReport } from '../ablation/report.ts';
import { runsOf, standingOf, type RunStanding } from '../ablation/runs.ts';
import { planLines, reportLines } from '../ablation/words.ts';
import { noAblation } from '../errors/ablation.ts';
import type { Design } from '../protocol/ablation.ts';
import { showProgress } from '../run/progress.ts';
import { openSandbox } from '../sandbox/open.ts';
import { askedOf, gridOptions } from './ablate/options.ts';
import { optional, UsageError, type Command, type ExitCode, type Invocation } from './command.ts';
import { checkAblation } from './preflight.ts';
import { programVersions } from './versions.ts';

/** Where an ablation lives unless told. */
export const defaultAblationFolder = 'ablation';

export const ablateCommand: Command = {
  name: 'ablate',
  summary: 'train a grid of configurations with several seeds, and compare them',
  usage: '[--out DIR] [--plan | --report] [--grid FILE] [--retry] [options] [--json]',
  help: [
    'Trains every cell of a grid once a seed, each an ordinary run in DIR/<cell>-seed<N>, measures the best checkpoint of',
    'each on the same held-out problems and pairs, and reports every cell with 95 % intervals, its difference to the',
    'baseline cell, and the paper’s numbers. Without options: the starter model, shares 0, 0.2, 0.5 and 1, and at 0.2 the',
    'phase switch by plateau, halfway and never; five seeds. Ctrl-C stops; the same command goes on where it was.',
    '',
    `  --out DIR        where it lives; "${defaultAblationFolder}" by default. A grid that is there goes on; it may get more cells`,
    '                   and seeds',
    '  --plan           only say what is left and how long it takes',
    '  --report         only write the report of what there is',
    '  --retry          try runs again that have failed',
    '  --grid FILE      {"config", "axes": [{"path", "values"}], "combine", "seeds", "baseline", "heldOut"}, all optional',
    '  --config FILE    the run configuration at the centre; what is not varied is as it says',
    '  --shares LIST    critique shares, as 0,0.1,0.2',
    '  --switches LIST  phase switches, as plateau,step:12,never',
    '  --scales LIST    factors of the critique advantages in the first phase, as 0.8,1',
    '  --seeds LIST     as 1,2,3',
    '  --baseline CELL  the cell that others are compared with; the centre by default',
    '  --steps N        instead of the configuration’s length',
    '  --prompts N      prompts a step, instead of the configuration’s',
    '  --problems N     held-out problems to measure on, 300 by default',
    '  --pairs N        held-out pairs, 300 by default',
    '  --json           {out, baseline, centre, heldOut, runs, base, cells, paper}; with --plan {out, runs, secondsPerStep,',
    '                   secondsLeft}',
  ].join('\n'),
  options: {
    out: { type: 'string' },
    plan: { type: 'boolean' },
    report: { type: 'boolean' },
    retry: { type: 'boolean' },
    ...gridOptions,
  },
  takesOperands: false,
  async run(invocation) {
    const [isPlan, isReport] = [invocation.values['plan'] === true, invocation.values['report'] === true];
    if (isPlan && isReport) throw new UsageError('--plan and --report are one or the other');
    const asked = askedOf(invocation);
    const out = resolve(optional(invocation, 'out') ?? defaultAblationFolder);
    const before = await readAblation(out);
    if (isReport && before === null) throw noAblation(out);
    const design = await designOf(asked, before);
    checkDesign(design);
    if (before !== null) checkUnchanged(out, before, design);
    if (isPlan) return plan(out, design, invocation);
    if (isReport) return report(out, design, invocation);
    return ablate(out, design, before?.createdAt, invocation);
  },
};

const standingsOf = (out: string, design: Design): Promise<RunStanding[]> =>
  Promise.all(runsOf(out, design).map(standingOf));

async function plan(out: string, design: Design, { json, say }: Invocation): Promise<ExitCode> {
  const document = await planReport(out, await standingsOf(out, design));
  json(document);
  for (const line of planLines(document)) say(line);
  return 0;
}

async function report(out: string, design: Design, { json, say }: Invocation): Promise<ExitCode> {
  const document = await ablationReport(out, design, await standingsOf(out, design));
  const page = await writeReport(document);
  json(document);
  for (const line of reportLines(document)) say(line);
  say(`${page} shows it as a page.`);
  return 0;
}

async function ablate(
  out: string,
  design: Design,
  begun: string | undefined,
  invocation: Invocation,
): Promise<ExitCode> {
  const { say, signal, values } = invocation;
  const retry = values['retry'] === true;
  const left = (await standingsOf(out, design)).filter(
    ({ state }) => state !== 'finished' && (retry || state !== 'failed'),
  );
  const runsOfCells = Map.groupBy(left, ({ run }) => run.cell.config);
  const [first, ...others] = [...runsOfCells].map(([config, { length }]) => ({ config, runs: length }));
  if (first !== undefined) await checkAblation([first, ...others], out, say);
  await writeAblation(out, design, begun);
  const end = await conductAblation({
    out,
    design,
    retry,
    versions: programVersions(),
    openSandbox,
    showProgress: () => showProgress({ stream: process.stderr }),
    say,
    signal,
  });
  if (end === 'stopped') {
    say('Stopped; the same command goes on from here.');
    return 130;
  }
  const code = await report(out, design, invocation);
  return end === 'failed' ? 1 : code;
}
