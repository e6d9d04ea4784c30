/** Brings a model that has been described into the cache, file by file, and goes on where it was left. */
import { join } from 'node:path';
import { freeBytes } from '../disk.ts';
import { noRoom, offline } from '../errors/hub.ts';
import { configFile } from '../model/files.ts';
import type { ModelDescription, ModelFile, ModelProgress, ModelReport } from '../protocol/hub.ts';
import type { ModelId } from '../protocol/model-id.ts';
import type { Asking, Hub } from './hub.ts';
import { placesOf, type ModelPlaces } from './layout.ts';
import type { HubFile } from './listing.ts';
import { lockModel, type Waiting } from './lock.ts';
import { Meter } from './meter.ts';
import { cachedPart, makeFolders, placeBlob, writeRef } from './place.ts';
import { checkConfigFile } from './supported.ts';
import { loadBlob } from './transfer.ts';

export interface Getting extends Asking, Waiting {
  readonly onProgress: (progress: ModelProgress) => void;
}

/** Room that is left on the disk for everything else. */
const RESERVE = 64 * 2 ** 20;

/** Throws an error of `errors/hub.ts`; rejects with the signal's reason when that is aborted. */
export async function getModel(
  hub: Hub,
  model: ModelId,
  description: ModelDescription,
  getting: Getting,
): Promise<ModelReport> {
  const { id, revision, commit, folder, bytes, license } = description;
  const report = { id, revision, commit, folder, bytes, license };
  // Only what is whole is described from the cache.
  if (description.source === 'cache') return { ...report, loadedBytes: 0 };
  if (hub.offline) throw offline(id, hub.cache);
  const places = placesOf(hub.cache, model);
  const files = configFirst(description.files);
  await makeFolders(hub, places, commit);
  await using held = new AsyncDisposableStack();
  held.use(await lockModel(places.lock, id, getting));
  await checkRoom(hub, places, commit, files);
  const meter = new Meter();
  const loads = new Loads(files, meter, getting.onProgress);
  for (const file of files) {
    getting.signal.throwIfAborted();
    const { kind } = await cachedPart(places, commit, file);
    if (kind === 'part') {
      const onBytes = (have: number, came: number): void => loads.have(file, have, came);
      await loadBlob({ hub, model, commit, file, onBytes, ...getting });
    } else loads.know(file, file.bytes);
    if (kind !== 'placed') await placeBlob(hub, places, { commit, file, isFresh: kind === 'part' });
    const isUnknown = description.modelType === null && file.path === configFile;
    if (isUnknown) await checkConfigFile(id, join(folder, configFile));
  }
  await writeRef(places, revision, commit);
  return { ...report, loadedBytes: meter.bytes };
}

/** What a model is says its config.json; where it cannot be computed with, nothing large is to have been loaded. */
function configFirst(described: readonly ModelFile[]): readonly (ModelFile & HubFile)[] {
  const files = described.filter((file): file is ModelFile & HubFile => file.hash !== null);
  return files.toSorted((a, b) => Number(b.path === configFile) - Number(a.path === configFile));
}

/** Another process may have loaded a part while this one waited, so what is missing is counted anew. */
async function checkRoom(
  { cache }: Hub,
  places: ModelPlaces,
  commit: string,
  files: readonly HubFile[],
): Promise<void> {
  let missing = 0;
  for (const file of files) missing += file.bytes - (await cachedPart(places, commit, file)).bytes;
  const free = await freeBytes(cache);
  if (missing > 0 && missing + RESERVE > free) throw noRoom(cache, missing, free);
}

/** The progress of all files together. */
class Loads {
  readonly #have: Map<string, number>;
  readonly #total: number;
  readonly #meter: Meter;
  readonly #tell: Getting['onProgress'];

  constructor(files: readonly ModelFile[], meter: Meter, tell: Getting['onProgress']) {
    this.#have = new Map(files.map(({ path, cached }) => [path, cached]));
    this.#total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    this.#meter = meter;
    this.#tell = tell;
  }

  /** Of a file there are so many bytes. */
  know({ path }: HubFile, bytes: number): void {
    this.#have.set(path, bytes);
  }

  /** Of a file there are so many bytes, of which some have just come. */
  have(file: HubFile, bytes: number, came: number): void {
    this.#meter.came(came);
    this.know(file, bytes);
    const doneBytes = [...this.#have.values()].reduce((sum, each) => sum + each, 0);
    this.#tell({
      type: 'progress',
      file: file.path,
      doneBytes,
      totalBytes: this.#total,
      bytesPerSecond: this.#meter.bytesPerSecond,
      secondsLeft: this.#meter.secondsFor(this.#total - doneBytes),
    });
  }
}
