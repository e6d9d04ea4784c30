/** Reads `critique-coder.json`. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { configInvalid, configNotJson, configUnreadable } from '../errors/config.ts';
import { findModel } from '../hub/cached.ts';
import { cacheFolder } from '../hub/environment.ts';
import { checkRunConfig } from '../protocol/config-check.ts';
import type { RunConfig } from '../protocol/config.ts';
import { hubModelOf, modelIdText } from '../protocol/model-id.ts';
import { parseJson } from './files.ts';

/**
 * Reads a configuration file; the paths in it become absolute, for they are relative to the file.
 * Throws `config.unreadable`, `config.not-json`, or `config.invalid` with every violation.
 */
export async function readRunConfig(path: string): Promise<RunConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw configUnreadable(path, cause);
  });
  const document = parseJson(text);
  if (!document.ok) throw configNotJson(path, document.reason);
  return withAbsolutePaths(runConfigOf(document.value, path), dirname(resolve(path)));
}

/** Checks a document that is no file, such as one made of command line options. Throws `config.invalid`. */
export function runConfigOf(document: unknown, source: string): RunConfig {
  const check = checkRunConfig(document);
  if (!check.valid) throw configInvalid(source, check.violations);
  return check.config;
}

/**
 * The configuration with a base of the hub as the commit that the cache has of it: whatever is loaded later, the run
 * resumes from the same. Other bases stay as they are. Throws `hub.not-cached` or `hub.incomplete`; nothing is loaded.
 */
export async function withPinnedBase(config: RunConfig): Promise<RunConfig> {
  const model = hubModelOf(config.base);
  if (model === undefined) return config;
  const { commit } = await findModel(cacheFolder(process.env), model);
  return { ...config, base: modelIdText({ ...model, revision: commit }) };
}

async function withAbsolutePaths(config: RunConfig, folder: string): Promise<RunConfig> {
  const absolute = (source: string): string => (source === 'starter' ? source : resolve(folder, source));
  const { data } = config;
  const both = <S extends Pick<RunConfig['data'], 'problems' | 'pairs'>>(sources: S): S => ({
    ...sources,
    problems: sources.problems.map(absolute),
    pairs: sources.pairs.map(absolute),
  });
  const from = config.adapters?.from;
  const { tensorflowFolder } = config.engine;
  return {
    ...config,
    base: await absoluteBase(config.base, folder),
    ...(config.adapters &&
      from !== undefined && { adapters: { ...config.adapters, from: resolve(folder, from) } }),
    engine: {
      ...config.engine,
      ...(tensorflowFolder !== undefined && { tensorflowFolder: resolve(folder, tensorflowFolder) }),
    },
    data: { ...both(data), validation: both(data.validation), heldOut: both(data.heldOut) },
  };
}

/**
 * A base that is named in `folder`: a path becomes absolute, 'starter' and a model of the hub stay as they are.
 * `owner/name` may be a folder as well; where there is such a folder, it is meant.
 */
export async function absoluteBase(base: string, folder: string): Promise<string> {
  if (base === 'starter') return base;
  const path = resolve(folder, base);
  if (hubModelOf(base) === undefined) return path;
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true ? path : base;
}
