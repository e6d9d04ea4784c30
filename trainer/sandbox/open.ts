/** Opens a sandbox: processes that execute programs, after it was tried that programs cannot leave them. */
import { boundaryMissing } from '../errors/sandbox.ts';
import { parallelism } from '../machine.ts';
import { loadAssets } from './assets.ts';
import { findDeno } from './deno.ts';
import { defaultImageFolder, readImage, writeImage } from './image.ts';
import { Pool } from './pool.ts';
import { probe } from './probe.ts';
import type { Job, JobOutcome, Sandbox, SandboxLevel } from './types.ts';

export interface SandboxOptions {
  /** Programs that run at once, each in a process of its own; as many as the machine has cores unless given. */
  readonly workers?: number;
  /** Another Deno than the installed one. */
  readonly denoPath?: string;
  /** Where the image of a started Python interpreter is kept between runs; null keeps none. */
  readonly imageFolder?: string | null;
}

/** What tests and benches may know of a sandbox beyond its interface. */
export interface OpenSandbox extends Sandbox {
  /** Process ids of its processes. */
  readonly pids: readonly number[];
}

/**
 * Throws a TrainerError if Deno is missing, and if any action that must be denied to a program is not: then nothing
 * is executed.
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<OpenSandbox> {
  const sandbox = await openUnchecked(options);
  const { level, findings } = sandbox.level;
  if (level === 'strong') return sandbox;
  await sandbox[Symbol.asyncDispose]();
  const leaks = findings.filter(({ denied }) => !denied);
  throw boundaryMissing(leaks.map(({ action, detail }) => `${action}: ${detail}`));
}

async function openUnchecked(options: SandboxOptions): Promise<OpenSandbox> {
  const { workers = parallelism(), imageFolder = defaultImageFolder() } = options;
  const deno = findDeno(options.denoPath);
  const assets = await loadAssets();
  const kept = imageFolder === null ? null : await readImage(imageFolder, assets.imageKey);
  const pool = new Pool({ workers, deno, assets, image: kept });
  try {
    const level = await probe((job) => pool.run(job), deno);
    if (kept === null && imageFolder !== null && pool.image !== null) {
      await writeImage(imageFolder, assets.imageKey, pool.image);
    }
    return makeSandbox(pool, level, workers);
  } catch (error) {
    await pool[Symbol.asyncDispose]();
    throw error;
  }
}

function makeSandbox(pool: Pool, level: SandboxLevel, workers: number): OpenSandbox {
  return {
    level,
    workers,
    get pids() {
      return pool.pids;
    },
    run: (job: Job, { signal } = {}): Promise<JobOutcome> => pool.run(job, signal),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
