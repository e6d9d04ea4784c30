import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { PROTOCOL_VERSION } from '../../../trainer/protocol/version.ts';
import { controlAddress } from '../../../trainer/run/control-channel.ts';
import { connectControl, connectToRun } from '../../../trainer/run/control-client.ts';
import { serveControl } from '../../../trainer/run/control-server.ts';
import { RunController } from '../../../trainer/run/controller.ts';
import { runFolder } from '../../../trainer/run/folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { stepsHeardAt } from './fixtures/serving.ts';
import { until } from './fixtures/toy-run.ts';

interface Listening extends AsyncDisposable {
  readonly path: string;
  readonly socket: string;
  readonly controller: RunController;
}

/** A control server in a folder of its own, for a run of 10 steps that is being prepared. */
async function listen(): Promise<Listening> {
  await using stack = new AsyncDisposableStack();
  const root = stack.use(await temporaryFolder());
  const controller = new RunController(10);
  const address = stack.use(await controlAddress(runFolder(root.path)));
  stack.use(await serveControl({ path: address.path, token: 'secret', run: 'toy', controller }));
  const kept = stack.move();
  return {
    path: root.path,
    socket: address.path,
    controller,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Everything the server says to these lines until it hangs up. */
async function say(socket: string, ...lines: readonly string[]): Promise<string> {
  const connection = createConnection(socket);
  await once(connection, 'connect');
  connection.write(lines.map((line) => `${line}\n`).join(''));
  return text(connection);
}

test('commands change the state and are answered with it', async () => {
  await using server = await listen();
  await using client = await connectControl({ socket: server.socket, token: 'secret' });
  assert.deepEqual(client.status, { state: 'preparing', activity: 'loading', step: 0, steps: 10, phase: 1 });
  server.controller.report('begin');
  server.controller.reached(3, 2);
  assert.deepEqual(await client.request({ type: 'status' }), {
    state: 'running',
    activity: 'loading',
    step: 3,
    steps: 10,
    phase: 2,
  });
  assert.equal((await client.request({ type: 'pause' })).state, 'pausing');
  assert.equal((await client.request({ type: 'unpause' })).state, 'running');
  assert.equal((await client.request({ type: 'stop', save: true })).state, 'stopping');
  assert.equal(server.controller.signal.aborted, false);
  assert.equal((await client.request({ type: 'stop', save: false })).state, 'stopping');
  assert.equal(server.controller.signal.aborted, true);
});

test('a command that means nothing now is rejected, and the connection goes on', async () => {
  await using server = await listen();
  await using client = await connectControl({ socket: server.socket, token: 'secret' });
  await assert.rejects(client.request({ type: 'unpause' }), {
    code: 'control.not-possible',
    message: "The run is preparing, so 'unpause' does nothing.",
  });
  assert.equal((await client.request({ type: 'status' })).state, 'preparing');
});

test('a client hears of changes that others made', async () => {
  await using server = await listen();
  await using client = await connectControl({ socket: server.socket, token: 'secret' });
  const { promise, resolve } = Promise.withResolvers<string>();
  client.watch(({ state }) => state === 'running' && resolve(state));
  server.controller.report('begin');
  assert.equal(await promise, 'running');
  assert.equal(client.status.state, 'running');
});

test('another version is refused with both numbers', async () => {
  await using server = await listen();
  const newer = PROTOCOL_VERSION + 1;
  await assert.rejects(connectControl({ socket: server.socket, token: 'secret' }, { protocol: newer }), {
    code: 'control.refused',
    message: new RegExp(`the trainer speaks protocol ${PROTOCOL_VERSION}, the client ${newer}`),
  });
});

test('a wrong token is refused', async () => {
  await using server = await listen();
  for (const token of ['', 'secre', 'secret2', 'sEcret']) {
    await assert.rejects(connectControl({ socket: server.socket, token }), {
      code: 'control.refused',
      message: /token/,
    });
  }
});

const hello = JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, token: 'secret' });
const strangeTalk: readonly [string, readonly string[], RegExp][] = [
  [
    'a command before the hello',
    ['{"type":"stop","id":1,"save":false}'],
    /the first message must be a hello/,
  ],
  ['a message that is no JSON', ['GET / HTTP/1.1'], /a message is not JSON/],
  ['an unknown command', [hello, '{"type":"explode","id":1}'], /"welcome".*no command of this version/s],
];

for (const [talk, lines, answer] of strangeTalk) {
  test(`${talk} ends the connection and changes nothing`, async () => {
    await using server = await listen();
    assert.match(await say(server.socket, ...lines), answer);
    assert.equal(server.controller.status.state, 'preparing');
  });
}

test('a line that never ends is not collected for ever', async () => {
  await using server = await listen();
  const connection = createConnection(server.socket);
  connection.on('error', () => undefined);
  connection.write('x'.repeat(70_000));
  await once(connection, 'close');
});

test('when the trainer ends, whoever still waits is told', async () => {
  const server = await listen();
  await using client = await connectControl({ socket: server.socket, token: 'secret' });
  await server[Symbol.asyncDispose]();
  assert.equal((await client.ended).code, 'control.ended');
  await assert.rejects(client.request({ type: 'status' }), {
    code: 'control.ended',
    message: /the trainer closed it/,
  });
});

test('a trainer that hangs is given up', async () => {
  await using root = await temporaryFolder();
  const path = join(root.path, 'hangs.sock');
  const server = createServer().listen(path);
  await once(server, 'listening');
  const connecting = connectControl({ socket: path, token: 't' }, { silenceMs: 50 });
  await assert.rejects(connecting, { code: 'control.ended', message: /it was silent for 50 ms/ });
  server.close();
});

test('a socket that a killed trainer left behind is replaced', async () => {
  await using root = await temporaryFolder();
  await using address = await controlAddress(runFolder(root.path));
  await writeFile(address.path, '');
  assert.equal(await stepsHeardAt(address.path, 1), 1);
});

test('a run that nobody trains cannot be steered', async () => {
  await using root = await temporaryFolder();
  await assert.rejects(connectToRun(runFolder(root.path)), { code: 'control.not-running' });
});

test('a trainer that does not listen is told from one that is not there', async () => {
  await using root = await temporaryFolder();
  await assert.rejects(connectControl({ socket: join(root.path, 'none.sock'), token: 't' }), {
    code: 'control.connect-failed',
  });
});

test('a client that never reads is dropped after a megabyte', async () => {
  await using server = await listen();
  const connection = createConnection(server.socket);
  connection.on('error', () => undefined);
  connection.pause();
  connection.write(`${hello}\n`);
  const request = `${JSON.stringify({ type: 'status', id: 1 })}\n`;
  // Each request of 26 bytes is answered by more than 100; the connection breaks while it asks.
  await until(() => {
    for (let count = 0; count < 1000; count += 1) connection.write(request);
    return connection.destroyed || connection.errored !== null;
  });
  await using client = await connectControl({ socket: server.socket, token: 'secret' });
  assert.equal(client.status.state, 'preparing');
});

test('a trainer ends although a client has stopped reading', async () => {
  const server = await listen();
  const connection = createConnection(server.socket);
  connection.on('error', () => undefined);
  connection.write(`${hello}\n`);
  await once(connection, 'data');
  connection.pause();
  // More than the system keeps for one who does not read, less than he is dropped for.
  for (let change = 0; change < 8000; change += 1) server.controller.busy('updating');
  await server[Symbol.asyncDispose]();
  connection.destroy();
});
