import { join, resolve } from 'node:path';
import type { RunConfig } from '../protocol/config.ts';
import { runEventSchema } from '../protocol/events.ts';
import { listCheckpoints } from '../run/checkpoint.ts';
import { conductRun, exitCodeOf } from '../run/conduct.ts';
import { readRunConfig, runConfigOf, withPinnedBase } from '../run/configuration.ts';
import { loadRunData, type RunData } from '../run/crl/data.ts';
import { loadRecordedData } from '../run/crl/recorded-data.ts';
import { modelDirectory, mixOf, openCrlTraining } from '../run/crl/open.ts';
import { settled, settledHere } from '../run/crl/settle.ts';
import { createRun, openRun, type RunFolder } from '../run/folder.ts';
import { readJournal } from '../run/journal-reader.ts';
import { showProgress } from '../run/progress.ts';
import { lengthOf } from '../run/resume.ts';
import { planOf } from '../run/training.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import { starterSettings } from '../starter/settings.ts';
import { optional, optionalInteger, UsageError, type Command, type Invocation } from './command.ts';
import { checkTraining } from './preflight.ts';
import { exportRunCritic } from './run-critic.ts';
import { defaultRunsFolder } from './runs.ts';
import { programVersions } from './versions.ts';

export const trainCommand: Command = {
  name: 'train',
  summary: 'train a critic, or resume a run',
  usage:
    '[--config FILE] [--runs DIR] [--id NAME] [--seed N] [--steps N] [--resume RUN] [--from-step N] [--json]',
  help: [
    'Trains the base model on problems to solve and solutions to judge, then exports the best checkpoint as a critic',
    'into the run’s folder. Ctrl-C stops; a stopped or interrupted run is resumed from its newest checkpoint with --resume.',
    '',
    '  --config FILE   run configuration (critique-coder.json); what it does not say has its default. Without a file, the',
    '                  starter model on the starter set with settings of its own: other shares, rates and temperatures',
    `  --runs DIR      where runs live; "${defaultRunsFolder}" by default`,
    '  --id NAME       name of the new run; made from the time by default',
    '  --seed N        instead of the configuration’s seed',
    '  --steps N       instead of the configuration’s length; with --resume, extends the run to N steps',
    '  --resume RUN    continue the run in this folder',
    '  --from-step N   with --resume: go on from this checkpoint instead of the newest',
    '  --json          {run, state, step, best, critic}',
  ].join('\n'),
  options: {
    config: { type: 'string' },
    runs: { type: 'string' },
    id: { type: 'string' },
    seed: { type: 'string' },
    steps: { type: 'string' },
    resume: { type: 'string' },
    'from-step': { type: 'string' },
  },
  takesOperands: false,
  async run(invocation) {
    checkCombination(invocation);
    const fromStep = optionalInteger(invocation, 'from-step', 0);
    const asked = optionalInteger(invocation, 'steps', 1);
    const notes: string[] = [];
    const { folder, config, data } = await openOrCreate(invocation, (text) => {
      invocation.say(text);
      notes.push(text);
    });
    const length = (await lastLength(folder)) ?? (await stepsOf(config, data));
    if (asked !== undefined) await checkReach(folder, { asked, length, fromStep });
    const steps = asked ?? length;
    invocation.say(`Run ${folder.path}`);
    if (config.adapters) {
      const { rank, alpha, targets } = config.adapters;
      invocation.say(`Training adapters of rank ${rank} and alpha ${alpha} on ${targets.join(', ')}.`);
    }
    using progress = showProgress({ stream: process.stderr });
    let critic: string | null = null;
    const end = await conductRun({
      folder,
      plan: planOf(config, steps),
      prepare: (stopped, isRestored) => openCrlTraining(config, data, { signal: stopped, isRestored }),
      conclude: async (signal) => {
        critic = await exportRunCritic(folder, config, data, invocation.say, { signal });
      },
      observer: progress,
      notes,
      ...(fromStep === undefined ? {} : { fromStep }),
    });
    invocation.json({ run: folder.path, state: end.kind, step: end.step, best: end.best, critic });
    return exitCodeOf(end) === 0 ? 0 : 130;
  },
};

/** A run is resumed as it was created, so an option that would change it is refused rather than left unheard. */
function checkCombination(invocation: Invocation): void {
  const isGiven = (option: string): boolean => optional(invocation, option) !== undefined;
  if (!isGiven('resume')) {
    if (isGiven('from-step')) throw new UsageError('--from-step is for --resume');
    return;
  }
  const refused = ['config', 'runs', 'id', 'seed'].find(isGiven);
  if (refused !== undefined) throw new UsageError(`--${refused} is for a new run, not for --resume`);
}

interface Reach {
  readonly asked: number;
  /** Of the run before. */
  readonly length: number;
  readonly fromStep: number | undefined;
}

/** A run that is cut off where it is, or before, would train nothing and count as finished there. */
async function checkReach(folder: RunFolder, { asked, length, fromStep }: Reach): Promise<void> {
  const reached = fromStep ?? (await listCheckpoints(folder)).at(-1) ?? 0;
  if (asked > reached || (asked === reached && asked === length)) return;
  const place = fromStep === undefined ? `the run has reached step ${reached}` : `--from-step is ${fromStep}`;
  throw new UsageError(`--steps ${asked} leaves nothing to train: ${place}`);
}

/**
 * A new run from the options, or the one to be resumed with the configuration it was created with. `say` hears what it
 * will take.
 */
async function openOrCreate(
  invocation: Invocation,
  say: Invocation['say'],
): Promise<{ folder: RunFolder; config: RunConfig; data: RunData }> {
  const resumed = optional(invocation, 'resume');
  if (resumed !== undefined) {
    const { folder, record } = await openRun(resumed);
    const config = await withPinnedBase(record.config);
    await checkTraining(config, folder.path, say);
    return { folder, config, data: await loadRecordedData(record) };
  }
  const config = await settledHere(await settled(await withPinnedBase(await configurationOf(invocation))));
  const data = await loadRunData(config);
  const id = optional(invocation, 'id');
  const runs = resolve(optional(invocation, 'runs') ?? defaultRunsFolder);
  await checkTraining(config, runs, say);
  const { folder } = await createRun(runs, {
    config,
    versions: programVersions(),
    seeds: { run: config.seed },
    datasets: data.datasets,
    ...(id === undefined ? {} : { id }),
  });
  return { folder, config, data };
}

async function configurationOf(invocation: Invocation): Promise<RunConfig> {
  const file = optional(invocation, 'config');
  const config =
    file === undefined
      ? runConfigOf(starterSettings, 'the starter configuration')
      : await readRunConfig(file);
  const seed = optionalInteger(invocation, 'seed', 0) ?? config.seed;
  const steps = optionalInteger(invocation, 'steps', 1);
  const length = steps === undefined ? config.length : { steps };
  return runConfigOf({ ...config, seed, length }, file ?? join('the', 'options'));
}

/** Steps that the run had last: one that was extended and then stopped is to go on to where it was extended. */
const lastLength = async ({ events }: RunFolder): Promise<number | undefined> =>
  lengthOf((await readJournal(events, runEventSchema)).records);

/** Steps of the whole run: as configured, or as many as its epochs take. */
async function stepsOf(config: RunConfig, data: RunData): Promise<number> {
  if ('steps' in config.length) return config.length.steps;
  const { mix } = await mixOf(config, data.train, await Tokenizer.open(modelDirectory(config), config.chat));
  return Math.ceil(config.length.epochs * mix.stepsPerEpoch);
}
