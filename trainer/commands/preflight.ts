/** Before a run or an export writes anything: what it will take of this machine, and whether that is there. */
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { exportDisk, type ExportDisk } from '../critic/size.ts';
import { freeBytes } from '../disk.ts';
import { estimateMemory } from '../engine/local/estimate.ts';
import { measureProductSpeed } from '../engine/local/product-speed.ts';
import { diskTooSmall, memoryTooSmall } from '../errors/preflight.ts';
import { machineMemory, parallelism } from '../machine.ts';
import { readDecoderConfig, type DecoderConfig } from '../model/config.ts';
import { configFile } from '../model/files.ts';
import type { RunConfig } from '../protocol/config.ts';
import type { PrecisionChoice } from '../protocol/critic.ts';
import { duration } from '../protocol/duration.ts';
import { gibibytes } from '../protocol/size.ts';
import { checkpointsBytes, demandOf, stepSeconds } from '../run/crl/cost.ts';
import { modelDirectory } from '../run/crl/open.ts';
import { providerOf } from '../run/crl/provider.ts';

/** The estimate may be wrong by so much, so memory is called too small only beyond it. */
const doubt = 1.15;

type Say = (text: string) => void;

/**
 * Says what training will take of memory, disk and time. Throws `preflight.memory-too-small` and
 * `preflight.disk-too-small`; memory that only other programs have now is a warning.
 */
export async function checkTraining(config: RunConfig, runs: string, say: Say): Promise<void> {
  const decoder = await decoderOf(config);
  const threads = parallelism(config.engine.threads);
  const demand = demandOf(config, decoder, threads);
  const own = estimateMemory(demand);
  // The reference of a divergence is a model of its own where there are no adapters to leave out.
  const second = config.loss.klCoef > 0 && demand.adapters === null ? own.weights + own.passes : 0;
  const needed = own.total + second;
  const { physical, available } = machineMemory();
  const written = exportDisk(decoder, config.critic.precision);
  const checkpoints = checkpointsBytes(config, decoder);
  const completionTokens = Math.min(config.context.first, demand.completionTokens);
  const seconds = stepSeconds({ ...demand, completionTokens }, await measureProductSpeed(threads));
  say(
    `Estimated: ${gibibytes(needed)} of memory, up to ${gibibytes(checkpoints + written.beside)} of disk in ${runs} ` +
      `and ${gibibytes(written.temporary)} for a while in ${tmpdir()}, about ${duration(Math.ceil(seconds))} a step ` +
      'of the first phase where all texts are as long as they may be.',
  );
  if (config.engine.executor === 'tensorflow') {
    say('Memory and time are those of ONNX Runtime; what TensorFlow keeps in its own memory comes on top.');
  }
  const provider = await providerOf(config, decoder);
  if (provider !== 'cpu') {
    say(
      `Computed by ${provider}. Memory and time are those of the processor; the card's own are not known before.`,
    );
  }
  if (needed > physical * doubt) throw memoryTooSmall(config.base, needed, physical);
  if (needed > available) {
    say(
      `Warning: ${gibibytes(available)} of memory are free now. Close other programs, set engine.recompute to "always" ` +
        'or lower engine.microBatchTokens, or the machine will swap.',
    );
  }
  await checkDisks('Training', runs, { ...written, beside: checkpoints + written.beside });
}

/** Throws `preflight.disk-too-small` where the export into `directory` would not find room. */
export async function checkExport(
  config: RunConfig,
  directory: string,
  precision: PrecisionChoice = config.critic.precision,
): Promise<void> {
  await checkDisks(
    'Exporting the critic',
    dirname(directory),
    exportDisk(await decoderOf(config), precision),
  );
}

const decoderOf = (config: RunConfig): Promise<DecoderConfig> =>
  readDecoderConfig(join(modelDirectory(config), configFile));

/** Temporary files may lie on the same disk as everything else. */
async function checkDisks(what: string, folder: string, { temporary, beside }: ExportDisk): Promise<void> {
  const isOne = (await deviceOf(folder)) === (await deviceOf(tmpdir()));
  const needs: readonly (readonly [string, number])[] = isOne
    ? [[folder, beside + temporary]]
    : [
        [folder, beside],
        [tmpdir(), temporary],
      ];
  for (const [place, needed] of needs) {
    const free = await freeBytes(resolve(place));
    if (needed > free) throw diskTooSmall(what, place, needed, free);
  }
}

/** Of the folder, or of the first above it that exists. */
async function deviceOf(folder: string): Promise<number> {
  const path = resolve(folder);
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined) return found.dev;
  return dirname(path) === path ? NaN : deviceOf(dirname(path));
}
