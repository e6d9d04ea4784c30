/** What git says of the files of a folder. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface GitFile {
  /** Relative to the folder that was asked about; a submodule, or a repository inside, is named as one. */
  readonly file: string;
  readonly ignored: boolean;
}

/**
 * Files that a build has put beside the sources and that those load, although git ignores them: the version that a
 * package writes of itself, what was compiled for Python or Node.
 */
const built = /\.(?:pyi?|so|pyd|dylib|dll|node|wasm|[mc]?[jt]s|json)$/;

/**
 * What git tracks, deleted or not, or would track, and what was built beside it. Null without git, in no repository that
 * it would read, or in a folder that the repository around it ignores as a whole: it was named, so it is meant.
 */
export async function gitFiles(folder: string, signal: AbortSignal): Promise<GitFile[] | null> {
  const tracked = await askGit(folder, ['-co'], signal);
  if (tracked === null || tracked.length === 0) return null;
  const ignored = (await askGit(folder, ['-oi', '--directory'], signal)) ?? [];
  return [
    ...tracked.map((name) => ({ file: name.replace(/\/$/, ''), ignored: false })),
    ...ignored.filter((name) => built.test(name)).map((file) => ({ file, ignored: true })),
  ];
}

/** Null where it fails. Runs nothing that the repository configures. */
async function askGit(
  folder: string,
  which: readonly string[],
  signal: AbortSignal,
): Promise<string[] | null> {
  const parameters = ['-c', 'core.fsmonitor=false', 'ls-files', ...which, '--exclude-standard', '-z'];
  const env = withoutGit(process.env);
  try {
    const { stdout } = await promisify(execFile)('git', parameters, {
      cwd: folder,
      env,
      signal,
      maxBuffer: 2 ** 28,
      windowsHide: true,
    });
    // A file in conflict is named once a side.
    return [...new Set(stdout.split('\0'))].filter((name) => !['', './'].includes(name));
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** Variables without those by which a hook of git, which we may be called from, names its own repository. */
export function withoutGit(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^GIT_/i.test(name)));
}
