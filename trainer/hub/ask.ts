/** Asks the hub for something, also where it sends on to another host: the token never goes there. */
import type { IncomingHttpHeaders } from 'node:http';
import { badHubAnswer } from '../errors/hub.ts';
import { send, shown, type Reply } from '../net/http.ts';
import type { Hub } from './hub.ts';

export interface Question {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** A reference to another host is itself the answer, not followed. */
  readonly staysHome?: boolean;
  readonly signal: AbortSignal;
}

/** What the hub itself says of a file, whoever sends its content. */
export interface Announced {
  readonly hash?: string;
  readonly bytes?: number;
}

export interface Answer extends Reply {
  readonly announced: Announced;
  /** Whether the endpoint itself has answered. */
  readonly isHome: boolean;
}

const MOST_REDIRECTS = 10;

/** Throws `hub.bad-answer` for references that lead nowhere good; other errors are the network's. */
export async function ask(hub: Hub, address: string, question: Question): Promise<Answer> {
  let url = new URL(address);
  let announced: Announced = {};
  for (let count = 0; count <= MOST_REDIRECTS; count++) {
    const isHome = isEndpoint(hub, url);
    const reply = await send(url, requestTo(hub, isHome, question));
    if (isHome) announced = { ...announced, ...announcedBy(reply) };
    const next = destinationOf(reply);
    if (next === undefined || (question.staysHome === true && !isEndpoint(hub, next))) {
      return { ...reply, announced, isHome };
    }
    reply.body.destroy();
    if (url.protocol === 'https:' && next.protocol !== 'https:') {
      throw badHubAnswer(shown(url), `it sends on to ${shown(next)}, which is not secure`);
    }
    url = next;
  }
  throw badHubAnswer(address, `it sends on more than ${MOST_REDIRECTS} times`);
}

const isEndpoint = ({ endpoint }: Hub, { origin }: URL): boolean => origin === new URL(endpoint).origin;

function requestTo(hub: Hub, isHome: boolean, { method = 'GET', headers, signal }: Question) {
  return {
    method,
    headers: {
      'user-agent': 'critique-coder',
      // The bytes on the way are to be those that are counted and hashed.
      'accept-encoding': 'identity',
      ...headers,
      ...(isHome && hub.token !== null && { authorization: `Bearer ${hub.token}` }),
    },
    stallMs: hub.patience.stallMs,
    environment: hub.environment,
    signal,
  };
}

function destinationOf({ url, status, headers: { location } }: Reply): URL | undefined {
  if (status < 300 || status > 399 || location === undefined) return undefined;
  if (!URL.canParse(location, url.href)) throw badHubAnswer(shown(url), 'it sends on to no address');
  const next = new URL(location, url.href);
  if (!/^https?:$/.test(next.protocol)) {
    throw badHubAnswer(shown(url), `it sends on to ${next.protocol}, which is not the web`);
  }
  return next;
}

/** A large file's own hash and size stand beside those of the reference to it. */
function announcedBy({ status, headers }: Reply): Announced {
  const isReference = status >= 300 && status <= 399;
  const hash = plainTag(text(headers, 'x-linked-etag') ?? (isReference ? undefined : headers.etag));
  const bytes = text(headers, 'x-linked-size') ?? (isReference ? undefined : headers['content-length']);
  return {
    ...(hash !== undefined && { hash }),
    ...(bytes !== undefined && /^\d+$/.test(bytes) && { bytes: Number(bytes) }),
  };
}

function text(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

const plainTag = (tag: string | undefined): string | undefined =>
  tag?.replace(/^W\//, '').replaceAll('"', '');
