/** Before a run or an export writes anything: what it will take of this machine, and whether that is there. */
import { dirname, join, resolve } from 'node:path';
import { exportBytes } from '../critic/size.ts';
import { freeBytes } from '../disk.ts';
import { estimateMemory, type EngineDemand } from '../engine/local/estimate.ts';
import { measureProductSpeed } from '../engine/local/product-speed.ts';
import { diskTooSmall, memoryTooSmall } from '../errors/preflight.ts';
import { machineMemory, parallelism } from '../machine.ts';
import { readDecoderConfig, type DecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import type { RunConfig } from '../protocol/config.ts';
import type { PrecisionChoice } from '../protocol/critic.ts';
import { duration } from '../protocol/duration.ts';
import { gibibytes } from '../protocol/size.ts';
import { checkpointsBytes, demandOf, stepSeconds, type PlannedRuns } from '../run/crl/cost.ts';
import { modelDirectory } from '../run/crl/open.ts';
import { providerOf } from '../run/crl/provider.ts';

/** The estimate may be wrong by so much, so memory is called too small only beyond it. */
const doubt = 1.15;

/** A run that may take longer than this is warned of. */
const longSeconds = 24 * 60 * 60;

type Say = (text: string) => void;

/**
 * Says what training will take of memory, disk and time. Throws `preflight.memory-too-small` and
 * `preflight.disk-too-small`; memory that only other programs have now is a warning, and so are days of training.
 */
export async function checkTraining(config: RunConfig, folder: string, say: Say): Promise<void> {
  const decoder = await decoderOf(config);
  const exported = exportBytes(decoder, config.critic.precision);
  const seconds = await checkRuns([{ config, runs: 1 }], decoder, { folder, exported, say });
  // What epochs come to is known once the data is tokenised.
  const steps = 'steps' in config.length ? config.length.steps : 1;
  if (steps * seconds > longSeconds) {
    say(
      `Warning: ${steps} such steps take ${duration(steps * seconds)}. Set length, promptsPerStep and groupSize lower, ` +
        'or stop when it has learned enough: a run can be resumed and extended.',
    );
  }
}

/**
 * The same for runs of an ablation, which share their base and are trained one after another: memory and time are those of
 * the cell that takes the most memory. No critics are made of them.
 */
export async function checkAblation(
  cells: readonly [PlannedRuns, ...PlannedRuns[]],
  folder: string,
  say: Say,
): Promise<void> {
  await checkRuns(cells, await decoderOf(cells[0].config), { folder, exported: 0, say });
}

/** Seconds of a step. */
async function checkRuns(
  planned: readonly PlannedRuns[],
  decoder: DecoderConfig,
  { folder, exported, say }: { readonly folder: string; readonly exported: number; readonly say: Say },
): Promise<number> {
  const demands = planned.map(({ config }) => needOf(config, decoder));
  const largest = demands.reduce((most, each) => (each.bytes > most.bytes ? each : most));
  const { physical, available } = machineMemory();
  const onDisk = checkpointsBytes(planned, decoder) + exported;
  const seconds = await secondsOf(largest);
  say(
    `Estimated: ${gibibytes(largest.bytes)} of memory, up to ${gibibytes(onDisk)} of disk in ${folder}, ` +
      `about ${duration(Math.ceil(seconds))} a step of the first phase where all texts are as long as they may be.`,
  );
  for (const line of await cautions(planned, decoder)) say(line);
  if (largest.bytes > physical * doubt) throw memoryTooSmall(largest.config.base, largest.bytes, physical);
  if (largest.bytes > available) {
    say(
      `Warning: ${gibibytes(available)} of memory are free now. Close other programs, set engine.recompute to "always" ` +
        'or lower engine.microBatchTokens, or the machine will swap.',
    );
  }
  await checkDisk('Training', folder, onDisk);
  return seconds;
}

interface Need {
  readonly config: RunConfig;
  readonly demand: EngineDemand;
  /** Of memory. */
  readonly bytes: number;
}

function needOf(config: RunConfig, decoder: DecoderConfig): Need {
  const demand = demandOf(config, decoder, parallelism(config.engine.threads));
  const own = estimateMemory(demand);
  // The reference of a divergence is a model of its own where there are no adapters to leave out.
  const second = config.loss.klCoef > 0 && demand.adapters === null ? own.weights + own.passes : 0;
  return { config, demand, bytes: own.total + second };
}

async function secondsOf({ config, demand }: Need): Promise<number> {
  const completionTokens = Math.min(config.context.first, demand.completionTokens);
  return stepSeconds({ ...demand, completionTokens }, await measureProductSpeed(demand.threads));
}

/** Where the estimate is not of what computes. */
async function cautions(planned: readonly PlannedRuns[], decoder: DecoderConfig): Promise<string[]> {
  const lines: string[] = [];
  if (planned.some(({ config }) => config.engine.executor === 'tensorflow')) {
    lines.push(
      'Memory and time are those of ONNX Runtime; what TensorFlow keeps in its own memory comes on top.',
    );
  }
  const providers = new Set<string>();
  for (const { config } of planned) providers.add(await providerOf(config, decoder));
  providers.delete('cpu');
  if (providers.size > 0) {
    lines.push(
      `Computed by ${[...providers].join(' and ')}. Memory and time are those of the processor; the card's own are not known before.`,
    );
  }
  return lines;
}

/** Throws `preflight.disk-too-small` where the export into `directory` would not find room. */
export async function checkExport(
  config: RunConfig,
  directory: string,
  precision: PrecisionChoice = config.critic.precision,
): Promise<void> {
  const needed = exportBytes(await decoderOf(config), precision);
  await checkDisk('Exporting the critic', dirname(directory), needed);
}

const decoderOf = (config: RunConfig): Promise<DecoderConfig> =>
  readDecoderConfig(join(modelDirectory(config), configFile));

async function checkDisk(what: string, folder: string, needed: number): Promise<void> {
  const free = await freeBytes(resolve(folder));
  if (needed > free) throw diskTooSmall(what, folder, needed, free);
}
