/** Where the hub, its cache and the token are, as the environment variables of its Python library say it. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { badEndpoint } from '../errors/hub.ts';
import type { Environment } from '../net/http.ts';

const publicEndpoint = 'https://huggingface.co';

/** The address that every request begins with, without a slash at its end. */
export function endpointOf(environment: Environment): string {
  const text = given(environment, 'HF_ENDPOINT') ?? publicEndpoint;
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isWeb) throw badEndpoint(text);
  return text.replace(/\/+$/, '');
}

/** The folder that all programs on this machine share for models of the hub. */
export function cacheFolder(environment: Environment): string {
  const named = given(environment, 'HF_HUB_CACHE') ?? given(environment, 'HUGGINGFACE_HUB_CACHE');
  return named === undefined ? join(hubHome(environment), 'hub') : absolute(named, environment);
}

export function isOffline(environment: Environment): boolean {
  return isOn(given(environment, 'HF_HUB_OFFLINE') ?? given(environment, 'TRANSFORMERS_OFFLINE'));
}

/** Whether the cache is to hold files in place of links to them. */
export const forbidsLinks = (environment: Environment): boolean =>
  isOn(given(environment, 'HF_HUB_DISABLE_SYMLINKS'));

/** Seconds without a byte after which a connection counts as dead. */
export function stallSeconds(environment: Environment): number {
  const seconds = Number(given(environment, 'HF_HUB_DOWNLOAD_TIMEOUT'));
  return seconds > 0 ? seconds : 30;
}

/** The token of the environment, else that of the file which logging in leaves. */
export async function tokenOf(environment: Environment): Promise<string | null> {
  if (isOn(given(environment, 'HF_HUB_DISABLE_IMPLICIT_TOKEN'))) return null;
  const named = given(environment, 'HF_TOKEN') ?? given(environment, 'HUGGING_FACE_HUB_TOKEN');
  if (named !== undefined) return cleaned(named);
  const path = given(environment, 'HF_TOKEN_PATH');
  const file = path === undefined ? join(hubHome(environment), 'token') : absolute(path, environment);
  // Who has not logged in has no such file.
  return cleaned(await readFile(file, 'utf8').catch(() => ''));
}

function hubHome(environment: Environment): string {
  const home = given(environment, 'HF_HOME');
  if (home !== undefined) return absolute(home, environment);
  const caches = given(environment, 'XDG_CACHE_HOME') ?? join(homedir(), '.cache');
  return join(absolute(caches, environment), 'huggingface');
}

/** An empty variable says nothing. */
function given(environment: Environment, name: string): string | undefined {
  const value = environment[name];
  return value === undefined || value === '' ? undefined : value;
}

const isOn = (value: string | undefined): boolean => /^(1|on|yes|true)$/i.test(value ?? '');

const cleaned = (token: string): string | null => token.replaceAll(/[\r\n]/g, '').trim() || null;

/** `~` and `$NAME` stand for what they stand for in a shell, because many set these variables without one. */
function absolute(path: string, environment: Environment): string {
  const expanded = path
    .replace(/^~(?=$|[/\\])/, homedir())
    .replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (all, bare?: string, braced?: string) => {
      return environment[bare ?? braced ?? ''] ?? all;
    });
  return resolve(expanded);
}
