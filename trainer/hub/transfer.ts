/**
 * Brings one file into the cache as a blob, and keeps whatever has come when it is stopped. It goes on by `Range`, from
 * the beginning where the server does not, and gives the blob its name only when its hash is the announced one.
 *
 * A partial file is named by the hash of the whole, so what another attempt has left is the beginning of the same
 * content. Within one attempt `If-Range` tells whether the server still sends what it sent; between processes the hash does.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { badHubAnswer, contentChanged, wrongHash } from '../errors/hub.ts';
import { shown } from '../net/http.ts';
import { PassingFailure, persist } from '../net/persist.ts';
import { repositoryOf, type ModelId } from '../protocol/model-id.ts';
import { ask, type Answer } from './ask.ts';
import { persistence, type Asking, type Hub } from './hub.ts';
import { blobOf, partialOf, placesOf } from './layout.ts';
import { fileAddress, type HubFile } from './listing.ts';
import { PartialFile } from './partial-file.ts';
import { refusalOf } from './refusal.ts';

export interface Transfer extends Asking {
  readonly hub: Hub;
  readonly model: ModelId;
  readonly commit: string;
  readonly file: HubFile;
  /** Told after each piece: how many bytes of the file there are, and how many have just come. */
  readonly onBytes: (have: number, came: number) => void;
}

/** Throws an error of `errors/hub.ts`; rejects with the signal's reason when that is aborted. */
export async function loadBlob(transfer: Transfer): Promise<void> {
  const { hub, model, file, signal } = transfer;
  const places = placesOf(hub.cache, model);
  for (;;) {
    await using partial = await PartialFile.open(partialOf(places, file.hash), file, signal);
    const isContinued = partial.bytes > 0;
    await fill(transfer, partial);
    const found = partial.hash();
    if (found === file.hash) {
      await partial.finish(blobOf(places, file.hash));
      return;
    }
    await partial.discard();
    // The wrong part may be what an earlier process has left, so only a fresh start is a verdict on the server.
    if (!isContinued) throw wrongHash(file.path, repositoryOf(model), file.hash, found);
  }
}

async function fill(transfer: Transfer, partial: PartialFile): Promise<void> {
  const { hub, model, commit, file, signal, onBytes } = transfer;
  onBytes(partial.bytes, 0);
  if (partial.bytes === file.bytes) return;
  const address = fileAddress(hub, model, commit, file.path);
  let tag: string | undefined;
  // A server that always begins anew and always breaks off sends bytes for ever: only those beyond the most so far are a gain.
  let most = partial.bytes;
  await persist(persistence(hub, address, transfer), async (progressed) => {
    const range: Record<string, string> = partial.bytes === 0 ? {} : { range: `bytes=${partial.bytes}-` };
    const condition: Record<string, string> =
      tag === undefined || partial.bytes === 0 ? {} : { 'if-range': tag };
    const answer = await ask(hub, address, { headers: { ...range, ...condition }, signal });
    try {
      await begin(transfer, answer, partial);
      tag = strongTag(answer.headers);
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        if (partial.bytes + chunk.length > file.bytes)
          throw changed(transfer, `it is longer than ${file.bytes} bytes`);
        await partial.append(chunk);
        if (partial.bytes > most) {
          most = partial.bytes;
          progressed();
        }
        onBytes(partial.bytes, chunk.length);
      }
    } finally {
      answer.body.destroy();
    }
    if (partial.bytes < file.bytes) throw new PassingFailure('the connection was closed too early');
  });
}

/** Checks that an answer has what is missing, or all of it, and then forgets what is there. */
async function begin(transfer: Transfer, answer: Answer, partial: PartialFile): Promise<void> {
  const { hub, model, file } = transfer;
  const { status, headers, announced } = answer;
  if (status === 200 || status === 206) {
    const { hash } = announced;
    if (hash !== undefined && /^[0-9a-f]{40,64}$/.test(hash) && hash !== file.hash) {
      throw changed(transfer, `the hash is ${hash}, not ${file.hash}`);
    }
    if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw badHubAnswer(shown(answer.url), `it sends the file as ${headers['content-encoding']}`);
    }
  }
  if (status === 200) {
    if (partial.bytes > 0) await partial.restart();
    return;
  }
  if (status === 206 && headers['content-range'] === rangeFrom(partial.bytes, file.bytes)) return;
  if (status !== 206 && status !== 416) throw refusalOf(hub, model, answer);
  await partial.restart();
  throw new PassingFailure('the server does not go on where it was left');
}

const rangeFrom = (start: number, bytes: number): string => `bytes ${start}-${bytes - 1}/${bytes}`;

const changed = ({ file, model }: Transfer, how: string) =>
  contentChanged(file.path, repositoryOf(model), how);

/** The server's own tag of what it sends; a weak one does not promise the same bytes. */
function strongTag({ etag }: IncomingHttpHeaders): string | undefined {
  return etag?.startsWith('"') === true ? etag : undefined;
}
