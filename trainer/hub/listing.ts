/** What the hub says of a model at a revision: its files with hash and size, its licence, and who may load it. */
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { badHubAnswer, unsafeName } from '../errors/hub.ts';
import { persist } from '../net/persist.ts';
import type { Gated, License } from '../protocol/hub.ts';
import { repositoryOf, type ModelId } from '../protocol/model-id.ts';
import { ask } from './ask.ts';
import { chosenFiles } from './choose.ts';
import { persistence, type Asking, type Hub } from './hub.ts';
import { refusalOf } from './refusal.ts';

/** A file as the hub announces it. */
export interface HubFile {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of a large file, or the SHA-1 of git's blob; the name of the blob in the cache. */
  readonly hash: string;
}

export interface Listing {
  readonly commit: string;
  readonly license: License;
  readonly gated: Gated;
  readonly modelType: string | null;
  readonly files: readonly HubFile[];
}

const hash = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);
const bytes = z.int().min(0);

const fileSchema = z.object({
  rfilename: z.string(),
  size: bytes.nullish(),
  blobId: hash.nullish(),
  lfs: z.object({ sha256: hash, size: bytes }).nullish(),
});
type ListedFile = z.infer<typeof fileSchema>;

/** Somebody's words for a terminal: without what could steer it, and not endlessly. */
const words = z.string().transform((text) => text.replaceAll(/\p{Cc}/gu, ' ').slice(0, 200));

const modelSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  gated: z.union([z.boolean(), z.enum(['auto', 'manual'])]).default(false),
  tags: z.array(words).default([]),
  cardData: z
    .object({
      license: z.union([words, z.array(words)]).nullish(),
      license_name: words.nullish(),
      license_link: words.nullish(),
    })
    .nullish(),
  config: z.object({ model_type: words.nullish() }).nullish(),
  siblings: z.array(fileSchema),
});

/** Lists the files that training needs. Throws an error of `errors/hub.ts`. */
export async function listModel(hub: Hub, model: ModelId, asking: Asking): Promise<Listing> {
  const [id, revision] = [repositoryOf(model), encodeURIComponent(model.revision)];
  const address = `${hub.endpoint}/api/models/${id}/revision/${revision}`;
  const answer = await persist(persistence(hub, address, asking), async () => {
    const { body, ...reply } = await ask(hub, `${address}?blobs=true`, { signal: asking.signal });
    const whole = await text(body);
    if (reply.status !== 200) throw refusalOf(hub, model, { body, ...reply });
    return whole;
  });
  const found = parseModel(answer, address);
  for (const { rfilename } of found.siblings) checkName(id, rfilename);
  const chosen = chosenFiles(found.siblings, ({ rfilename }) => rfilename, {
    id,
    page: `${hub.endpoint}/${id}`,
  });
  const files: HubFile[] = [];
  for (const file of chosen)
    files.push(announced(file) ?? (await askFor(hub, model, found.sha, file, asking)));
  return {
    commit: found.sha,
    license: licenseOf(found),
    gated: found.gated === false ? 'open' : found.gated === true ? 'manual' : found.gated,
    modelType: found.config?.model_type ?? null,
    files,
  };
}

function parseModel(answer: string, address: string): z.infer<typeof modelSchema> {
  let document: unknown;
  try {
    document = JSON.parse(answer);
  } catch {
    throw badHubAnswer(address, 'what it sends is no JSON document');
  }
  const parsed = modelSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badHubAnswer(address, `${issue?.path.join('.')}: ${issue?.message}`);
}

/** What is chosen has a plain name; but who lists a way out of the folder is not to be trusted with the rest either. */
function checkName(id: string, name: string): void {
  const isUnsafe = /^[/\\]|^[A-Za-z]:[/\\]|\0/.test(name) || name.split(/[/\\]/).includes('..');
  if (isUnsafe) throw unsafeName(id, name);
}

function licenseOf({ cardData, tags }: z.infer<typeof modelSchema>): License {
  const listed = [cardData?.license ?? []].flat().join(', ');
  const tagged = tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length);
  const name = cardData?.license_name ?? (listed === '' ? tagged : listed);
  return { name: name ?? null, link: cardData?.license_link ?? null };
}

function announced({ rfilename, size, blobId, lfs }: ListedFile): HubFile | undefined {
  if (lfs !== undefined && lfs !== null) return { path: rfilename, bytes: lfs.size, hash: lfs.sha256 };
  if (typeof size !== 'number' || typeof blobId !== 'string') return undefined;
  return { path: rfilename, bytes: size, hash: blobId };
}

/** Mirrors may list names only; each file is then asked for by itself. */
async function askFor(
  hub: Hub,
  model: ModelId,
  commit: string,
  { rfilename: path }: ListedFile,
  asking: Asking,
): Promise<HubFile> {
  const address = fileAddress(hub, model, commit, path);
  return persist(persistence(hub, address, asking), async () => {
    const answer = await ask(hub, address, { method: 'HEAD', staysHome: true, signal: asking.signal });
    answer.body.destroy();
    if (answer.status >= 400) throw refusalOf(hub, model, answer);
    const found = z.object({ hash, bytes }).safeParse(answer.announced);
    if (!found.success) throw badHubAnswer(address, 'it announces neither hash nor size');
    return { path, ...found.data };
  });
}

export function fileAddress({ endpoint }: Hub, model: ModelId, commit: string, path: string): string {
  const parts = path.split('/').map(encodeURIComponent).join('/');
  return `${endpoint}/${repositoryOf(model)}/resolve/${commit}/${parts}`;
}
