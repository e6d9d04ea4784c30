/** The Monitor's page in a real browser, with the host's own session behind it instead of VS Code. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pageHtml } from '../../extension/panel/html.ts';
import { Observer } from '../../extension/panel/observer.ts';
import { PanelSession } from '../../extension/panel/session.ts';
import type { Bundle } from '../../trainer/protocol/translate.ts';
import type { RunEntry } from '../../extension/run/store.ts';
import { pageBundle } from '../../webview/bundle.ts';
import { openInBrowser, type BrowserPage } from './browser.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A page that is still not as expected never will be. */
const ATTEMPTS = 1000;

/** What the log's levels are chosen by, while its tab is open; and choosing as a user does. */
const levels = `document.querySelector('vscode-tab-panel:not([hidden]) select:has(option[value="warning"])')`;
const choose = `(select, value) => { select.value = value; select.dispatchEvent(new Event('change')); }`;

/** Expressions that do in the page what a user does. */
export const click = (selector: string): string =>
  `document.querySelector(${JSON.stringify(selector)}).click()`;
export const openTab = (name: string): string =>
  `[...document.querySelectorAll('vscode-tab-header')].find((tab) => tab.textContent === '${name}').click()`;

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** What VS Code gives to the page, and a note of whatever the policy forbids. */
const host = (kept: unknown): string => `
  window.sent = []; window.kept = ${JSON.stringify(kept) ?? 'undefined'}; window.forbidden = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(message),
    getState: () => window.kept,
    setState: (state) => { window.kept = state; },
  });
  addEventListener('securitypolicyviolation', (event) => window.forbidden.push(event.violatedDirective));
  addEventListener('error', (event) => window.forbidden.push(event.message));
`;

export interface PanelPage extends AsyncDisposable {
  readonly browser: BrowserPage;
  /** What the page asked of VS Code and of the runs. */
  readonly done: readonly string[];
  /** Brings runs into focus, as `Open Run` does. */
  show(runs: string[]): void;
  /** Carries messages both ways until the expression is true in the page. */
  until(expression: string): Promise<void>;
  /** The value of an expression, after everything so far was carried. */
  value(expression: string): Promise<unknown>;
  /** Chooses what the log shows, once the open tab offers it. */
  chooseLevel(level: string): Promise<void>;
}

export interface PageOptions {
  /** The page's words in the user's language. */
  readonly words?: Bundle;
  /** As numbers and times are written in; English unless it is said. */
  readonly language?: string;
  /** What VS Code kept of the page when it was closed. */
  readonly kept?: unknown;
}

export async function openPanelPage(
  entries: readonly RunEntry[],
  width: number,
  options: PageOptions = {},
): Promise<PanelPage> {
  const folder = await temporaryFolder();
  const file = await writePage(folder.path, options);
  const browser = await openInBrowser(file, width, 900);
  const done: string[] = [];
  const inbox: unknown[] = [];
  const note = (text: string): Promise<void> => {
    done.push(text);
    return Promise.resolve();
  };
  const session = new PanelSession(
    {
      runs: () => entries,
      perform: (action) => note(action),
      command: (command) => note(command),
      exportChart: ({ chart }) => note(`exportChart ${chart}`),
      train: () => note('train'),
      post: (message) => inbox.push(message),
      report: ({ message }) => done.push(`failed: ${message}`),
    },
    new Observer(),
  );
  const carry = async (): Promise<void> => {
    const sent = await browser.evaluate('(window.sent ?? []).splice(0)');
    for (const message of Array.isArray(sent) ? sent : []) await session.receive(message);
    for (const message of inbox.splice(0)) {
      await browser.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    }
  };
  const until = (expression: string): Promise<void> => waitFor(expression, browser, carry);
  return {
    browser,
    done,
    show: (runs) => session.show({ id: crypto.randomUUID(), runs }),
    until,
    value: async (expression) => {
      const value = await browser.evaluate(expression);
      await carry();
      return value;
    },
    chooseLevel: async (level) => {
      await until(`${levels} !== null`);
      await browser.evaluate(`(${choose})(${levels}, ${JSON.stringify(level)})`);
    },
    [Symbol.asyncDispose]: async () => {
      session[Symbol.dispose]();
      await browser[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function waitFor(expression: string, browser: BrowserPage, carry: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await carry();
    if ((await browser.evaluate(`Boolean(${expression})`)) === true) return;
    await sleep(20);
  }
  const text = await browser.evaluate('document.body.innerText');
  throw new Error(`It never came about that ${expression}. The page says: ${String(text)}`);
}

/** The bundle, and the host's own document around it. */
async function writePage(
  folder: string,
  { words = {}, language = 'en', kept }: PageOptions,
): Promise<string> {
  await build({ ...pageBundle, absWorkingDir: repository, outdir: folder, logLevel: 'warning' });
  const nonce = 'bm9uY2U=';
  const files = { script: 'webview.js', style: 'webview.css', source: 'file:' };
  const html = pageHtml({ ...files, nonce, language, title: 'Monitor', words });
  const body = `<body class="vscode-dark"><script nonce="${nonce}">${host(kept)}</script>`;
  const file = join(folder, 'page.html');
  await writeFile(file, html.replace('<body>', body));
  return file;
}
