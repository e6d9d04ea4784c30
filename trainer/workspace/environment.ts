/** The variables that tests run with: those of this process, without what would lead back to it or to the working tree. */
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { withoutGit } from './git-files.ts';
import { environmentPrograms, type Python } from './python.ts';

/**
 * Variables by which a test runner, a debugger, a hook or a script of npm that surrounds this process would speak to the
 * tests, and Python's own paths, which are set anew.
 */
const surrounding =
  /^(NODE_(OPTIONS|TEST_CONTEXT|TEST_WORKER_ID|V8_COVERAGE|CHANNEL_FD|UNIQUE_ID)|VITEST|VITEST_.*|JEST_.*|TEST_WORKER.*|PYTEST_.*|PYTHONPATH|PYTHONSTARTUP|COVERAGE_.*|COV_CORE_.*|npm_.*|INIT_CWD|VSCODE_.*|FORCE_COLOR|OLDPWD)$/i;

export interface Situation {
  /** Where the program is started. */
  readonly folder: string;
  /** A folder for its temporary files. */
  readonly temporary: string;
  /** Of the program where it is a Python. */
  readonly python: Python | null;
  /** Folders that modules are looked for in, before those of the interpreter. */
  readonly modules: readonly string[];
}

export function testEnvironment(
  base: NodeJS.ProcessEnv,
  { folder, temporary, python, modules }: Situation,
): Record<string, string> {
  const kept = Object.entries(withoutGit(base)).filter(
    ([name, value]) => value !== undefined && !surrounding.test(name),
  );
  const common = {
    ...(Object.fromEntries(kept) as Record<string, string>),
    PWD: folder,
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
    // No FORCE_COLOR=0 beside it: Node would print a warning, which tests of other programs' output would meet.
    CI: '1',
    NO_COLOR: '1',
  };
  if (python === null) return common;
  return {
    ...common,
    ...activated(base, python),
    PYTHONPATH: modules.join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    // The order of a set of texts would be another in every run.
    PYTHONHASHSEED: '0',
    PYTHONIOENCODING: 'utf-8',
  };
}

/** What activating its virtual environment would set, so that programs installed there are found. */
function activated(base: NodeJS.ProcessEnv, { environment }: Python): Record<string, string> {
  if (environment === null) return {};
  const name = Object.keys(base).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const programs = join(environment, environmentPrograms);
  return { VIRTUAL_ENV: environment, [name]: [programs, base[name] ?? ''].join(delimiter) };
}

/** The entries of a PYTHONPATH, where those that lead into a folder mean the same places of another one. */
export function movedPaths(value: string | undefined, from: string, to: string): string[] {
  const paths = (value ?? '').split(delimiter).filter((path) => path !== '');
  return paths.map((path) => {
    const inside = relative(from, path);
    return inside.startsWith('..') || isAbsolute(inside) ? path : join(to, inside);
  });
}
