/**
 * A server that speaks as OpenAI's chat completions do, in the manner of one of the programs that people run, and, when
 * a test asks for it, with every trouble.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly n?: number;
  readonly seed?: number;
  readonly temperature?: number;
  readonly top_p?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly stream?: boolean;
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Of a request for answers. */
  readonly chat: ChatRequest | undefined;
}

/** In what the programs differ, as far as we meet it. */
interface Manner {
  /** What it does about `n`. */
  readonly many: 'gives' | 'ignores' | 'refuses';
  readonly counts: boolean;
  /** The document with which it refuses. */
  readonly error: (status: number, message: string) => object;
}

const openAi = (status: number, message: string): object => ({
  error: { message, type: 'invalid_request_error', param: null, code: status },
});

const manners = {
  vllm: {
    many: 'gives',
    counts: true,
    error: (status, message) => ({ object: 'error', message, type: 'NotFoundError', code: status }),
  },
  ollama: { many: 'ignores', counts: true, error: openAi },
  lmstudio: { many: 'ignores', counts: false, error: (_, message) => ({ error: message }) },
  llamacpp: { many: 'refuses', counts: true, error: openAi },
} as const satisfies Record<string, Manner>;

/** What a test answers in the server’s place. */
type Trouble = (response: ServerResponse, chat: ChatRequest) => void;

export interface Choice {
  readonly content: string | null;
  readonly finish_reason?: string;
}

export class EndpointServer implements AsyncDisposable {
  /** Every request, in order. */
  readonly seen: Seen[] = [];
  readonly models: readonly string[] = ['coder'];
  /** The answer number `index` of a request; a program of one line unless a test says otherwise. */
  choose: (chat: ChatRequest, index: number) => Choice = (_, index) => ({
    content: `\`\`\`python\ndef f(n):\n    return n + ${index}\n\`\`\``,
    finish_reason: 'stop',
  });
  /** Where it is set, requests without it are refused. */
  key: string | undefined;
  /** Requests for answers under way at once, at most. */
  mostAtOnce = 0;
  #atOnce = 0;
  readonly #manner: Manner;
  readonly #troubles: Trouble[] = [];
  readonly #server: Server;

  private constructor(manner: Manner) {
    this.#manner = manner;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(name: keyof typeof manners = 'vllm'): Promise<EndpointServer> {
    const server = new EndpointServer(manners[name]);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get address(): string {
    return `${this.origin}/v1`;
  }

  /** The requests for answers. */
  get chats(): readonly ChatRequest[] {
    return this.seen.flatMap(({ chat }) => chat ?? []);
  }

  /** The next request for answers gets this, and so do as many after it. */
  trouble(answer: Trouble, times = 1): void {
    for (let count = 0; count < times; count += 1) this.#troubles.push(answer);
  }

  /** The next requests are refused as this program refuses. */
  refuse(status: number, message: string, headers: Readonly<Record<string, string>> = {}, times = 1): void {
    this.trouble(
      (response) => sendJson(response, status, this.#manner.error(status, message), headers),
      times,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const content = await text(request).catch(() => '');
    const isChat = method === 'POST' && url.split('?')[0] === '/v1/chat/completions';
    const chat = isChat ? (JSON.parse(content) as ChatRequest) : undefined;
    this.seen.push({ method, url, headers, chat });
    if (this.key !== undefined && headers.authorization !== `Bearer ${this.key}`) {
      return sendJson(response, 401, openAi(401, `Incorrect API key provided: ${headers.authorization}`));
    }
    if (method === 'GET' && url === '/v1/models') {
      return sendJson(response, 200, {
        object: 'list',
        data: this.models.map((id) => ({ id, object: 'model' })),
      });
    }
    if (chat === undefined) return void response.writeHead(404).end('404 page not found');
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    response.on('close', () => (this.#atOnce -= 1));
    const trouble = this.#troubles.shift();
    if (trouble !== undefined) return trouble(response, chat);
    this.complete(chat, response);
  }

  /** Answers as usual. */
  complete(chat: ChatRequest, response: ServerResponse): void {
    const { many, counts, error } = this.#manner;
    const { model, n = 1 } = chat;
    if (!this.models.includes(model)) {
      return sendJson(response, 404, error(404, `The model \`${model}\` does not exist.`));
    }
    if (n > 1 && many === 'refuses') {
      return sendJson(response, 400, error(400, 'Only one completion choice is allowed'));
    }
    const choices = Array.from({ length: many === 'gives' ? n : 1 }, (_, index) => {
      const { content, finish_reason = null } = this.choose(chat, index);
      return { index, message: { role: 'assistant', content }, finish_reason };
    });
    const usage = { prompt_tokens: 100, completion_tokens: 10 * choices.length, total_tokens: 0 };
    sendJson(response, 200, { object: 'chat.completion', model, choices, ...(counts && { usage }) });
  }
}

export function sendJson(
  response: ServerResponse,
  status: number,
  document: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(document));
}
