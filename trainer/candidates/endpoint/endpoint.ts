/** An endpoint as this process reaches it, and the variable of the environment that its key is in. */
import { badKey, noKey } from '../../errors/endpoint.ts';
import type { Environment } from '../../net/http.ts';
import type { Patience } from '../../net/persist.ts';
import type { Address } from './address.ts';

export interface Key {
  /** Goes to the endpoint and nowhere else; in no message and no record. */
  readonly secret: string;
  /** The variable that it is in, for messages. */
  readonly variable: string;
}

export interface Endpoint {
  readonly address: Address;
  readonly model: string;
  readonly key: Key | undefined;
  /** Milliseconds from a request to the end of its answer. */
  readonly timeoutMs: number;
  readonly patience: Patience;
  /** Names proxies, as HTTPS_PROXY and NO_PROXY. */
  readonly environment: Environment;
}

export const usualPatience: Patience = { attempts: 6, pauseMs: 1000, mostPauseMs: 120_000 };

/** Throws `endpoint.no-key` or `endpoint.bad-key`; neither repeats what is in the variable. */
export function keyOf(variable: string, environment: Environment): Key {
  const secret = environment[variable]?.trim() ?? '';
  if (secret === '') throw noKey(variable);
  if (!/^[\x21-\x7e]+$/.test(secret)) throw badKey(variable);
  return { secret, variable };
}
