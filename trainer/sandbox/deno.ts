/** Where Deno is, and how it is started so that it may do nothing. */
import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { denoMissing, denoUnusable } from '../errors/sandbox.ts';

/** Names another Deno than the one that was installed with the trainer. */
const denoVariable = 'CRITIQUE_CODER_DENO';

/** The path of a Deno that can be executed: `path`, else the variable's, else the one of npm's package `deno`. */
export function findDeno(path: string | undefined = process.env[denoVariable]): string {
  const found = path ?? packagedDeno();
  try {
    accessSync(found, constants.X_OK);
    return found;
  } catch (cause) {
    if (path !== undefined) throw denoUnusable(found, cause);
    return makeExecutable(found);
  }
}

/** The package's install script is not run, so its binary is taken from the package for this platform. */
function packagedDeno(): string {
  const libc = process.platform === 'linux' ? '-glibc' : '';
  const target = `${process.platform}-${process.arch}${libc}`;
  try {
    const deno = createRequire(import.meta.url).resolve('deno/package.json');
    const folder = dirname(createRequire(deno).resolve(`@deno/${target}/package.json`));
    return join(folder, process.platform === 'win32' ? 'deno.exe' : 'deno');
  } catch (cause) {
    throw denoMissing(target, cause);
  }
}

/** Some ways of unpacking lose the permission to execute. */
function makeExecutable(file: string): string {
  try {
    chmodSync(file, 0o755);
    accessSync(file, constants.X_OK);
    return file;
  } catch (cause) {
    throw denoUnusable(file, cause);
  }
}

/** Threads of Deno have stacks of 4 MB. V8 uses one unless told; Python's functions written in C need more to recurse. */
const stackKb = 3000;

/** No permission is granted, each is denied by name as well, and no configuration file can grant one. */
export function denoArguments(supervisor: string): string[] {
  const denied = ['read', 'write', 'net', 'env', 'run', 'ffi', 'sys', 'import'].map(
    (name) => `--deny-${name}`,
  );
  const isolated = ['--no-prompt', '--no-config', '--no-lock', '--no-npm', '--no-remote', '--no-code-cache'];
  const address = `data:text/javascript;base64,${Buffer.from(supervisor).toString('base64')}`;
  return ['run', ...denied, ...isolated, `--v8-flags=--stack-size=${stackKb}`, address];
}

/**
 * Nothing of the parent's environment is passed on. Without any permission a program may still write to Deno's own
 * cache folder through the web's Cache interface, so that folder is one that cannot be created.
 */
export function denoEnvironment(deno: string): Record<string, string> {
  const environment = { DENO_DIR: join(deno, 'no-cache'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? environment : { ...environment, SystemRoot };
}
