/** The other end of the control socket: for the command line, the extension and the tests. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createConnection } from 'node:net';
import { reasonOf, TrainerError } from '../errors/error.ts';
import { connectFailed, connectionEnded, notRunning, refused } from '../errors/control.ts';
import type { CommandBody, RunStatus, ServerMessage } from '../protocol/control.ts';
import { serverMessageSchema, SILENCE_MS } from '../protocol/control.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { onLines, send } from './control-channel.ts';
import { parseJson } from './files.ts';
import type { RunFolder } from './folder.ts';
import { holderOf, readLock } from './lock.ts';

export interface ControlClient extends AsyncDisposable {
  /** The newest status heard of. */
  readonly status: RunStatus;
  /** Resolves with the status after the command; rejects with `control.not-possible` or `control.ended`. */
  request(command: CommandBody): Promise<RunStatus>;
  /** Calls back with every status until the connection ends. */
  watch(listener: (status: RunStatus) => void): Disposable;
  /** Resolves when the connection has ended, with the reason. */
  readonly ended: Promise<TrainerError>;
}

/** Connects to whoever trains a run. Throws `control.not-running`, `control.connect-failed` or `control.refused`. */
export async function connectToRun(folder: RunFolder): Promise<ControlClient> {
  const lock = await readLock(folder);
  if (lock === null || (await holderOf(lock)) === 'gone') throw notRunning(folder.path);
  return connectControl(lock);
}

export interface ControlClientOptions {
  /** The version to say hello with. */
  readonly protocol?: number;
  /** Milliseconds of silence after which the trainer counts as gone. */
  readonly silenceMs?: number;
}

/** Connects, says hello and waits for the welcome. */
export async function connectControl(
  { socket: path, token }: { readonly socket: string; readonly token: string },
  { protocol = PROTOCOL_VERSION, silenceMs = SILENCE_MS }: ControlClientOptions = {},
): Promise<ControlClient> {
  const socket = createConnection(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(silenceMs) });
  } catch (cause) {
    socket.destroy();
    throw connectFailed(path, cause);
  }
  const connection = new Connection(socket, silenceMs);
  send(socket, { type: 'hello', protocol, token });
  await connection.welcomed;
  return connection;
}

class Connection implements ControlClient {
  readonly welcomed: Promise<void>;
  readonly ended: Promise<TrainerError>;
  readonly #socket: Socket;
  readonly #greeting = Promise.withResolvers<undefined>();
  readonly #ending = Promise.withResolvers<TrainerError>();
  readonly #pending = new Map<number, PromiseWithResolvers<RunStatus>>();
  readonly #listeners = new Set<(status: RunStatus) => void>();
  #status: RunStatus | undefined;
  #requests = 0;
  #cause: TrainerError | undefined;

  constructor(socket: Socket, silenceMs: number) {
    this.#socket = socket;
    this.welcomed = this.#greeting.promise;
    this.ended = this.#ending.promise;
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`it was silent for ${silenceMs} ms`)));
    socket.on('error', (error) => (this.#cause ??= connectionEnded(reasonOf(error))));
    socket.on('close', () => this.#end(this.#cause ?? connectionEnded('the trainer closed it')));
    onLines(socket, (line) => this.#hear(line));
  }

  get status(): RunStatus {
    if (this.#status === undefined) throw new Error('The status is known from the welcome on.');
    return this.#status;
  }

  async request(command: CommandBody): Promise<RunStatus> {
    if (this.#socket.closed) throw await this.ended;
    const id = (this.#requests += 1);
    const answer = Promise.withResolvers<RunStatus>();
    this.#pending.set(id, answer);
    send(this.#socket, { ...command, id });
    return answer.promise;
  }

  watch(listener: (status: RunStatus) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cause ??= connectionEnded('this side closed it');
    this.#socket.destroySoon();
    await this.ended;
  }

  #hear(line: string): void {
    const document = parseJson(line);
    const message = serverMessageSchema.safeParse(document.ok ? document.value : undefined);
    if (message.success) this.#take(message.data);
    else this.#socket.destroy(new Error('it sent a message that this version does not know'));
  }

  #take(message: ServerMessage): void {
    if (message.type === 'refused') {
      this.#cause = refused(message.message);
      return this.#socket.destroySoon();
    }
    this.#status = message.status;
    for (const listener of [...this.#listeners]) listener(message.status);
    if (message.type === 'welcome') return this.#greeting.resolve(undefined);
    if (message.type === 'heartbeat') return;
    const answer = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.type === 'reply') answer?.resolve(message.status);
    else answer?.reject(new TrainerError(message.code, message.message, message.hint));
  }

  /** Nobody waits for ever: everything that is still open is answered with the reason. */
  #end(cause: TrainerError): void {
    this.#greeting.reject(cause);
    for (const answer of this.#pending.values()) answer.reject(cause);
    this.#pending.clear();
    this.#ending.resolve(cause);
  }
}
