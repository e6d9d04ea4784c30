/**
 * `npm run test:vscode:setup`: installs the packer of VSIXs, and what the tests in a real VS Code need and is missing. The
 * packages are apart from the project's, because the server's installs only without its scripts and in two steps; none of
 * those scripts is needed. Where the tests cannot run, such as on Windows, the packer is installed all the same.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { installByApt } from '../support/apt.ts';
import {
  findBrowser,
  hasServer,
  isRequired,
  packerProgram,
  serverPackage,
  toolsFolder,
  vscodeFolder,
} from './harness/tools.ts';

const lockfile = join(toolsFolder, 'package-lock.json');

/** Holds the lockfile that was installed, once all of it was. */
const stamp = join(toolsFolder, 'node_modules', '.installed-lockfile.json');

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

async function run(program: string, parameters: readonly string[], folder: string): Promise<void> {
  await execa(program, parameters, { cwd: folder, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' });
}

async function installPackages(): Promise<void> {
  const wanted = await readFile(lockfile, 'utf8');
  const installed = await readFile(stamp, 'utf8').catch(() => '');
  const [what, last] = hasServer ? ['Packer and VS Code server', serverPackage] : ['Packer', packerProgram];
  if (installed === wanted && existsSync(last)) return void say(`${what}: installed.`);
  say(`${what}: installing${hasServer ? ', about 700 MB' : ''} …`);
  await run('npm', ['ci', ...quiet], toolsFolder);
  // Its versions are pinned by its own shrinkwrap, which npm ci finds out of step with its package.json.
  if (hasServer) await run('npm', ['install', '--omit=dev', '--no-save', ...quiet], vscodeFolder);
  await writeFile(stamp, wanted);
}

/** Whether a browser is there in the end. */
async function installBrowser(): Promise<boolean> {
  const found = findBrowser();
  if (found !== undefined) return say(`Browser: ${found}.`);
  say('Browser: none found; installing Chromium, about 150 MB …');
  if (!(await installByApt('chromium'))) {
    say(
      'Browser: it cannot be installed from here (that takes Debian or Ubuntu, and root). ' +
        'Install Chromium or Chrome, or name one in CRITIQUE_CODER_CHROMIUM; until then the tests in a real VS Code ' +
        `${isRequired ? 'fail' : 'are skipped'}. VSIXs can be packed without.`,
    );
    return false;
  }
  return findBrowser() !== undefined;
}

await installPackages();
if (!hasServer) say('The VS Code server of these tests does not run on Windows; they are skipped there.');
else if (!(await installBrowser()) && isRequired) process.exitCode = 1;
