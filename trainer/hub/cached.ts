/** What the cache holds, without asking the hub: what training starts from, and what `model list` lists. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { cacheFailed, incompleteModel, notCached } from '../errors/hub.ts';
import { systemCode } from '../errors/run.ts';
import { weightIndexFile, weightsFile } from '../model/files.ts';
import type { ModelList } from '../protocol/hub.ts';
import { isCommit, isRevision, modelIdText, repositoryOf, type ModelId } from '../protocol/model-id.ts';
import { neededFiles } from './choose.ts';
import { modelOfFolder, placesOf, refOf, snapshotOf, type ModelPlaces } from './layout.ts';
import { sizeOf } from './place.ts';

/** The folder in which a commit of a model lies when it is in the cache. */
export const snapshotFolder = (cache: string, model: ModelId, commit: string): string =>
  snapshotOf(placesOf(cache, model), commit);

/** The commit that a revision of a model meant when it was last asked for; undefined where the cache does not know. */
export async function cachedCommit(cache: string, model: ModelId): Promise<string | undefined> {
  if (isCommit(model.revision)) return model.revision;
  const text = await readFile(refOf(placesOf(cache, model), model.revision), 'utf8').catch(() => '');
  return isCommit(text.trim()) ? text.trim() : undefined;
}

export interface CachedModel {
  readonly commit: string;
  readonly folder: string;
}

/** A model to train from. Throws `hub.not-cached` or `hub.incomplete`. */
export async function findModel(cache: string, model: ModelId): Promise<CachedModel> {
  const commit = await cachedCommit(cache, model);
  const folder = commit === undefined ? undefined : snapshotFolder(cache, model, commit);
  if (commit === undefined || folder === undefined || (await filesIn(folder)).length === 0) {
    throw notCached(modelIdText(model), cache);
  }
  const missing = await missingFrom(folder);
  if (missing.length > 0) throw incompleteModel(modelIdText(model), folder, missing);
  return { commit, folder };
}

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Files that training needs and that a snapshot has not. */
export async function missingFrom(folder: string): Promise<string[]> {
  const absent = async (names: Iterable<string>): Promise<string[]> => {
    const found: string[] = [];
    for (const name of names) if ((await sizeOf(join(folder, name))) === undefined) found.push(name);
    return found;
  };
  const needed = await absent(neededFiles);
  if ((await sizeOf(join(folder, weightsFile))) !== undefined) return needed;
  const index = await readFile(join(folder, weightIndexFile), 'utf8').catch(() => '');
  try {
    const { weight_map: parts } = indexSchema.parse(JSON.parse(index));
    return [...needed, ...(await absent(new Set(Object.values(parts))))];
  } catch {
    return [...needed, weightsFile];
  }
}

export interface CachedFile {
  /** With `/`. */
  readonly path: string;
  readonly bytes: number;
}

/** The files of a snapshot that are whole, in the order of their names; none where there is no snapshot. */
export async function filesIn(folder: string): Promise<readonly CachedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: CachedFile[] = [];
  for (const { parentPath, name } of entries) {
    const path = join(parentPath, name);
    const bytes = await sizeOf(path);
    if (bytes !== undefined) files.push({ path: relative(folder, path).split(sep).join('/'), bytes });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Every model of a cache, by name. */
export async function listCache(cache: string): Promise<ModelList> {
  const models: ModelList['models'] = [];
  for (const name of (await namesIn(cache)).sort()) {
    const model = modelOfFolder(name);
    if (model === undefined) continue;
    const places = placesOf(cache, model);
    const refs = await refsOf(places);
    for (const commit of (await namesIn(places.snapshots)).filter(isCommit).sort()) {
      const folder = snapshotOf(places, commit);
      const files = await filesIn(folder);
      if (files.length === 0) continue;
      models.push({
        id: repositoryOf(model),
        commit,
        revisions: refs.filter((ref) => ref.commit === commit).map(({ revision }) => revision),
        folder,
        bytes: files.reduce((sum, file) => sum + file.bytes, 0),
        missing: await missingFrom(folder),
      });
    }
  }
  return { cache, models };
}

async function refsOf({ refs }: ModelPlaces): Promise<readonly { revision: string; commit: string }[]> {
  const found: { revision: string; commit: string }[] = [];
  for (const { path } of await filesIn(refs)) {
    const commit = (await readFile(join(refs, path), 'utf8').catch(() => '')).trim();
    if (isRevision(path) && isCommit(commit)) found.push({ revision: path, commit });
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return [];
    throw cacheFailed('Reading', folder, cause);
  }
}
