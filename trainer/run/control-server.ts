/** The trainer's end of the control socket. */
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { TrainerError } from '../errors/error.ts';
import { fileFailed } from '../errors/run.ts';
import type { Command, RunStatus, ServerMessage } from '../protocol/control.ts';
import { commandSchema, HEARTBEAT_MS, helloSchema, SILENCE_MS } from '../protocol/control.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import { onLines, send } from './control-channel.ts';
import type { RunController } from './controller.ts';
import { parseJson } from './files.ts';

/** For what was said last to be read. */
const GRACE_MS = 1000;

export interface ControlServerOptions {
  readonly path: string;
  readonly token: string;
  readonly run: string;
  readonly controller: RunController;
}

/** Listens until disposed. The caller holds the run's lock, so a socket file that is there already is a dead one. */
export async function serveControl(options: ControlServerOptions): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that vanishes is no concern of the run's.
    socket.on('error', () => socket.destroy());
    attend(socket, options);
  });
  try {
    if (process.platform !== 'win32') await rm(options.path, { force: true });
    server.listen(options.path);
    await once(server, 'listening');
    if (process.platform !== 'win32') await chmod(options.path, 0o600);
  } catch (cause) {
    server.close();
    throw fileFailed('Listening at', options.path, cause);
  }
  return {
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroySoon();
      const closed = once(server, 'close');
      server.close();
      // Who does not read any more is not waited for.
      const grace = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, GRACE_MS);
      await closed;
      clearTimeout(grace);
    },
  };
}

/** One connection, from its hello to its end. */
function attend(socket: Socket, options: ControlServerOptions): void {
  const silence = setTimeout(() => refuse(socket, 'silence', 'no hello came in time'), SILENCE_MS);
  socket.on('close', () => clearTimeout(silence));
  let welcomed = false;
  onLines(socket, (line) => {
    const message = parseJson(line);
    if (!message.ok) refuse(socket, 'malformed', `a message is not JSON: ${message.reason}`);
    else if (welcomed) obey(socket, message.value, options.controller);
    else {
      clearTimeout(silence);
      welcomed = greet(socket, message.value, options);
    }
  });
}

/** Answers the first message; true if the client may go on. */
function greet(socket: Socket, message: unknown, { token, run, controller }: ControlServerOptions): boolean {
  const hello = helloSchema.safeParse(message);
  if (!hello.success)
    refuse(socket, 'malformed', 'the first message must be a hello with protocol and token');
  else if (hello.data.protocol !== PROTOCOL_VERSION) {
    const versions = `the trainer speaks protocol ${PROTOCOL_VERSION}, the client ${hello.data.protocol}`;
    refuse(socket, 'version', versions);
  } else if (!equalSecrets(hello.data.token, token))
    refuse(socket, 'token', 'the token is not that of lock.json');
  else {
    send(socket, welcome(run, controller.status));
    beat(socket, controller);
    return true;
  }
  return false;
}

const welcome = (run: string, status: RunStatus): ServerMessage => ({
  type: 'welcome',
  protocol: PROTOCOL_VERSION,
  run,
  status,
});

/** Tells the status at every change and every second. */
function beat(socket: Socket, controller: RunController): void {
  const tell = (): void =>
    send(socket, { type: 'heartbeat', status: controller.status } satisfies ServerMessage);
  const timer = setInterval(tell, HEARTBEAT_MS);
  const watch = controller.watch(tell);
  socket.on('close', () => {
    clearInterval(timer);
    watch[Symbol.dispose]();
  });
}

function obey(socket: Socket, message: unknown, controller: RunController): void {
  const command = commandSchema.safeParse(message);
  if (!command.success) return refuse(socket, 'malformed', 'a message is no command of this version');
  send(socket, answer(controller, command.data));
}

function answer(controller: RunController, command: Command): ServerMessage {
  try {
    return { type: 'reply', id: command.id, status: controller.command(command) };
  } catch (cause) {
    if (!(cause instanceof TrainerError)) throw cause;
    const { code, message, hint } = cause;
    return { type: 'rejected', id: command.id, code, message, hint, status: controller.status };
  }
}

type Refusal = Extract<ServerMessage, { type: 'refused' }>;

function refuse(socket: Socket, reason: Refusal['reason'], message: string): void {
  send(socket, { type: 'refused', protocol: PROTOCOL_VERSION, reason, message } satisfies Refusal);
  socket.destroySoon();
}

/** Compares in a time that does not tell how much is right. */
function equalSecrets(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
