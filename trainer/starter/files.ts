/** The data files: one for each split, a JSON row a line, compressed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { badStarterFile } from '../errors/starter.ts';
import { splitNames, type SplitName } from './plan.ts';
import { splitOf, starterRowSchema, type StarterSet, type StarterSplit } from './set.ts';

function fileOf(directory: string, split: SplitName): string {
  return join(directory, `${split}.jsonl.gz`);
}

/** Writes a file for each split into `directory`, making it if needed, and returns their sizes in bytes. */
export async function writeStarter(set: StarterSet, directory: string): Promise<Record<SplitName, number>> {
  await mkdir(directory, { recursive: true });
  const sizes = await Promise.all(
    splitNames.map(async (split) => {
      const lines = set[split].rows.map((row) => `${JSON.stringify(row)}\n`);
      const bytes = gzipSync(lines.join(''), { level: 9 });
      await writeFile(fileOf(directory, split), bytes);
      return [split, bytes.length] as const;
    }),
  );
  return Object.fromEntries(sizes) as Record<SplitName, number>;
}

/** Reads one split of what `writeStarter` wrote. */
export async function readSplit(directory: string, split: SplitName): Promise<StarterSplit> {
  const file = fileOf(directory, split);
  try {
    const lines = gunzipSync(await readFile(file))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    return splitOf(lines.map((line) => starterRowSchema.parse(JSON.parse(line))));
  } catch (cause) {
    throw badStarterFile(file, cause);
  }
}
