/** Reads `critique-coder.json`. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { configInvalid, configNotJson, configUnreadable } from '../errors/config.ts';
import { checkRunConfig } from '../protocol/config-check.ts';
import type { RunConfig } from '../protocol/config.ts';
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

function withAbsolutePaths(config: RunConfig, folder: string): RunConfig {
  const absolute = (source: string): string => (source === 'starter' ? source : resolve(folder, source));
  const { data } = config;
  const both = <S extends Pick<RunConfig['data'], 'problems' | 'pairs'>>(sources: S): S => ({
    ...sources,
    problems: sources.problems.map(absolute),
    pairs: sources.pairs.map(absolute),
  });
  const from = config.adapters?.from;
  return {
    ...config,
    base: absolute(config.base),
    ...(config.adapters &&
      from !== undefined && { adapters: { ...config.adapters, from: resolve(folder, from) } }),
    data: { ...both(data), validation: both(data.validation), heldOut: both(data.heldOut) },
  };
}
