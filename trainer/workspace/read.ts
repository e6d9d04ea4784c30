/** Finding what there is in a workspace: its files, which of them are sources and tests, and what can run the tests. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { workspaceFileTooLarge, workspaceTooLarge } from '../errors/workspace.ts';
import type { Framework, FrameworkUse, TestFile } from '../protocol/workspace.ts';
import { mapInOrder } from '../tasks/in-order.ts';
import { classify, type Kind } from './classify.ts';
import type { Surroundings } from './framework.ts';
import { frameworks } from './frameworks.ts';
import { listEntries, type Entry } from './listing.ts';
import type { PythonOptions } from './python.ts';
import { pytestMark } from './python-tests.ts';
import { findSurroundings } from './surroundings.ts';
import type { SourceFile, Workspace } from './types.ts';

/** What a copy may have. */
export interface Bounds {
  readonly files: number;
  readonly bytes: number;
  readonly fileBytes: number;
}

const defaultBounds: Bounds = { files: 50_000, bytes: 2 ** 30, fileBytes: 100 * 2 ** 20 };

/** Larger files of code are generated. */
const codeBytes = 2 ** 20;

/** Runs nothing of the workspace. Fails with a TrainerError, and with the signal's reason. */
export async function readWorkspace(folder: string, options: PythonOptions): Promise<Workspace> {
  const absolute = resolve(folder);
  const { signal } = options;
  const entries = await listEntries(absolute, signal);
  checkBounds(absolute, entries);
  const files = entries.map(({ file }) => file);
  const surroundings = await findSurroundings(absolute, files, options);
  const habits = { surroundings, configuresPytest: await configuresPytest(absolute, files) };
  const sources: SourceFile[] = [];
  const tests: TestFile[] = [];
  // A link shows a file that is there under its own name, or one of another place.
  const own = entries.filter(
    ({ stats, ignored }) => stats.isFile() && !ignored && Number(stats.size) <= codeBytes,
  );
  const kindOf = async ({ file }: Entry): Promise<readonly [string, Kind | null]> => [
    file,
    await classify(file, habits),
  ];
  for await (const [file, kind] of mapInOrder(own, kindOf, 16, signal)) {
    if (kind === null) continue;
    if ('framework' in kind) tests.push({ file, framework: kind.framework });
    else sources.push({ file, language: kind.language });
  }
  const used = await frameworkUses(tests, surroundings);
  return { folder: absolute, files, sources, tests, frameworks: used };
}

export function checkBounds(folder: string, entries: readonly Entry[], bounds = defaultBounds): void {
  if (entries.length > bounds.files) throw workspaceTooLarge(folder, 'files', entries.length, bounds.files);
  const large = entries.find(({ stats }) => Number(stats.size) > bounds.fileBytes);
  if (large !== undefined) {
    throw workspaceFileTooLarge(folder, large.file, Number(large.stats.size), bounds.fileBytes);
  }
  const bytes = entries.reduce((sum, { stats }) => sum + Number(stats.size), 0);
  if (bytes > bounds.bytes) throw workspaceTooLarge(folder, 'bytes', bytes, bounds.bytes);
}

async function configuresPytest(folder: string, files: readonly string[]): Promise<boolean> {
  if (files.some((file) => basename(file) === 'conftest.py')) return true;
  for (const file of files) {
    const mark = pytestMark(file);
    if (mark?.test(await readFile(join(folder, file), 'utf8').catch(() => ''))) return true;
  }
  return false;
}

async function frameworkUses(
  tests: readonly TestFile[],
  surroundings: Surroundings,
): Promise<FrameworkUse[]> {
  const uses = Object.keys(frameworks).map((name) => useOf(name as Framework, tests, surroundings));
  return (await Promise.all(uses)).filter(({ testFiles }) => testFiles > 0);
}

/** What is said of the first file that can be run, else of the first. */
async function useOf(
  framework: Framework,
  tests: readonly TestFile[],
  surroundings: Surroundings,
): Promise<FrameworkUse> {
  const files = tests.filter((test) => test.framework === framework).map(({ file }) => file);
  const places = { report: 'report', cache: 'cache' };
  let reason: string | null = null;
  for (const file of files) {
    const found = await frameworks[framework].invocation(file, surroundings, places);
    if ('typed' in found) return { framework, testFiles: files.length, command: found.typed, reason: null };
    reason ??= found.reason;
  }
  return { framework, testFiles: files.length, command: null, reason };
}
