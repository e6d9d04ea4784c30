/** What `critique-coder model` says of models of the Hugging Face hub: its JSON documents, and its progress. */
import { z } from 'zod';

const bytes = z.int().min(0);
const commit = z.string().regex(/^[0-9a-f]{40}$/);

/** What a model may be used for, in the words of its page; null where it says nothing. */
export const licenseSchema = z.object({ name: z.string().nullable(), link: z.string().nullable() });
export type License = z.infer<typeof licenseSchema>;

/**
 * `open` to everyone; `auto`: the licence has to be accepted first; `manual`: and the owners have to agree; `unknown`
 * where only the cache was asked.
 */
export const gatedSchema = z.enum(['open', 'auto', 'manual', 'unknown']);
export type Gated = z.infer<typeof gatedSchema>;

const modelFileSchema = z.object({
  path: z.string(),
  bytes,
  /** Of the content: SHA-256 (64 digits) or the SHA-1 of git's blob (40 digits); null where only the cache was asked. */
  hash: z.string().nullable(),
  /** Bytes of it that are in the cache. */
  cached: bytes,
});
export type ModelFile = z.infer<typeof modelFileSchema>;

/** `model describe`, and what `model get` shows before it loads anything. */
export const modelDescriptionSchema = z.object({
  /** `owner/name`. */
  id: z.string(),
  /** As it was asked for. */
  revision: z.string(),
  /** What the revision means now. */
  commit,
  source: z.enum(['hub', 'cache']),
  /** The model's page, where its licence can be read and accepted. */
  page: z.string(),
  license: licenseSchema,
  gated: gatedSchema,
  /** The architecture, as `model_type` of the configuration names it. */
  modelType: z.string().nullable(),
  /** The files that training needs, and no others. */
  files: z.array(modelFileSchema),
  bytes,
  /** Bytes that are still to be loaded. */
  missingBytes: bytes,
  /** Room on the disk of the cache. */
  freeBytes: bytes,
  /** Where the model lies, or will. */
  folder: z.string(),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

/** `model get`: where the model lies now. */
export const modelReportSchema = z.object({
  id: z.string(),
  revision: z.string(),
  commit,
  folder: z.string(),
  bytes,
  /** Bytes that came over the network this time. */
  loadedBytes: bytes,
  license: licenseSchema,
});
export type ModelReport = z.infer<typeof modelReportSchema>;

/** `model list`: what the cache holds, by name. */
export const modelListSchema = z.object({
  cache: z.string(),
  models: z.array(
    z.object({
      id: z.string(),
      commit,
      /** Branches and tags that mean this commit, as far as the cache knows. */
      revisions: z.array(z.string()),
      folder: z.string(),
      bytes,
      /** Files that training needs and that are not there; empty for a model that can be trained from. */
      missing: z.array(z.string()),
    }),
  ),
});
export type ModelList = z.infer<typeof modelListSchema>;

export const modelProgressSchema = z.object({
  type: z.literal('progress'),
  /** The file that is being loaded. */
  file: z.string(),
  /** Of all files, with what was in the cache before. */
  doneBytes: bytes,
  totalBytes: bytes,
  /** Null until there is something to tell it from. */
  bytesPerSecond: z.number().min(0).nullable(),
  secondsLeft: z.number().min(0).nullable(),
});
export type ModelProgress = z.infer<typeof modelProgressSchema>;

/**
 * What a process that has started `model` with a channel for messages (as Node's `fork` opens one) is told on it,
 * because standard error is for people.
 */
export const modelMessageSchema = z.discriminatedUnion('type', [
  modelProgressSchema,
  /** Another process loads the same model; this one goes on when that one has ended. */
  z.object({ type: z.literal('waiting'), pid: z.int() }),
  /** Something failed that may pass; it is tried again after so many seconds. */
  z.object({ type: z.literal('retrying'), reason: z.string(), seconds: z.number().min(0) }),
  /** The command ends with this. */
  z.object({ type: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string() }),
]);
export type ModelMessage = z.infer<typeof modelMessageSchema>;
