/** What a model is, how large, under which licence and for whom: all that is to be known before anything big is loaded. */
import { freeBytes } from '../disk.ts';
import { TrainerError } from '../errors/error.ts';
import { offline } from '../errors/hub.ts';
import type { ModelDescription, ModelFile } from '../protocol/hub.ts';
import { modelIdText, repositoryOf, type ModelId } from '../protocol/model-id.ts';
import { cachedCommit, filesIn, missingFrom, snapshotFolder } from './cached.ts';
import type { Asking, Hub } from './hub.ts';
import { placesOf } from './layout.ts';
import { listModel } from './listing.ts';
import { cachedPart } from './place.ts';
import { pageOf } from './refusal.ts';

/**
 * Asks the hub. A model that is whole in the cache is described from there when the hub must not be asked or cannot be
 * reached. Throws an error of `errors/hub.ts`.
 */
export async function describeModel(hub: Hub, model: ModelId, asking: Asking): Promise<ModelDescription> {
  if (hub.offline) {
    const cached = await describeCached(hub, model);
    if (cached === undefined) throw offline(modelIdText(model), hub.cache);
    return cached;
  }
  try {
    return await describeListed(hub, model, asking);
  } catch (cause) {
    const isUnreachable = cause instanceof TrainerError && cause.code === 'hub.unreachable';
    const cached = isUnreachable ? await describeCached(hub, model) : undefined;
    if (cached === undefined) throw cause;
    return cached;
  }
}

async function describeListed(hub: Hub, model: ModelId, asking: Asking): Promise<ModelDescription> {
  const { commit, license, gated, modelType, files: listed } = await listModel(hub, model, asking);
  const places = placesOf(hub.cache, model);
  const files: ModelFile[] = [];
  for (const file of listed) {
    files.push({ ...file, cached: (await cachedPart(places, commit, file)).bytes });
  }
  return { ...(await common(hub, model, commit, files)), source: 'hub', license, gated, modelType };
}

async function describeCached(hub: Hub, model: ModelId): Promise<ModelDescription | undefined> {
  const commit = await cachedCommit(hub.cache, model);
  if (commit === undefined) return undefined;
  const folder = snapshotFolder(hub.cache, model, commit);
  if ((await missingFrom(folder)).length > 0) return undefined;
  const files = (await filesIn(folder)).map((file): ModelFile => ({
    ...file,
    hash: null,
    cached: file.bytes,
  }));
  const license = { name: null, link: null };
  return {
    ...(await common(hub, model, commit, files)),
    source: 'cache',
    license,
    gated: 'unknown',
    modelType: null,
  };
}

async function common(hub: Hub, model: ModelId, commit: string, files: ModelFile[]) {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return {
    id: repositoryOf(model),
    revision: model.revision,
    commit,
    page: pageOf(hub, model),
    files,
    bytes,
    missingBytes: bytes - files.reduce((sum, { cached }) => sum + cached, 0),
    freeBytes: await freeBytes(hub.cache),
    folder: snapshotFolder(hub.cache, model, commit),
  };
}
