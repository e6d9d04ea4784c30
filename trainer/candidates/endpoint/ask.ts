/** One request to the endpoint, and its whole answer as a text: bounded in size and time, and without the key. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { TrainerError } from '../../errors/error.ts';
import { badEndpointAnswer } from '../../errors/endpoint.ts';
import { systemCode } from '../../errors/run.ts';
import { send, shown } from '../../net/http.ts';
import { size } from '../../protocol/size.ts';
import type { Endpoint } from './endpoint.ts';

/** Bytes of an answer at most; the longest that models give, many at once, have a tenth of it. */
const mostBytes = 2 ** 25;

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A `POST` of `document`, or a `GET` without one. Errors that are no `TrainerError` are the network's and may pass. */
export async function ask(
  endpoint: Endpoint,
  url: URL,
  { document, signal }: { readonly document?: object; readonly signal: AbortSignal },
): Promise<Reply> {
  const { timeoutMs: stallMs, environment } = endpoint;
  const tooLate = AbortSignal.timeout(stallMs);
  try {
    const { status, headers, body } = await send(url, {
      ...(document === undefined ? { method: 'GET' } : { method: 'POST', content: JSON.stringify(document) }),
      headers: headersFor(endpoint, document !== undefined),
      stallMs,
      environment,
      signal: AbortSignal.any([signal, tooLate]),
    });
    const encoding = headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      body.destroy();
      throw badEndpointAnswer(shown(url), `it sends the answer as ${encoding}, which was not asked for`);
    }
    return { status, headers, text: withoutKey(endpoint, await wholeText(body, url)) };
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof TrainerError) throw cause;
    if (tooLate.aborted) throw new Error(`no whole answer came in ${stallMs / 1000} seconds`, { cause });
    throw worded(cause);
  }
}

function headersFor({ key }: Endpoint, hasContent: boolean): Record<string, string> {
  return {
    'user-agent': 'critique-coder',
    accept: 'application/json',
    'accept-encoding': 'identity',
    ...(hasContent && { 'content-type': 'application/json' }),
    ...(key !== undefined && { authorization: `Bearer ${key.secret}` }),
  };
}

async function wholeText(body: IncomingMessage, url: URL): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection.
  for await (const piece of body as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > mostBytes)
      throw badEndpointAnswer(shown(url), `its answer is longer than ${size(mostBytes)}`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** A server may repeat what it was sent, in an error above all. */
const withoutKey = ({ key }: Endpoint, text: string): string =>
  key === undefined ? text : text.replaceAll(key.secret, `[${key.variable}]`);

/** Where several addresses of one name refuse, the system's error has no words, only a code. */
function worded(cause: unknown): unknown {
  const code = systemCode(cause);
  const isSilent = cause instanceof Error && cause.message === '';
  return isSilent && code !== undefined ? Object.assign(new Error(code, { cause }), { code }) : cause;
}
