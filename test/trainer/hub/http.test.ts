/** Requests go through the proxy that the environment names, and not where it says otherwise. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { describeModel } from '../../../trainer/hub/describe.ts';
import { getModel } from '../../../trainer/hub/get.ts';
import { hubOfTest, listening, modelId } from '../../support/hub/client.ts';

interface Proxy extends AsyncDisposable {
  readonly address: string;
  /** Addresses that it was asked for. */
  readonly asked: string[];
}

/** A proxy that knows where `hub.invalid` is, which nobody else does. */
async function proxyTo(endpoint: string): Promise<Proxy> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    asked.push(incoming.url ?? '');
    const address = (incoming.url ?? '').replace('http://hub.invalid', endpoint);
    const outgoing = request(address, { method: incoming.method, headers: incoming.headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(response);
    });
    outgoing.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

test('a hub behind a proxy is reached, and so is the host that it sends on to', async () => {
  await using world = await hubOfTest();
  await using proxy = await proxyTo(world.server.endpoint);
  const hub = await world.hub({ HF_ENDPOINT: 'http://hub.invalid', HTTP_PROXY: proxy.address });
  const heard = listening();
  await getModel(hub, modelId(), await describeModel(hub, modelId(), heard), heard);
  assert.equal(proxy.asked[0], 'http://hub.invalid/api/models/ada/tiny/revision/main?blobs=true');
  assert.equal(proxy.asked.length, world.server.seen.length);
});

test('NO_PROXY keeps the proxy out', async () => {
  await using world = await hubOfTest();
  await using proxy = await proxyTo(world.server.endpoint);
  const hub = await world.hub({ HTTP_PROXY: proxy.address, NO_PROXY: '127.0.0.1' });
  await describeModel(hub, modelId(), listening());
  assert.deepEqual(proxy.asked, []);
});
