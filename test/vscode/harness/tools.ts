/** Where the programs are that the tests in a real VS Code need, and what to do where one is missing. */
import { isSet } from '../../support/is-set.ts';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const inTools = (path: string): string =>
  fileURLToPath(new URL(`../tools/node_modules/${path}`, import.meta.url));

/** The package that holds them; apart from the project's own. */
export const toolsFolder = fileURLToPath(new URL('../tools', import.meta.url));

/** What makes a VSIX of a folder. */
export const packerProgram = inTools('@vscode/vsce/vsce');

/** Whether code-server has a server for this system. */
export const hasServer = process.platform !== 'win32';

/** The VS Code server that code-server brings, its packages not yet installed when it arrives. */
export const vscodeFolder = inTools('code-server/lib/vscode');

export const serverProgram = inTools('code-server/lib/vscode/out/server-main.js');

/** One of the packages that the server imports when it starts. */
export const serverPackage = inTools('code-server/lib/vscode/node_modules/node-pty/package.json');

/** Names another browser of Chromium's kind than those below. */
const browserVariable = 'CRITIQUE_CODER_CHROMIUM';

const browsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that shows the workbench; undefined where none is installed. */
export function findBrowser(): string | undefined {
  const named = process.env[browserVariable];
  return (named === undefined ? browsers : [named]).find((file) => existsSync(file));
}

/** Why no workbench can be started here, in words for the test report; undefined where one can. */
function missing(): string | undefined {
  if (!hasServer) return 'code-server does not run on Windows';
  const found = existsSync(serverProgram) && existsSync(serverPackage) && findBrowser() !== undefined;
  return found ? undefined : 'a VS Code server or a browser is missing: run npm run test:vscode:setup';
}

/** Set where a missing workbench must not pass for a tested one. */
export const isRequired =
  process.platform === 'linux' && ['CI', 'CRITIQUE_CODER_REQUIRE_WORKBENCH'].some(isSet);

/** For `node:test`: the reason to skip the tests in the workbench, or false. Throws where they may not be skipped. */
export function skipWithoutWorkbench(): string | false {
  const reason = missing();
  if (reason !== undefined && isRequired)
    throw new Error(`The tests in the workbench cannot run: ${reason}.`);
  return reason ?? false;
}
