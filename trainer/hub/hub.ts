/** The hub as this process reaches it: an address, a cache, perhaps a token, and how patient to be. */
import { cacheFolder, endpointOf, forbidsLinks, isOffline, stallSeconds, tokenOf } from './environment.ts';
import type { Environment } from './environment.ts';

export interface Patience {
  /** Milliseconds without a byte after which a connection is given up. */
  readonly stallMs: number;
  /** Failures in a row, without a byte between them, after which all is given up. */
  readonly attempts: number;
  /** Pause after the first failure; it doubles with each further one. */
  readonly pauseMs: number;
  /** Longest pause, also where the server asks for a longer one. */
  readonly mostPauseMs: number;
}

export interface Hub {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly cache: string;
  /** Goes to the endpoint and nowhere else; in no message and no record. */
  readonly token: string | null;
  readonly offline: boolean;
  /** Whether snapshots may be links to blobs; where the system refuses them they are files anyway. */
  readonly links: boolean;
  readonly patience: Patience;
  /** Names proxies, as HTTPS_PROXY and NO_PROXY. */
  readonly environment: Environment;
}

/** Asks nobody; throws `hub.bad-endpoint`. */
export async function openHub(environment: Environment): Promise<Hub> {
  return {
    endpoint: endpointOf(environment),
    cache: cacheFolder(environment),
    token: await tokenOf(environment),
    offline: isOffline(environment),
    links: !forbidsLinks(environment),
    patience: {
      stallMs: stallSeconds(environment) * 1000,
      attempts: 6,
      pauseMs: 1000,
      mostPauseMs: 300_000,
    },
    environment,
  };
}
