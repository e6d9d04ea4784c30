/** Whether the files of a workspace have changed: that running its tests has not touched it is checked, not hoped. */
import { listEntries } from './listing.ts';

/** Of each file its size, its time of change and its kind, as one text. */
export type Fingerprint = ReadonlyMap<string, string>;

/** Of the files as they are now. Fails as `listEntries` does. */
export async function fingerprint(folder: string, { signal }: { signal: AbortSignal }): Promise<Fingerprint> {
  const entries = await listEntries(folder, signal);
  return new Map(entries.map(({ file, stats }) => [file, `${stats.mode} ${stats.size} ${stats.mtimeNs}`]));
}

/** Files that were changed, added or removed in between, sorted. */
export function changedFiles(before: Fingerprint, after: Fingerprint): string[] {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].filter((file) => before.get(file) !== after.get(file)).sort();
}
