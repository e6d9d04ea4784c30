/** The hub as this process reaches it: an address, a cache, perhaps a token, and how patient to be. */
import { hubUnreachable } from '../errors/hub.ts';
import type { Environment } from '../net/http.ts';
import type { Patience as RetryPatience, Persistence } from '../net/persist.ts';
import { cacheFolder, endpointOf, forbidsLinks, isOffline, stallSeconds, tokenOf } from './environment.ts';

export interface Patience extends RetryPatience {
  /** Milliseconds without a byte after which a connection is given up. */
  readonly stallMs: number;
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

/** How whoever asks the hub is told of pauses, and ends it. */
export type Asking = Pick<Persistence, 'signal' | 'onRetry'>;

/** How long to keep asking for an address; at last it throws `hub.unreachable`. */
export const persistence = (
  { patience }: Hub,
  address: string,
  { signal, onRetry }: Asking,
): Persistence => ({
  patience,
  signal,
  ...(onRetry && { onRetry }),
  giveUp: (reason, failures) => hubUnreachable(address, reason, failures),
});

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
