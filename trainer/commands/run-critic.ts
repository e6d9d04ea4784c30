/** The critic of a finished run: its best checkpoint by validation, calibrated on the validation pairs. */
import { exportCritic } from '../critic/export.ts';
import { TrainerError } from '../errors/error.ts';
import { fileFailed, systemCode } from '../errors/run.ts';
import { hashContent } from '../hash.ts';
import { parallelism } from '../machine.ts';
import type { CriticRecord, Drift, Precision, PrecisionChoice } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import type { RunConfig } from '../protocol/config.ts';
import { createRandom, hashSeed } from '../random.ts';
import { listCheckpoints, soundWeights } from '../run/checkpoint.ts';
import type { RunData } from '../run/crl/data.ts';
import { modelDirectory } from '../run/crl/open.ts';
import { openRun, readBest, type RunFolder } from '../run/folder.ts';
import { withFolderBeside } from '../whole-folder.ts';
import { writeRunModel } from './run-model.ts';

/** Pairs that a critic is calibrated on, and measured on, at most: it writes a critique of each. */
const mostPairs = 400;

export interface CriticChoice {
  readonly directory?: string;
  readonly step?: number;
  /** Instead of what the configuration says. */
  readonly precision?: PrecisionChoice;
  readonly signal?: AbortSignal;
}

/**
 * Exports the best checkpoint, or the one of `step`, into `directory`. Returns the folder, or null, with the reason said, where
 * there are no validation pairs to calibrate it on or all of them are of one kind. Throws `run.checkpoint-missing`,
 * `run.checkpoint-corrupt`, and what `fileFailed` says of a disk that is full.
 */
export async function exportRunCritic(
  folder: RunFolder,
  config: RunConfig,
  data: RunData,
  say: (text: string) => void,
  choice: CriticChoice = {},
): Promise<string | null> {
  if (data.validation.pairs.length === 0) {
    say('No critic was exported: the run has no validation pairs to calibrate it on.');
    return null;
  }
  const step = choice.step ?? (await stepOf(folder, say));
  if (step === undefined) {
    say('No critic was exported: the run has no checkpoint yet.');
    return null;
  }
  const { directory = folder.critic, signal } = choice;
  try {
    const critic = await exportStep(folder, config, data, { ...choice, directory, step });
    say(`Critic ${directory}, from step ${step}${heldOutWords(critic)}`);
    if (critic.drift !== null) say(driftWords(critic.precision, critic.drift));
    return directory;
  } catch (cause) {
    // The run is trained all the same, and training it again would change nothing.
    if (cause instanceof TrainerError && cause.code === 'critic.one-class') {
      say(`No critic was exported: ${cause.message} ${cause.hint}`);
      return null;
    }
    // Only the file system's failures are told as such; a defect keeps its own stack.
    if (signal?.aborted === true || systemCode(cause) === undefined) throw cause;
    throw fileFailed('Exporting the critic', directory, cause);
  }
}

/** The best by validation, or the newest, which is said, where nothing was validated. */
async function stepOf(folder: RunFolder, say: (text: string) => void): Promise<number | undefined> {
  const best = await readBest(folder);
  if (best !== null) return best.step;
  const newest = (await listCheckpoints(folder)).at(-1);
  if (newest !== undefined)
    say(`Nothing was validated, so the critic is made of the newest checkpoint, step ${newest}.`);
  return newest;
}

type ChosenStep = CriticChoice & Required<Pick<CriticChoice, 'directory' | 'step'>>;

/** Makes a model of the checkpoint, beside the critic: it may be larger than a folder for temporary files. */
async function exportStep(
  folder: RunFolder,
  config: RunConfig,
  data: RunData,
  { directory, step, precision = config.critic.precision, signal }: ChosenStep,
): Promise<CriticRecord> {
  const weights = await soundWeights(folder, step);
  const { record } = await openRun(folder.path);
  const random = createRandom(hashSeed(config.seed, 'critic'));
  const drawn = (pairs: readonly Pair[]) => random.shuffle(pairs).slice(0, mostPairs);
  return withFolderBeside(directory, 'model', async (model) => {
    await writeRunModel(config, weights, model, signal);
    return exportCritic({
      model,
      directory,
      threads: parallelism(config.engine.threads),
      validation: drawn(data.validation.pairs),
      heldOut: drawn(data.heldOut.pairs),
      maxPromptTokens: config.context.maxPromptTokens,
      maxCritiqueTokens: config.context.second,
      critiques: { count: config.critic.critiques, temperature: config.critic.temperature },
      precision,
      chat: config.chat,
      base: { name: config.base, directory: modelDirectory(config) },
      training: { run: record.id, step, configSha256: hashContent(JSON.stringify(config)) },
      ...(signal && { signal }),
    });
  });
}

function heldOutWords({ heldOut }: CriticRecord): string {
  const accuracy = heldOut?.balancedAccuracy;
  const isKnown = accuracy !== null && accuracy !== undefined;
  return isKnown ? `, balanced accuracy on held-out pairs ${accuracy.toFixed(3)}` : '';
}

function driftWords(precision: Precision, { n, mean, max, flipped }: Drift): string {
  return (
    `Stored as ${precision}: against full precision, P(correct) of ${n} validation pairs differs by ` +
    `${mean.toFixed(4)} on average and by ${max.toFixed(4)} at most, and ${flipped} change sides`
  );
}
