/** The starter's model before its first update, learned from a few rows so that it is made in a moment. */
import { loadStarter } from '../../trainer/starter/load.ts';
import type { StarterRow } from '../../trainer/starter/set.ts';
import { writeUntrained } from '../../trainer/starter/base/untrained.ts';
import { Tokenizer } from '../../trainer/model/tokenizer.ts';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** So many rows of the training split, of families from all over it. */
export async function starterRows(count: number): Promise<readonly StarterRow[]> {
  const { rows } = (await loadStarter()).train;
  const stride = Math.floor(rows.length / count);
  return rows.filter((_, index) => index % stride === 0).slice(0, count);
}

/** A folder with random weights and a vocabulary learned from `rows`, removed when it is disposed of. */
export async function untrainedModel(rows: readonly StarterRow[], seed = 1): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  await writeUntrained(folder.path, rows, seed);
  return folder;
}

/** The starter's tokenizer, its vocabulary learned from 40 rows. */
export async function starterTokenizer(): Promise<Tokenizer> {
  await using folder = await untrainedModel(await starterRows(40));
  return await Tokenizer.open(folder.path);
}
