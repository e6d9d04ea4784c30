/** Where the pairs of a workspace are kept: with the extension, never among the user's sources. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `storage` is the extension's folder for this workspace. */
const pairsFolder = (storage: string): string => join(storage, 'pairs');

/** A name that says the folder and when, in UTC, so that by their ends names stand in the order of time. */
export function newPairsFile(storage: string, folderName: string, now: Date): string {
  const name = folderName.replaceAll(/[^\w.-]+/g, '-');
  const moment = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return join(pairsFolder(storage), `${name}-${moment}.jsonl`);
}

/** The oldest first. */
export async function pairsFiles(storage: string): Promise<string[]> {
  const names = await readdir(pairsFolder(storage)).catch((): string[] => []);
  const moment = (name: string): string => name.slice(-'2026-11-27T19-00-00.jsonl'.length);
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted((one, other) => (moment(one) < moment(other) ? -1 : 1))
    .map((name) => join(pairsFolder(storage), name));
}
