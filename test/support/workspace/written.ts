/** Workspaces that a test writes, and copies of them to run in. */
import { execFile } from 'node:child_process';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestRun } from '../../../trainer/protocol/workspace.ts';
import { readWorkspace } from '../../../trainer/workspace/read.ts';
import { openScratch } from '../../../trainer/workspace/scratch.ts';
import type { Scratch, TestRunOptions, Workspace } from '../../../trainer/workspace/types.ts';
import { temporaryFolder, type TemporaryFolder } from '../temporary-folder.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

export const never = new AbortController().signal;

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [file, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
}

export async function writtenWorkspace(files: Files): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  await writeFiles(folder.path, files);
  return folder;
}

/** Without the user's own settings, which may ask for signatures or run hooks. */
export async function git(folder: string, ...parameters: readonly string[]): Promise<void> {
  const nobody = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'init.defaultBranch=main'];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '', GIT_CONFIG_NOSYSTEM: '1' };
  await promisify(execFile)('git', [...nobody, '-c', 'protocol.file.allow=always', ...parameters], {
    cwd: folder,
    env,
  });
}

/** Links packages of this repository into a workspace's node_modules, as a package manager would. */
export async function install(folder: string, ...names: readonly string[]): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  for (const name of names) {
    const found = await realpath(dirname(resolve(`${name}/package.json`)));
    await symlink(found, join(folder, 'node_modules', name), 'junction');
  }
}

export interface Opened extends AsyncDisposable {
  readonly workspace: Workspace;
  readonly scratch: Scratch;
  /** Runs a test file of the workspace, which must have been found as one. */
  readonly run: (file: string, options?: Partial<TestRunOptions>) => Promise<TestRun>;
}

/** A copy of the workspace in `folder`. */
export async function openCopy(folder: string, python?: string): Promise<Opened> {
  const options = { signal: never, python };
  const workspace = await readWorkspace(folder, options);
  const scratch = await openScratch(workspace, options);
  return {
    workspace,
    scratch,
    run(file, changes = {}) {
      const test = workspace.tests.find((found) => found.file === file);
      if (test === undefined) throw new Error(`${file} was not found to be a test file`);
      return scratch.run(test, { limitMs: 60_000, signal: never, ...changes });
    },
    [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose](),
  };
}

/** The statuses of all its test files, by their names. */
export async function statuses({ workspace, run }: Opened): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { file } of workspace.tests) found[file] = (await run(file)).status;
  return found;
}
