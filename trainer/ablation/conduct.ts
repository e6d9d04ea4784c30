/** Trains and measures what is left of an ablation, one run after the other. */
import { rmdir } from 'node:fs/promises';
import { reasonOf, TrainerError } from '../errors/error.ts';
import { systemCode } from '../errors/run.ts';
import type { Design } from '../protocol/ablation.ts';
import type { RunRecord } from '../protocol/run-folder.ts';
import { weightsFolder } from '../run/checkpoint.ts';
import { conductRun } from '../run/conduct.ts';
import { loadRunData, type RunData } from '../run/crl/data.ts';
import { loadRecordedData } from '../run/crl/recorded-data.ts';
import { openCrlTraining } from '../run/crl/open.ts';
import { settledHere } from '../run/crl/settle.ts';
import { createRun, openRun, type RunFolder } from '../run/folder.ts';
import type { Progress } from '../run/progress.ts';
import { planOf } from '../run/training.ts';
import type { OpenSandbox } from '../run/crl/meter.ts';
import { baseHeldOutFile, HeldOutMeter, readHeldOut, runHeldOutFile } from './held-out.ts';
import { runsOf, standingOf, type GridRun, type RunStanding } from './runs.ts';

export interface Conduct {
  readonly out: string;
  readonly design: Design;
  /** Tries failed runs again. */
  readonly retry: boolean;
  readonly versions: RunRecord['versions'];
  readonly openSandbox: OpenSandbox;
  /** Shows one run until it is disposed. */
  readonly showProgress: () => Progress;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** How an ablation ended: with every run trained and measured, with failed ones among them, or stopped on the way. */
export type AblationEnd = 'complete' | 'failed' | 'stopped';

/**
 * A run that is finished is not trained again, one that was interrupted goes on from its checkpoint, and one that has
 * failed is passed over, unless it is to be tried again. Throws `run.locked` while somebody else trains one of them.
 */
export async function conductAblation(conduct: Conduct): Promise<AblationEnd> {
  const { out, design, say, signal } = conduct;
  const meter = await HeldOutMeter.open(design, conduct.openSandbox, signal);
  if ((await readHeldOut(baseHeldOutFile(out))) === null) {
    say('Measuring the base on the held-out data');
    await meter.measure({ config: design.config, checkpoint: null }, baseHeldOutFile(out), signal);
  }
  const runs = runsOf(out, design);
  let failures = 0;
  for (const [index, run] of runs.entries()) {
    signal.throwIfAborted();
    const place = `${run.id}, run ${index + 1} of ${runs.length}`;
    const before = await standingOf(run);
    if (before.heldOut !== null) continue;
    const end = await finishRun(before, place, conduct);
    if (end === 'stopped') return 'stopped';
    if (end === 'failed') failures += 1;
    else await measureRun(run, place, meter, conduct);
  }
  return failures === 0 ? 'complete' : 'failed';
}

async function finishRun(
  { run, state, problem }: RunStanding,
  place: string,
  conduct: Conduct,
): Promise<'finished' | 'failed' | 'stopped'> {
  const { say, retry } = conduct;
  if (state === 'finished') return 'finished';
  if (state === 'failed' && !retry) {
    say(`${place}, failed before and is passed over: ${problem ?? 'it does not say why'}`);
    return 'failed';
  }
  say(`${place}${state === 'new' ? '' : `, goes on after it was ${state}`}`);
  try {
    return (await trainRun(run, state === 'new', conduct)).kind;
  } catch (cause) {
    // A failure that the run has written down is the run's; any other stops the ablation, as a full disk does.
    const isFull = cause instanceof TrainerError && cause.code === 'run.disk-full';
    if (isFull || (await standingOf(run)).state !== 'failed') throw cause;
    say(`${place}, failed: ${reasonOf(cause)}`);
    return 'failed';
  }
}

async function trainRun(run: GridRun, isNew: boolean, { out, versions, showProgress, signal }: Conduct) {
  const { folder, id, seed, steps } = run;
  let { config } = run;
  let data: RunData;
  if (isNew) {
    data = await loadRunData(config, { signal });
    config = await settledHere(config);
    await clearUnbegun(folder);
    await createRun(out, { id, config, versions, seeds: { run: seed }, datasets: data.datasets });
  } else {
    const { record } = await openRun(folder.path);
    data = await loadRecordedData(record, signal);
    config = record.config;
  }
  // From here on the run itself hears of Ctrl-C.
  signal.throwIfAborted();
  using progress = showProgress();
  return await conductRun({
    folder,
    plan: planOf(config, steps),
    prepare: (stopped, isRestored) => openCrlTraining(config, data, { signal: stopped, isRestored }),
    observer: progress,
  });
}

/** A run that was killed while it was created has empty folders and no record; anything else is left and refused. */
async function clearUnbegun(folder: RunFolder): Promise<void> {
  for (const path of [folder.samples, folder.checkpoints, folder.path]) {
    await rmdir(path).catch((cause: unknown) => {
      if (!['ENOENT', 'ENOTEMPTY'].includes(systemCode(cause) ?? '')) throw cause;
    });
  }
}

/** Measures the best checkpoint by validation, or the last one where nothing was validated. */
async function measureRun(run: GridRun, place: string, meter: HeldOutMeter, conduct: Conduct): Promise<void> {
  const { best, step: last } = await standingOf(run);
  const step = best?.step ?? last;
  conduct.say(`${place}, measuring step ${step} on the held-out data`);
  const checkpoint = { step, weights: weightsFolder(run.folder, step) };
  await meter.measure({ config: run.config, checkpoint }, runHeldOutFile(run.folder), conduct.signal);
}
