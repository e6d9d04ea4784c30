/** What can go wrong with models of the Hugging Face hub: asking for them, and keeping them in the cache. */
import type { ModelIdProblem } from '../protocol/model-id.ts';
import { size } from '../protocol/size.ts';
import { reasonOf, TrainerError } from './error.ts';
import { systemCode } from './run.ts';

const giveToken =
  'give a token of that account: in the environment variable HF_TOKEN, or in VS Code by “Set Hugging Face Token”';

const problems: Readonly<Record<ModelIdProblem, string>> = {
  form: 'it has not the form owner/name',
  name: 'owner and name have letters, digits, single dashes and dots, and underscores, and end in none of -.',
  revision: 'what follows the @ is no name of a branch, a tag or a commit',
};

export function badModelId(text: string, problem: ModelIdProblem): TrainerError {
  return new TrainerError(
    'hub.bad-id',
    `"${text}" cannot be a model of the hub: ${problems[problem]}.`,
    'Write it as its page does, such as Qwen/Qwen3-0.6B, or Qwen/Qwen3-0.6B@main for a revision.',
  );
}

export function badEndpoint(text: string): TrainerError {
  return new TrainerError(
    'hub.bad-endpoint',
    `The environment variable HF_ENDPOINT is "${text}", which is no web address.`,
    'Give it an address such as https://huggingface.co, or leave it out.',
  );
}

export function gatedModel(id: string, page: string, hasToken: boolean): TrainerError {
  return new TrainerError(
    'hub.gated',
    hasToken
      ? `The hub does not let the account of the given token load ${id}, because the model is gated.`
      : `The hub does not let anybody unknown load ${id}, because the model is gated.`,
    `Accept its licence at ${page}${hasToken ? ' with the account of the token' : `, then ${giveToken}`}.`,
  );
}

export function tokenRefused(endpoint: string): TrainerError {
  return new TrainerError(
    'hub.token-refused',
    `${endpoint} does not accept the given token.`,
    'It may have been revoked or cut off: make a new one in the settings of your account, or give none for a public model.',
  );
}

export function modelNotFound(id: string, page: string, hasToken: boolean): TrainerError {
  return new TrainerError(
    'hub.not-found',
    `There is no model ${id} at ${page}${hasToken ? ' that the given token may see' : ', or not for everybody'}.`,
    `Check how it is spelt. If it is private, ${giveToken}.`,
  );
}

export function revisionNotFound(id: string, revision: string, page: string): TrainerError {
  return new TrainerError(
    'hub.revision-not-found',
    `The model ${id} has no revision "${revision}".`,
    `Its branches and tags are listed at ${page}/tree/main.`,
  );
}

export function modelDisabled(id: string, page: string): TrainerError {
  return new TrainerError(
    'hub.disabled',
    `The hub has closed the model ${id} for everybody.`,
    `Its page may say why: ${page}`,
  );
}

export function notATrainableModel(id: string, missing: readonly string[], page: string): TrainerError {
  return new TrainerError(
    'hub.not-trainable',
    `The model ${id} cannot be trained from: it has no ${missing.join(', and no ')}.`,
    `Choose a repository with safetensors weights; other formats, such as GGUF or pickles, are not loaded. ${page} lists its files.`,
  );
}

export function unsupportedModel(id: string, modelType: string, supported: readonly string[]): TrainerError {
  return new TrainerError(
    'hub.unsupported',
    `The model ${id} has the architecture "${modelType}", which is not supported.`,
    `Its weights were not loaded. Choose a model of one of these families: ${supported.join(', ')}.`,
  );
}

export function unsafeName(id: string, name: string): TrainerError {
  return new TrainerError(
    'hub.unsafe-name',
    `The listing of ${id} names a file ${JSON.stringify(name)}, which would lie outside the model's folder.`,
    'Nothing was loaded. Do not trust this repository, nor the server that HF_ENDPOINT names.',
  );
}

export function badHubAnswer(url: string, reason: string): TrainerError {
  return new TrainerError(
    'hub.bad-answer',
    `${url} does not answer as the Hugging Face hub does: ${reason}.`,
    'Check HF_ENDPOINT and the network; a proxy or a login page may have answered in its place.',
  );
}

export function requestRefused(url: string, reason: string): TrainerError {
  return new TrainerError(
    'hub.refused',
    `Loading ${url} was refused: ${reason}.`,
    'Try again later; what has been loaded is kept.',
  );
}

export function forbidden(id: string, reason: string, hasToken: boolean): TrainerError {
  return new TrainerError(
    'hub.forbidden',
    hasToken ? `The given token may not load ${id}: ${reason}.` : `Nobody unknown may load ${id}: ${reason}.`,
    hasToken
      ? 'Give one with the right to read this model: a token may be limited to some models, which its settings at the hub say.'
      : `If your account may, ${giveToken}.`,
  );
}

export function hubUnreachable(url: string, reason: string, attempts: number): TrainerError {
  const failed = attempts === 1 ? 'failed' : `failed ${attempts} times in a row, at last`;
  return new TrainerError(
    'hub.unreachable',
    `Loading ${url} ${failed} because: ${reason}.`,
    'Check the network (HTTPS_PROXY is heeded), then ask again: what has been loaded is kept.',
  );
}

export function wrongHash(path: string, id: string, expected: string, found: string): TrainerError {
  return new TrainerError(
    'hub.wrong-hash',
    `What was loaded as ${path} of ${id} is not what the hub announced (its hash is ${found}, not ${expected}). It was deleted.`,
    'Ask again. If it stays so, something on the way changes files, such as a proxy or a mirror.',
  );
}

export function contentChanged(path: string, id: string, how: string): TrainerError {
  return new TrainerError(
    'hub.changed',
    `${path} of ${id} is not what the hub has listed: ${how}.`,
    'Ask again; if it stays so, the server that HF_ENDPOINT names does not keep its revisions apart.',
  );
}

export function noRoom(folder: string, needed: number, free: number): TrainerError {
  return new TrainerError(
    'hub.no-room',
    `${size(needed)} are still to be loaded, and the disk of ${folder} has ${size(free)} free.`,
    'Free some space, or let the environment variable HF_HOME name a folder on another disk.',
  );
}

/** For any failed file operation in the cache. `action` reads like `Writing`. */
export function cacheFailed(action: string, path: string, cause: unknown): TrainerError {
  if (cause instanceof TrainerError) return cause;
  const code = systemCode(cause) ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
    return new TrainerError(
      'hub.disk-full',
      `${action} ${path} failed because there is no room for it: ${reasonOf(cause)}`,
      'Free some space, then ask again: what has been loaded is kept.',
      { cause },
    );
  }
  const isForbidden = ['EACCES', 'EPERM', 'EROFS'].includes(code);
  return new TrainerError(
    isForbidden ? 'hub.no-permission' : 'hub.file-failed',
    `${action} ${path} failed: ${reasonOf(cause)}`,
    isForbidden
      ? 'Give yourself the right to write there, or let the environment variable HF_HOME name a folder of yours.'
      : 'Check the disk, then ask again: what has been loaded is kept.',
    { cause },
  );
}

export function offline(id: string, cache: string): TrainerError {
  return new TrainerError(
    'hub.offline',
    `${id} is not whole in ${cache}, and HF_HUB_OFFLINE forbids asking the hub for it.`,
    'Leave HF_HUB_OFFLINE out to load it, or copy the model into the cache from another machine.',
  );
}

export function notCached(id: string, cache: string): TrainerError {
  return new TrainerError(
    'hub.not-cached',
    `The model ${id} is not in ${cache}, and training does not load models by itself.`,
    `Load it with: critique-coder model get ${id}. If a folder was meant, write its path with ./ before it.`,
  );
}

export function incompleteModel(id: string, folder: string, missing: readonly string[]): TrainerError {
  return new TrainerError(
    'hub.incomplete',
    `The model ${id} in ${folder} is not whole: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`,
    `Load the rest with: critique-coder model get ${id}`,
  );
}

export function modelLocked(id: string, host: string, pid: number, lock: string): TrainerError {
  return new TrainerError(
    'hub.locked',
    `Loading ${id} failed: process ${pid} on the machine ${host} has been loading it into the same cache.`,
    `Wait for it. If that process is gone, delete ${lock} and ask again.`,
  );
}

export function modelLockUnreadable(lock: string): TrainerError {
  return new TrainerError(
    'hub.lock-unreadable',
    `Whether another process loads this model cannot be told, because ${lock} is damaged.`,
    'Make sure that nobody loads it, delete the file and ask again.',
  );
}
