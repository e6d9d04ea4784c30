/** Measures the base on held-out data, trains, and measures the best checkpoint on the same data. */
import { Tokenizer } from '../model/tokenizer.ts';
import type { RunConfig } from '../protocol/config.ts';
import { hashSeed } from '../random.ts';
import { weightsFolder } from '../run/checkpoint.ts';
import { conductRun } from '../run/conduct.ts';
import type { RunData, Side } from '../run/crl/data.ts';
import type { Measurement } from '../run/crl/measure.ts';
import { openMeter } from '../run/crl/meter.ts';
import { drawPrompts, modelDirectory, openCrlTraining, promptLimit } from '../run/crl/open.ts';
import type { CrlPrompt } from '../run/crl/prompts.ts';
import type { RunFolder } from '../run/folder.ts';
import type { Progress } from '../run/progress.ts';
import { planOf, type RunEnd } from '../run/training.ts';
import { openSandbox } from '../sandbox/open.ts';
import { loadStarterSplit } from '../starter/load.ts';

/** Each measured at the temperature of validation and greedily. */
export interface HeldOutFigures {
  readonly sampled: Measurement;
  readonly greedy: Measurement;
  readonly newFamilies: Measurement;
  readonly newFamiliesGreedy: Measurement;
}

export interface BeforeAfter {
  readonly before: HeldOutFigures;
  readonly after: HeldOutFigures;
  readonly end: RunEnd;
}

export interface HeldOutCounts {
  readonly problems: number;
  readonly pairs: number;
}

export interface BeforeAfterInput {
  readonly folder: RunFolder;
  readonly config: RunConfig;
  /** `heldOut` are unseen problems of trained families; the starter's new families are measured apart. */
  readonly data: RunData;
  readonly counts: HeldOutCounts;
  readonly steps: number;
  readonly observer: Progress;
  /** Ends the measuring; the training hears of Ctrl-C itself. */
  readonly signal?: AbortSignal;
}

/** Null where the training was stopped. Rejects with the signal's reason when that is aborted while something is measured. */
export async function trainAndMeasure(input: BeforeAfterInput): Promise<BeforeAfter | null> {
  const { folder, config, data, counts, steps, observer, signal } = input;
  const tokenizer = await Tokenizer.open(modelDirectory(config), config.chat);
  const newFamilies: Side = await loadStarterSplit('held-out-new-families');
  const limits = { ...counts, maxPromptTokens: await promptLimit(config) };
  const sets = {
    same: drawPrompts(data.heldOut, tokenizer, limits, config.seed),
    new: drawPrompts(newFamilies, tokenizer, limits, config.seed),
  };
  const measureWeights = (weights?: string) => figuresOf({ config, tokenizer, sets, weights, signal });
  const before = await measureWeights();
  const end = await conductRun({
    folder,
    plan: planOf(config, steps),
    prepare: (stopped, isRestored) => openCrlTraining(config, data, { signal: stopped, isRestored }),
    observer,
  });
  if (end.kind === 'stopped') return null;
  const after = await measureWeights(weightsFolder(folder, end.best?.step ?? end.step));
  return { before, after, end };
}

interface Measuring {
  readonly config: RunConfig;
  readonly tokenizer: Tokenizer;
  readonly sets: { readonly same: readonly CrlPrompt[]; readonly new: readonly CrlPrompt[] };
  /** A checkpoint's folder; undefined is the base. */
  readonly weights: string | undefined;
  readonly signal: AbortSignal | undefined;
}

async function figuresOf({ config, tokenizer, sets, weights, signal }: Measuring): Promise<HeldOutFigures> {
  await using meter = await openMeter({ config, weights, tokenizer, openSandbox });
  const figures = (prompts: readonly CrlPrompt[], temperature: number) =>
    meter.measure({
      prompts,
      temperature,
      maxTokens: config.context.second,
      seed: hashSeed(config.seed, 'held-out'),
      ...(signal && { signal }),
    });
  return {
    sampled: await figures(sets.same, config.validation.temperature),
    greedy: await figures(sets.same, 0),
    newFamilies: await figures(sets.new, config.validation.temperature),
    newFamiliesGreedy: await figures(sets.new, 0),
  };
}
