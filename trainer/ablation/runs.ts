/** The runs of an ablation, each an ordinary run in a folder of its own, and how far each of them is. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runDiffers } from '../errors/ablation.ts';
import { systemCode } from '../errors/run.ts';
import type { Design, HeldOutRecord, PlanReport } from '../protocol/ablation.ts';
import type { RunConfig } from '../protocol/config.ts';
import { openRun, runFolder, type RunFolder } from '../run/folder.ts';
import { settledAs } from '../run/crl/settle.ts';
import { summariseFolder, type RunSummary } from '../run/list.ts';
import { cellsOf, type Cell } from './grid.ts';
import { readHeldOut, runHeldOutFile } from './held-out.ts';

export interface GridRun {
  readonly id: string;
  readonly cell: Cell;
  readonly seed: number;
  readonly config: RunConfig;
  /** Of the whole run. */
  readonly steps: number;
  readonly folder: RunFolder;
}

export interface RunStanding {
  readonly run: GridRun;
  readonly state: PlanReport['runs'][number]['state'];
  readonly step: number;
  readonly best: RunSummary['best'];
  readonly problem: string | null;
  /** What was measured of its best checkpoint; null before that. */
  readonly heldOut: HeldOutRecord | null;
}

/** Seed after seed, so that an ablation that is stopped has every cell as often as every other, or once less. */
export function runsOf(out: string, design: Design): GridRun[] {
  const cells = cellsOf(design);
  return design.seeds.flatMap((seed) =>
    cells.map((cell) => {
      const id = `${cell.name}-seed${seed}`;
      const config = { ...cell.config, seed };
      const steps = 'steps' in config.length ? config.length.steps : 0;
      return { id, cell, seed, config, steps, folder: runFolder(join(out, id)) };
    }),
  );
}

/** Throws `ablation.run-differs` where another run stands in the run's place. */
export async function standingOf(run: GridRun): Promise<RunStanding> {
  const { folder } = run;
  if (!(await exists(folder.record))) {
    return { run, state: 'new', step: 0, best: null, problem: null, heldOut: null };
  }
  const { record } = await openRun(folder.path);
  const config = settledAs(run.config, record.config);
  if (!isDeepStrictEqual(record.config, config)) throw runDiffers(folder.path);
  const { state, step, best, problem } = await summariseFolder(folder.path);
  const heldOut = await readHeldOut(runHeldOutFile(folder));
  const isCurrent = heldOut?.step === (best?.step ?? step);
  return { run, state, step, best, problem, heldOut: state === 'finished' && isCurrent ? heldOut : null };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return false;
    throw cause;
  }
}
