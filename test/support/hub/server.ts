/**
 * A server that behaves like the Hugging Face hub, as far as loading models goes: an interface for programs, files that
 * are sent at once or by reference to another host, access by token, and, when a test asks for it, every trouble.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { notFound, refusalOf } from './access.ts';
import { stored, type ModelChanges, type StoredFile, type StoredModel } from './content.ts';
import { sendBody, type Fault } from './fault.ts';

/** `api` lists, `hub` has the files' addresses, `cdn` is the other host. */
export type Place = 'api' | 'hub' | 'cdn';

export interface Seen {
  readonly place: Place;
  readonly method: string;
  /** With what follows the path. */
  readonly url: string;
  /** The file, where it is one. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

interface Trouble {
  readonly place: Place;
  readonly path: string;
  readonly fault: Fault;
  left: number;
}

export class HubServer implements AsyncDisposable {
  /** Every request, in order. */
  readonly seen: Seen[] = [];
  /** Small files are sent from another path of the same host. */
  sendsAround = false;
  /** The other host's own tag of what it sends. */
  tag = '"first"';
  #models: readonly StoredModel[];
  readonly #troubles: Trouble[] = [];
  readonly #home: Server;
  readonly #other: Server;

  private constructor(models: readonly StoredModel[]) {
    this.#models = models;
    this.#home = createServer((request, response) => void this.#answer(request, response));
    this.#other = createServer((request, response) => void this.#answerOther(request, response));
  }

  static async open(...models: readonly ModelChanges[]): Promise<HubServer> {
    const server = new HubServer((models.length === 0 ? [{}] : models).map((model) => stored(model)));
    for (const each of [server.#home, server.#other]) {
      each.listen(0, '127.0.0.1');
      await once(each, 'listening');
    }
    return server;
  }

  get endpoint(): string {
    return addressOf(this.#home);
  }

  get model(): StoredModel {
    const [model] = this.#models;
    if (model === undefined) throw new Error('the hub is empty');
    return model;
  }

  file(path: string): StoredFile {
    const file = this.model.files.find((each) => each.path === path);
    if (file === undefined) throw new Error(`there is no ${path}`);
    return file;
  }

  /** Puts other models in the place of those that are there. */
  publish(...models: readonly ModelChanges[]): void {
    this.#models = models.map((model) => stored(model));
  }

  /** The next answers about a file, or of the interface for programs, have this fault. */
  trouble(place: Place, path: string, fault: Fault, times = 1): void {
    this.#troubles.push({ place, path, fault, left: times });
  }

  /** Requests for a file at a place. */
  asked(place: Place, path = ''): readonly Seen[] {
    return this.seen.filter((each) => each.place === place && (path === '' || each.path === path));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of [this.#home, this.#other]) {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.endpoint);
    const [, listed, revision] = /^\/api\/models\/(.+?)\/revision\/(.+)$/.exec(url.pathname) ?? [];
    const [, id, commit, path] = /^(?:\/around)?\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    const place = listed === undefined ? 'hub' : 'api';
    const seen = this.#see(place, request, decodeURIComponent(path ?? ''));
    const fault = this.#faultOf(seen);
    if (fault?.kind === 'status') return refuse(response, fault.status, fault.headers);
    const model = this.#models.find((each) => each.id === (listed ?? id));
    const refusal = refusalOf(model, request.headers.authorization, place === 'api');
    if (refusal !== undefined || model === undefined) return refuse(response, ...(refusal ?? notFound));
    const asked = decodeURIComponent(revision ?? commit ?? '');
    if (asked !== model.commit && !model.revisions.includes(asked)) {
      return refuse(response, 404, { 'x-error-code': 'RevisionNotFound' });
    }
    if (place === 'api') return this.#list(model, url, response, fault);
    const file = model.files.find((each) => each.path === seen.path);
    if (file === undefined) return refuse(response, 404, { 'x-error-code': 'EntryNotFound' });
    await this.#sendFile({
      model,
      file,
      seen,
      response,
      fault,
      isAround: url.pathname.startsWith('/around'),
    });
  }

  async #list(
    model: StoredModel,
    url: URL,
    response: ServerResponse,
    fault: Fault | undefined,
  ): Promise<void> {
    const hasBlobs = url.searchParams.get('blobs') === 'true' && model.says['blobs'] !== false;
    const siblings = model.files.map(({ path, content, hash, isLarge }) => ({
      rfilename: path,
      ...(hasBlobs && { size: content.length, blobId: isLarge ? '0'.repeat(40) : hash }),
      ...(hasBlobs && isLarge && { lfs: { sha256: hash, size: content.length, pointerSize: 134 } }),
    }));
    const gated = model.access === 'auto' || model.access === 'manual' ? model.access : false;
    const document = { id: model.id, sha: model.commit, gated, siblings, tags: [], ...model.says };
    const headers = { 'content-type': 'application/json' };
    const content = Buffer.from(JSON.stringify(document));
    await sendBody(response, { content, headers, range: undefined, condition: undefined }, fault);
  }

  async #sendFile({ model, file, seen, response, fault, isAround }: Sending): Promise<void> {
    const headers = { 'x-repo-commit': model.commit, 'accept-ranges': 'bytes' };
    const { hash, content } = file;
    if (file.isLarge) {
      // A name that is a key to the content, as the addresses of the real one are.
      const location = `${addressOf(this.#other)}/${hash}?path=${file.path}&signature=secret`;
      const linked = { 'x-linked-etag': `"${hash}"`, 'x-linked-size': String(content.length) };
      const changed = fault?.kind === 'headers' ? fault.headers : {};
      response.writeHead(302, { ...headers, ...linked, location, ...changed }).end();
      return;
    }
    if (this.sendsAround && !isAround) {
      response.writeHead(307, { ...headers, location: `/around${seen.url}` }).end();
      return;
    }
    await this.#send(response, seen, { content, headers: { ...headers, etag: `"${hash}"` } }, fault);
  }

  async #answerOther(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', addressOf(this.#other));
    const seen = this.#see('cdn', request, url.searchParams.get('path') ?? '');
    const fault = this.#faultOf(seen);
    if (fault?.kind === 'status') return refuse(response, fault.status, fault.headers);
    const files = this.#models.flatMap(({ files: all }) => all);
    const file = files.find(({ hash }) => url.pathname === `/${hash}`);
    if (file === undefined || url.searchParams.get('signature') !== 'secret') return refuse(response, 403);
    await this.#send(response, seen, { content: file.content, headers: { etag: this.tag } }, fault);
  }

  async #send(
    response: ServerResponse,
    { method, headers: { range, 'if-range': condition } }: Seen,
    { content, headers }: { readonly content: Buffer; readonly headers: Record<string, string> },
    fault: Fault | undefined,
  ): Promise<void> {
    if (method === 'HEAD') response.writeHead(200, { ...headers, 'content-length': content.length }).end();
    else
      await sendBody(
        response,
        { content, headers, range, condition: condition as string | undefined },
        fault,
      );
  }

  #see(place: Place, { method = '', url = '', headers }: IncomingMessage, path: string): Seen {
    const seen = { place, method, url, path, headers };
    this.seen.push(seen);
    return seen;
  }

  #faultOf({ place, path }: Seen): Fault | undefined {
    const trouble = this.#troubles.find(
      (each) => each.place === place && each.path === path && each.left > 0,
    );
    if (trouble !== undefined) trouble.left -= 1;
    return trouble?.fault;
  }
}

interface Sending {
  readonly model: StoredModel;
  readonly file: StoredFile;
  readonly seen: Seen;
  readonly response: ServerResponse;
  readonly fault: Fault | undefined;
  readonly isAround: boolean;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function refuse(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, headers).end(JSON.stringify({ error: 'refused' }));
}
