/**
 * A page in a real browser, spoken to by its debugging protocol: for what can only be seen there. Uses the Chromium of
 * the system, and there is none everywhere; tests that need it say so and are left out.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { temporaryFolder } from './temporary-folder.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const chromium = places.find((place) => existsSync(place));

const replySchema = z.object({
  id: z.int(),
  error: z.object({ message: z.string() }).optional(),
  result: z.record(z.string(), z.unknown()).optional(),
});
const valueSchema = z.object({
  result: z.object({ value: z.unknown().optional() }),
  exceptionDetails: z.object({ text: z.string() }).optional(),
});

export interface BrowserPage extends AsyncDisposable {
  /** The value of an expression in the page; promises are awaited. */
  evaluate(expression: string): Promise<unknown>;
  /** A command of the debugging protocol. */
  send(method: string, parameters?: object): Promise<Record<string, unknown>>;
}

/** Opens a file in a browser of its own, with a window of this size. */
export async function openInBrowser(file: string, width: number, height: number): Promise<BrowserPage> {
  if (chromium === undefined) throw new Error('There is no Chromium on this machine.');
  const profile = await temporaryFolder();
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run'];
  const child = spawn(
    chromium,
    [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile.path}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let address: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (address !== undefined) break;
  }
  child.stderr.resume();
  const browser = await connect(address ?? '');
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, parameters: object = {}): Promise<Record<string, unknown>> =>
    browser.send(method, parameters, String(sessionId));
  await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await send('Page.navigate', { url: pathToFileURL(file).href });
  return {
    send,
    evaluate: async (expression) => {
      const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      const { result, exceptionDetails } = valueSchema.parse(answer);
      if (exceptionDetails !== undefined) throw new Error(`${expression}: ${exceptionDetails.text}`);
      return result.value;
    },
    [Symbol.asyncDispose]: async () => {
      browser.close();
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await profile[Symbol.asyncDispose]();
    },
  };
}

interface Connection {
  send(method: string, parameters: object, sessionId?: string): Promise<Record<string, unknown>>;
  close(): void;
}

async function connect(address: string): Promise<Connection> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  socket.addEventListener('message', ({ data }) => {
    const reply = replySchema.safeParse(JSON.parse(String(data)));
    if (!reply.success) return;
    const { id, error, result = {} } = reply.data;
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`No connection to ${address}`)));
  });
  let last = 0;
  return {
    send: (method, params, sessionId) => {
      const answer = Promise.withResolvers<Record<string, unknown>>();
      waiting.set((last += 1), answer);
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
      return answer.promise;
    },
    close: () => socket.close(),
  };
}
