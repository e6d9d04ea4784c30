/** What a run takes of the disk, and its steps of the time, told from its configuration. Pure. */
import { recomputes } from '../../engine/local/recompute.ts';
import { trainedSpecs } from '../../engine/local/shared-model.ts';
import type { EngineDemand } from '../../engine/local/estimate.ts';
import { parameterCount, parameterSpecs } from '../../model/parameters.ts';
import type { DecoderConfig } from '../../model/config.ts';
import type { RunConfig } from '../../protocol/config.ts';

const numberBytes = Float32Array.BYTES_PER_ELEMENT;

/**
 * Of the speed of large products, what training reaches, and decoding for each completion beside the others, until it
 * is as fast as training: measured, see docs/decisions/preflight.md.
 */
const shareOfProducts = { training: 0.3, ofRow: 0.1 / 8 };

/** Tokens of a prompt and of a completion at most: as configured, and no more than the model has positions for both. */
export function longestTexts({ context }: Pick<RunConfig, 'context'>, { maxPositions }: DecoderConfig) {
  const completionTokens = Math.min(context.second, maxPositions - 1);
  return {
    promptTokens: Math.min(context.maxPromptTokens, maxPositions - completionTokens),
    completionTokens,
  };
}

/** What the engine will be asked for at most: every prompt and completion as long as it may be. */
export function demandOf(config: RunConfig, decoder: DecoderConfig, threads: number): EngineDemand {
  const { engine, promptsPerStep, groupSize, validation } = config;
  return {
    config: decoder,
    adapters: config.adapters ?? null,
    basePrecision: config.adapters?.basePrecision ?? 'fp32',
    threads,
    microBatchTokens: engine.microBatchTokens,
    recompute: engine.recompute,
    prompts: promptsPerStep,
    groupSize,
    validated: validation.every > 0 ? validation.problems + validation.pairs : 0,
    ...longestTexts(config, decoder),
  };
}

/** What a configuration is trained for: one run, or one with each seed. */
export interface PlannedRuns {
  readonly config: RunConfig;
  readonly runs: number;
}

/**
 * Bytes of all checkpoints that are there in the end, of runs of one base that are trained one after another: of each run
 * those kept and the best, and once the one being written.
 */
export function checkpointsBytes(planned: readonly PlannedRuns[], decoder: DecoderConfig): number {
  const sizes = planned.map(({ config }) => checkpointBytes(config, decoder));
  const left = planned.map(
    ({ config, runs }, index) => runs * (config.checkpoint.keep + 1) * (sizes[index] ?? 0),
  );
  return left.reduce((sum, bytes) => sum + bytes, Math.max(0, ...sizes));
}

function checkpointBytes({ adapters = null }: RunConfig, decoder: DecoderConfig): number {
  const trained = parameterCount(trainedSpecs({ config: decoder, adapters }));
  // The weights and two moments.
  return 3 * trained * numberBytes;
}

/**
 * Seconds of a step whose prompts and completions are as long as they may be, by the usual count: two operations for
 * each weight and token on the way forward and four on the way back, half of these for a weight that is frozen.
 */
export function stepSeconds(demand: EngineDemand, productSpeed: number): number {
  const { config, adapters, prompts, groupSize, promptTokens, completionTokens } = demand;
  const weights = parameterCount(parameterSpecs(config));
  const completed = prompts * groupSize * completionTokens;
  const read = prompts * promptTokens;
  const isTwice = recomputes(demand, demand.microBatchTokens, demand.recompute);
  const training = (adapters === null ? 6 : 4) + (isTwice ? 2 : 0);
  const { training: ofTraining, ofRow } = shareOfProducts;
  const decoding = Math.min(ofTraining, ofRow * prompts * groupSize);
  const decoded = (2 * weights * completed) / decoding;
  return (decoded + ((training * completed + (training + 2) * read) * weights) / ofTraining) / productSpeed;
}
