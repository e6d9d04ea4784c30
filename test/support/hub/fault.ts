/** What can go wrong with an answer, once or for ever, and how the server of the tests does it. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection is closed after so many bytes of the body, which `isWhole` begins anew whichever part was asked for. */
  | { readonly kind: 'cut'; readonly after: number; readonly isWhole?: boolean }
  /** Nothing more comes after so many bytes of the body. */
  | { readonly kind: 'stall'; readonly after: number }
  /** After so many bytes of the body the rest comes when the test says so. */
  | { readonly kind: 'held'; readonly after: number; readonly until: Promise<void> }
  /** The whole is sent, whichever part was asked for. */
  | { readonly kind: 'whole' }
  /** Another part is sent than was asked for. */
  | { readonly kind: 'wrong-part' }
  /** Something else is sent, with the headers of what was asked for. */
  | { readonly kind: 'content'; readonly content: Buffer }
  | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }
  /** So many bytes at once, with a pause after each piece. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly ms: number };

export interface Body {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** The `Range` of the request. */
  readonly range: string | undefined;
  /** The `If-Range` of the request. */
  readonly condition: string | undefined;
}

export async function sendBody(
  response: ServerResponse,
  body: Body,
  fault: Fault | undefined,
): Promise<void> {
  const content = fault?.kind === 'content' ? fault.content : body.content;
  const headers = { ...body.headers, ...(fault?.kind === 'headers' ? fault.headers : {}) };
  const isSame = body.condition === undefined || body.condition === headers['etag'];
  const isWhole = fault?.kind === 'whole' || (fault?.kind === 'cut' && fault.isWhole === true);
  const start = isSame && !isWhole ? startOf(body.range) : undefined;
  if (start !== undefined && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const first = fault?.kind === 'wrong-part' ? 0 : (start ?? 0);
  const piece = content.subarray(first);
  response.writeHead(start === undefined ? 200 : 206, {
    'content-length': String(piece.length),
    ...headers,
    ...(start !== undefined && { 'content-range': `bytes ${first}-${content.length - 1}/${content.length}` }),
  });
  await sendPiece(response, piece, fault);
}

async function sendPiece(response: ServerResponse, piece: Buffer, fault: Fault | undefined): Promise<void> {
  if (fault?.kind === 'cut' || fault?.kind === 'stall') {
    response.flushHeaders();
    if (fault.after > 0) await written(response, piece.subarray(0, fault.after));
    if (fault.kind === 'cut') response.destroy();
    return;
  }
  if (fault?.kind === 'held') {
    await written(response, piece.subarray(0, fault.after));
    await fault.until;
    response.write(piece.subarray(fault.after));
  } else if (fault?.kind === 'slow') {
    for (let done = 0; done < piece.length && !response.destroyed; done += fault.bytes) {
      await written(response, piece.subarray(done, done + fault.bytes));
      await sleep(fault.ms);
    }
  } else response.write(piece);
  response.end();
}

/** Resolves when the bytes have left this process. */
const written = (response: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => void response.write(bytes, () => resolve()));

function startOf(range: string | undefined): number | undefined {
  const start = /^bytes=(\d+)-$/.exec(range ?? '')?.[1];
  return start === undefined ? undefined : Number(start);
}
