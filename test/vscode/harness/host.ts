/** Runs files of facts inside a real extension host and brings their results back. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openBrowser, openPage } from './browser.ts';
import { resultsVariable, type FactResult } from './facts.ts';
import { startServer, type ServerOptions } from './server.ts';
import { Workbench } from './workbench.ts';

export interface HostOptions extends Pick<ServerOptions, 'settings' | 'environment'> {
  /** The unpacked extension under test. */
  readonly extension: string;
  /** Opened in the window. */
  readonly workspace: string;
  /** Absolute paths of `*.facts.ts` files. */
  readonly files: readonly string[];
}

export interface HostReport {
  readonly facts: readonly FactResult[];
  /** The exit code of VS Code's own test run: 0 only if all facts hold. */
  readonly code: number;
}

const factsModule = fileURLToPath(new URL('./facts.ts', import.meta.url));

/** Longest that all facts together may take, so that a host which hangs ends as a failure. */
const patience = 300_000;

export async function checkFacts(options: HostOptions): Promise<HostReport> {
  await using folder = await temporaryFolder();
  const [results, program] = [join(folder.path, 'facts.json'), join(folder.path, 'facts.js')];
  await bundle(options.files, program);
  await using server = await startServer({
    ...options,
    forHostTests: true,
    environment: { ...options.environment, [resultsVariable]: results },
  });
  await using browser = await openBrowser();
  const page = await openPage(browser);
  const { code: ended } = await endOf(page);
  const remote = (path: string): string => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(options.extension)],
    ['extensionTestsPath', remote(program)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ] as const;
  await new Workbench(page, server, { folder: options.workspace, payload }).open();
  const code = await Promise.race([ended, sleep(patience, null, { ref: false })]);
  if (code === null) throw new Error(`The facts took longer than ${patience} ms:\n${server.log()}`);
  const facts = await readFile(results, 'utf8').catch((cause: unknown) => {
    throw new Error(`The facts ended with ${code} and left no results:\n${server.log()}`, { cause });
  });
  return { facts: JSON.parse(facts) as FactResult[], code };
}

/** Hands out the exit code that the workbench reports in place of ending a process. */
async function endOf(page: Page): Promise<{ readonly code: Promise<number> }> {
  const { promise, resolve } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', resolve);
  return { code: promise };
}

/** One program that VS Code calls `run` of, after every file has named its facts. */
async function bundle(files: readonly string[], out: string): Promise<void> {
  const imports = files.map((file) => `import ${JSON.stringify(file)};`);
  await build({
    stdin: {
      contents: [...imports, `export { run } from ${JSON.stringify(factsModule)};`].join('\n'),
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    outfile: out,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
