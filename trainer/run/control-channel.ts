/** Both ends of the control socket: where it is, and JSON documents, one a line. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { socketPathTooLong } from '../errors/control.ts';
import { systemCode } from '../errors/run.ts';
import { CONTROL_LINE_BYTES } from '../protocol/control.ts';
import { UNFINISHED } from './files.ts';
import type { RunFolder } from './folder.ts';

/** macOS allows 103 bytes and Linux 107; one limit for both keeps runs movable. */
const SOCKET_PATH_BYTES = 103;

/** Codes of file systems that have no sockets, such as those of memory sticks and some network shares. */
const NO_SOCKETS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP']);

/** Most bytes that wait for the other side to read them. */
const UNREAD_BYTES = 1_048_576;

export interface ControlAddress extends AsyncDisposable {
  readonly path: string;
}

/**
 * A path for the control socket: in the run folder where that is short enough and its file system has sockets, else in a
 * private temporary folder, which disposing removes. The socket itself goes with its server: whoever was refused the lock must not touch another's.
 * Windows has names for pipes instead.
 */
export async function controlAddress(folder: RunFolder): Promise<ControlAddress> {
  if (process.platform === 'win32') {
    const path = `\\\\.\\pipe\\critique-coder-${randomBytes(16).toString('hex')}`;
    return { path, [Symbol.asyncDispose]: nothing };
  }
  const beside = join(folder.path, 'control.sock');
  if (fits(beside) && (await hasSockets(folder))) return { path: beside, [Symbol.asyncDispose]: nothing };
  const temporary = await mkdtemp(join(tmpdir(), 'critique-coder-'));
  const path = join(temporary, 'control.sock');
  const address = { path, [Symbol.asyncDispose]: () => rm(temporary, { recursive: true, force: true }) };
  if (fits(path)) return address;
  await address[Symbol.asyncDispose]();
  throw socketPathTooLong(path, SOCKET_PATH_BYTES);
}

const nothing = (): Promise<void> => Promise.resolve();

const fits = (path: string): boolean => Buffer.byteLength(path) <= SOCKET_PATH_BYTES;

/** Tried under a name of its own: whoever holds the lock may be listening at the real one. */
async function hasSockets(folder: RunFolder): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(join(folder.path, `${UNFINISHED}${randomBytes(3).toString('hex')}`));
    await once(server, 'listening');
    return true;
  } catch (cause) {
    // Any other failure is told where the trainer listens.
    return !NO_SOCKETS.has(systemCode(cause) ?? '');
  } finally {
    server.close();
  }
}

/** Calls back with each line; a line that never ends destroys the socket. */
export function onLines(socket: Socket, callback: (line: string) => void): void {
  let pending = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) callback(line);
    if (Buffer.byteLength(pending) > CONTROL_LINE_BYTES) {
      socket.destroy(new Error(`a message is longer than ${CONTROL_LINE_BYTES} bytes`));
    }
  });
}

/** Sends a message; one who does not read what was sent before is dropped, rather than kept in memory for. */
export function send(socket: Socket, message: object): void {
  if (socket.writableLength > UNREAD_BYTES) socket.destroy();
  else if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
