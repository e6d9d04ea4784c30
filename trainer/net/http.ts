/**
 * One request and its answer, over Node's own client: nothing is followed, retried or decoded here. Every connection to
 * another machine is opened here. Why not by `fetch`: it heeds proxies only where the process was started so, and gives
 * up on an answer that takes five minutes to begin, as one of a large model on a small machine does.
 */
import * as http from 'node:http';
import * as https from 'node:https';

/** Variables of a process by name; those that name proxies are heeded, as HTTPS_PROXY and NO_PROXY. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Request {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** Of a `POST`. */
  readonly content?: string;
  /** Milliseconds without a byte, at any time, after which it fails. */
  readonly stallMs: number;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly url: URL;
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Fails where the connection is cut, stalls or is aborted. */
  readonly body: http.IncomingMessage;
}

/** Rejects with the system's or the client's error where no answer comes. */
export function send(url: URL, request: Request): Promise<Reply> {
  const { method, headers, content, stallMs, signal } = request;
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const stalled = (): Error => new Error(`no byte came for ${stallMs / 1000} seconds`);
  const proxyEnv = { ...request.environment };
  const isSecure = url.protocol === 'https:';
  const agent = isSecure ? new https.Agent({ proxyEnv }) : new http.Agent({ proxyEnv });
  const options = { method, headers, agent, signal, timeout: stallMs };
  const outgoing = isSecure ? https.request(url, options) : http.request(url, options);
  const giveUp = (): void => void outgoing.destroy(stalled());
  outgoing.on('timeout', giveUp);
  outgoing.on('error', reject);
  outgoing.on('response', (body) => {
    outgoing.off('timeout', giveUp);
    body.setTimeout(stallMs, () => body.destroy(stalled()));
    resolve({ url, status: body.statusCode ?? 0, headers: body.headers, body });
  });
  outgoing.end(content);
  return promise;
}

/** An address as it may be shown: what follows the path can be a key to the content. */
export const shown = ({ origin, pathname }: URL): string => `${origin}${pathname}`;
