/** What a run's folder holds, for those who decide about it. */
import { access, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { listCheckpoints } from '../../trainer/run/checkpoint.ts';
import { readBest, runFolder } from '../../trainer/run/folder.ts';

export interface RunContents {
  readonly steps: number;
  readonly checkpoints: number;
  readonly hasCritic: boolean;
  readonly bytes: number;
  /** What belongs to the run and lies beside its folder. */
  readonly outside: readonly string[];
}

export interface CheckpointChoice {
  readonly step: number;
  readonly isNewest: boolean;
  /** The validation score, where this is the best one. */
  readonly best: number | null;
}

/** Newest first. */
export async function checkpointsOf(folder: string): Promise<readonly CheckpointChoice[]> {
  const files = runFolder(folder);
  const [steps, best] = await Promise.all([listCheckpoints(files), readBest(files).catch(() => null)]);
  return steps.toReversed().map((step, index) => ({
    step,
    isNewest: index === 0,
    best: best?.step === step ? best.score : null,
  }));
}

export async function contentsOf(folder: string): Promise<RunContents> {
  const files = runFolder(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => sizeOf(join(entry.parentPath, entry.name))),
  );
  const starts = startFiles(dirname(folder), basename(folder)).folder;
  return {
    steps: (await readdir(files.samples).catch(() => [])).length,
    checkpoints: (await listCheckpoints(files)).length,
    hasCritic: await exists(files.critic),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    outside: (await exists(starts)) ? [starts] : [],
  };
}

/** The critic that a run has left, or null. */
export async function criticOf(folder: string): Promise<string | null> {
  const { critic } = runFolder(folder);
  return (await exists(join(critic, 'critic.json'))) ? critic : null;
}

/** Where a run's trainer was started from. Folders with a dot before their name are no runs. */
export interface StartFiles {
  readonly folder: string;
  /** What the trainer says. */
  readonly output: string;
  /** The configuration, where no file of the user's was chosen. */
  readonly config: string;
}

export function startFiles(root: string, id: string): StartFiles {
  const folder = join(root, '.starts', id);
  return { folder, output: join(folder, 'output.log'), config: join(folder, 'critique-coder.json') };
}

// What vanishes while it is counted counts as nothing.
const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
