/**
 * Makes a run folder consistent with the checkpoint it is resumed from: whatever lies beyond that step is moved to
 * `set-aside/<time>/`, and nothing is deleted. Repeating it after a crash does no harm.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';
import { fileFailed, systemCode } from '../errors/run.ts';
import { checkpointFolder, listCheckpoints } from './checkpoint.ts';
import { syncDirectory, UNFINISHED, writeSynced } from './files.ts';
import type { RunFolder } from './folder.ts';
import { newRunId, stepName, stepOfName } from './folder.ts';
import type { JournalProblem, Line } from './journal-reader.ts';
import { parseLine, wholeLines } from './journal-reader.ts';

export interface SetAside {
  /** Relative to the run folder; null when nothing had to be moved. */
  readonly folder: string | null;
  /** Corrupt lines among those that stay. */
  readonly problems: readonly JournalProblem[];
}

/** Moves journal lines, samples and checkpoints beyond `step`; −1 moves all. Only the lock's holder may call it. */
export async function setAsideBeyond(folder: RunFolder, step: number): Promise<SetAside> {
  const destination = join(folder.setAside, newRunId(new Date()));
  const checkpoints = await stepsBeyond(listCheckpoints(folder), step);
  for (const beyond of checkpoints) {
    await move(checkpointFolder(folder, beyond), join(destination, 'checkpoints', stepName(beyond)));
  }
  const names = await readdir(folder.samples).catch(() => []);
  const samples = names.filter((name) => (stepOfName(basename(name, '.jsonl')) ?? -1) > step);
  for (const name of samples) await move(join(folder.samples, name), join(destination, 'samples', name));
  const journals = [
    await cutJournal(folder.metrics, step, destination),
    await cutJournal(folder.events, step, destination),
  ];
  const moved = checkpoints.length + samples.length > 0 || journals.some((journal) => journal.moved);
  return {
    folder: moved ? relative(folder.path, destination) : null,
    problems: journals.flatMap((journal) => journal.problems),
  };
}

const stepsBeyond = async (steps: Promise<number[]>, step: number): Promise<number[]> =>
  (await steps).filter((candidate) => candidate > step);

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(join(to, '..'), { recursive: true });
    await rename(from, to);
  } catch (cause) {
    throw fileFailed('Setting aside', from, cause);
  }
}

const stepped = z.object({ step: z.number() });

/**
 * Keeps a journal up to its last line of a step up to `step`. The rest, a torn last line included, goes to a file of
 * the same name in `destination`. Corrupt lines in between stay where they are and are reported.
 */
async function cutJournal(
  path: string,
  step: number,
  destination: string,
): Promise<{ moved: boolean; problems: JournalProblem[] }> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return Buffer.alloc(0);
    throw fileFailed('Reading', path, cause);
  });
  const lines = wholeLines(bytes);
  const steps = lines.map(stepOfLine);
  const kept = lines.slice(0, steps.findLastIndex((found) => typeof found === 'number' && found <= step) + 1);
  const end = kept.at(-1)?.end ?? 0;
  if (end < bytes.length) {
    const temporary = `${path}${UNFINISHED}cut`;
    try {
      await mkdir(destination, { recursive: true });
      await writeSynced(join(destination, basename(path)), bytes.subarray(end));
      await writeSynced(temporary, bytes.subarray(0, end));
      // A new file, not a shorter one: those who follow the journal see that it was replaced.
      await rename(temporary, path);
      await syncDirectory(join(path, '..'));
    } catch (cause) {
      throw fileFailed('Setting aside lines of', path, cause);
    }
  }
  const problems = kept.flatMap((_, index) => {
    const found = steps[index];
    return typeof found === 'string' ? [{ file: path, line: index + 1, reason: found }] : [];
  });
  return { moved: end < bytes.length, problems };
}

/** The step of a line, or why it has none. */
function stepOfLine(line: Line): number | string {
  const document = parseLine(line);
  if (!document.ok) return document.reason;
  const parsed = stepped.safeParse(document.value);
  return parsed.success ? parsed.data.step : 'it has no step';
}
