/** The critic of a finished run: its best checkpoint by validation, calibrated on the validation pairs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportCritic } from '../critic/export.ts';
import { TrainerError } from '../errors/error.ts';
import { hashContent } from '../hash.ts';
import { parallelism } from '../machine.ts';
import type { CriticRecord, Drift, Precision, PrecisionChoice } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import type { RunConfig } from '../protocol/config.ts';
import { createRandom, hashSeed } from '../random.ts';
import { weightsFolder } from '../run/checkpoint.ts';
import type { RunData } from '../run/crl/data.ts';
import { modelDirectory } from '../run/crl/open.ts';
import { openRun, readBest, type RunFolder } from '../run/folder.ts';
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
 * there are no validation pairs to calibrate it on or all of them are of one kind.
 */
export async function exportRunCritic(
  folder: RunFolder,
  config: RunConfig,
  data: RunData,
  say: (text: string) => void,
  { directory = folder.critic, step, precision = config.critic.precision, signal }: CriticChoice = {},
): Promise<string | null> {
  if (data.validation.pairs.length === 0) {
    say('No critic was exported: the run has no validation pairs to calibrate it on.');
    return null;
  }
  const chosen = step ?? (await readBest(folder))?.step;
  if (chosen === undefined) {
    say('No critic was exported: the run has no best checkpoint yet.');
    return null;
  }
  const { record } = await openRun(folder.path);
  const random = createRandom(hashSeed(config.seed, 'critic'));
  const drawn = (pairs: readonly Pair[]) => random.shuffle(pairs).slice(0, mostPairs);
  const model = await mkdtemp(join(tmpdir(), 'critique-coder-export-'));
  try {
    await writeRunModel(config, weightsFolder(folder, chosen), model, signal);
    const critic = await exportCritic({
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
      training: {
        run: record.id,
        step: chosen,
        configSha256: hashContent(JSON.stringify(config)),
      },
      ...(signal && { signal }),
    });
    say(`Critic ${directory}, from step ${chosen}${heldOutWords(critic)}`);
    if (critic.drift !== null) say(driftWords(critic.precision, critic.drift));
    return directory;
  } catch (cause) {
    // The run is trained all the same, and training it again would change nothing.
    if (!(cause instanceof TrainerError) || cause.code !== 'critic.one-class') throw cause;
    say(`No critic was exported: ${cause.message} ${cause.hint}`);
    return null;
  } finally {
    await rm(model, { recursive: true, force: true });
  }
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
