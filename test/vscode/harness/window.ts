/** A window of VS Code for as long as a test needs it; where the test fails, what it showed is kept. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openBrowser, openPage } from './browser.ts';
import { startServer, type Server, type ServerOptions } from './server.ts';
import { Workbench } from './workbench.ts';

const failures = fileURLToPath(new URL('../failures', import.meta.url));

export interface WindowOptions extends ServerOptions {
  /** Names what is kept of a failure. */
  readonly name: string;
  /** Opened in the window. */
  readonly workspace: string;
}

export async function withWindow(
  options: WindowOptions,
  use: (workbench: Workbench, server: Server) => Promise<void>,
): Promise<void> {
  await using server = await startServer(options);
  await using browser = await openBrowser();
  const workbench = new Workbench(await openPage(browser), server, { folder: options.workspace });
  try {
    await workbench.open();
    await use(workbench, server);
  } catch (error) {
    await mkdir(failures, { recursive: true });
    const at = (kind: string): string => join(failures, `${options.name}.${kind}`);
    await workbench.page.screenshot({ path: at('png') });
    await writeFile(at('log'), server.log());
    throw error;
  }
}
