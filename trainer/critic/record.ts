/** Makes the record of a critic: calibrates it and measures it, by what the network says that it will be used with. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fitCalibration } from '../critique/calibration.ts';
import { driftOf } from '../critique/drift.ts';
import { evaluateCritic } from '../critique/evaluation.ts';
import { templateVersion } from '../critique/prompts.ts';
import { LocalEngine } from '../engine/local/engine.ts';
import { describeFiles } from '../hash.ts';
import { networkVersion } from '../model/cached-graph.ts';
import { hashWeights } from '../model/checkpoint-weights.ts';
import { readDecoderConfig } from '../model/config.ts';
import { configFile, copyDescription } from '../model/files.ts';
import { Tokenizer } from '../model/tokenizer.ts';
import type { Calibration, CriticRecord, Drift, Precision } from '../protocol/critic.ts';
import type { Pair } from '../protocol/data.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { ExportInput } from './export.ts';
import type { NetworkOptions } from './network.ts';
import { Opinions, type OpinionOptions } from './opinions.ts';
import { scoreSubjects } from './score.ts';
import { verdictTokens } from './verdict-tokens.ts';
import { writeNetwork } from './write-network.ts';

/** Validation pairs that the drift is measured on at most: the network at full precision is slow to ask where it matters. */
const mostDriftPairs = 100;

interface Scored {
  readonly subject: Pair;
  readonly logit: number;
}

/** The logits of the pairs that are short enough, in their order. */
type Ask = (pairs: readonly Pair[]) => Promise<readonly Scored[]>;

/** `directory` has the network already, stored in this precision, and everything else but the record. */
export async function makeRecord(
  input: ExportInput,
  directory: string,
  precision: Precision,
): Promise<CriticRecord> {
  const tokenizer = await Tokenizer.open(input.model, input.chat);
  // Its beginning and the verdict.
  const conclusionTokens = verdictTokens(tokenizer).prefix.length + 1;
  const { maxPositions } = await readDecoderConfig(join(input.model, configFile));
  const asked = optionsOf(input, maxPositions, conclusionTokens);
  await using opened = new AsyncDisposableStack();
  const ask =
    precision === 'fp32'
      ? await askEngine(opened, input, tokenizer, asked, conclusionTokens)
      : await askNetwork(opened, directory, input, asked);
  const validation = await ask(input.validation);
  const calibration = fitCalibration(validation.map(labelled));
  const heldOut = input.heldOut.length === 0 ? null : (await ask(input.heldOut)).map(labelled);
  await opened.disposeAsync();
  return {
    protocol: PROTOCOL_VERSION,
    createdAt: new Date().toISOString(),
    base: { name: input.base.name, sha256: await hashWeights(input.base.directory) },
    template: templateVersion,
    network: networkVersion,
    calibration,
    heldOut: heldOut === null ? null : evaluateCritic(heldOut, calibration),
    training: input.training,
    ...asked,
    precision,
    drift: precision === 'fp32' ? null : await measureDrift(input, directory, asked, validation, calibration),
    files: await describeFiles(directory),
  };
}

const labelled = ({ subject: { correct }, logit }: Scored) => ({ correct, logit });

/** By the engine, many at once: at full precision it says what the exported network says. */
async function askEngine(
  opened: AsyncDisposableStack,
  { model, threads, signal }: ExportInput,
  tokenizer: Tokenizer,
  asked: OpinionOptions,
  conclusionTokens: number,
): Promise<Ask> {
  // Both verdicts are scored behind one critique.
  const longest = asked.maxPromptTokens + asked.maxCritiqueTokens + conclusionTokens + 1;
  const microBatchTokens = Math.max(1024, longest);
  const engine = opened.use(await LocalEngine.open({ model, threads, microBatchTokens }));
  return (pairs) => scoreSubjects(engine, tokenizer, pairs, { ...asked, signal });
}

/** By the network in a folder, one after another, as the critic is asked later. */
async function askNetwork(
  opened: AsyncDisposableStack,
  directory: string,
  { threads, signal }: ExportInput,
  asked: OpinionOptions,
  options: NetworkOptions = {},
): Promise<Ask> {
  const opinions = opened.use(await Opinions.open(directory, asked, threads, options));
  return async (pairs) => {
    const scored: Scored[] = [];
    for (const subject of pairs) {
      const opinion = await opinions.opinion(subject, signal);
      if (opinion !== undefined) scored.push({ subject, logit: opinion.logit });
    }
    return scored;
  };
}

/** Writes the network at full precision beside the critic, asks it too, and deletes it. */
async function measureDrift(
  input: ExportInput,
  directory: string,
  asked: OpinionOptions,
  validation: readonly Scored[],
  calibration: Calibration,
): Promise<Drift | null> {
  const some = validation.slice(0, mostDriftPairs);
  const beside = `${directory}-full`;
  await mkdir(beside);
  try {
    await writeNetwork(input.model, beside, 'fp32', input.signal);
    await copyDescription(directory, beside);
    await using opened = new AsyncDisposableStack();
    // It may be larger than the memory, which is why the critic is stored in less.
    const ask = await askNetwork(opened, beside, input, asked, { inFile: true });
    const full = await ask(some.map(({ subject }) => subject));
    const pairs = some.map(({ logit }, index) => ({ stored: logit, full: full[index]?.logit ?? NaN }));
    return driftOf(pairs, calibration);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** A critique takes at most half of the positions that the network has, and leaves room for the conclusion. */
function optionsOf(input: ExportInput, maxPositions: number, conclusionTokens: number): OpinionOptions {
  const maxCritiqueTokens = Math.min(input.maxCritiqueTokens, Math.floor(maxPositions / 2));
  return {
    maxPromptTokens: Math.min(input.maxPromptTokens, maxPositions - maxCritiqueTokens - conclusionTokens),
    maxCritiqueTokens,
    critiques: input.critiques,
    chat: input.chat,
  };
}
