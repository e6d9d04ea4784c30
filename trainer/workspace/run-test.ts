/** Running one test file of a workspace in its copy. */
import { mkdir, mkdtemp, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestFile, TestRun, TestStatus } from '../protocol/workspace.ts';
import { movedPaths, testEnvironment } from './environment.ts';
import type { Invocation, RunPlaces, Surroundings } from './framework.ts';
import { frameworks } from './frameworks.ts';
import { outputCharacters, runProgram, type Ended } from './process.ts';
import { pythonFolders } from './python-tests.ts';
import { removeFolder } from './removal.ts';
import type { TestRunOptions } from './types.ts';

/** Where tests run. */
export interface Laboratory {
  /** Holds the copy and all that its tests make besides. */
  readonly root: string;
  /** The copy's. */
  readonly folder: string;
  /** As found in the workspace. */
  readonly surroundings: Surroundings;
}

/** A report beyond this was not written by a test framework alone. */
const reportBytes = 2 ** 26;

export async function runTest(
  test: TestFile,
  laboratory: Laboratory,
  options: TestRunOptions,
): Promise<TestRun> {
  options.signal.throwIfAborted();
  const own = await mkdtemp(join(laboratory.root, 'run-'));
  try {
    const places = { report: join(own, 'report'), cache: join(laboratory.root, 'cache') };
    const row = frameworks[test.framework];
    const found = await row.invocation(test.file, laboratory.surroundings, places);
    if ('reason' in found) return { ...test, status: 'unusable', seconds: 0, output: found.reason };
    const ended = await run(test, found, { laboratory, own, options });
    const status = await statusOf(test, ended, places);
    return {
      ...test,
      status,
      seconds: ended.seconds,
      output: ended.output.trimEnd().slice(-outputCharacters),
    };
  } finally {
    await removeFolder(own);
  }
}

/** One that took all the memory there is did not come to write what its report would say. */
async function statusOf(test: TestFile, ended: Ended, places: RunPlaces): Promise<TestStatus> {
  if (ended.timedOut) return 'timed out';
  if (ended.outgrown) return 'failed';
  const { file, framework } = test;
  return frameworks[framework].status({ file, ...ended, report: await reportOf(places) });
}

interface Circumstances {
  readonly laboratory: Laboratory;
  /** A folder of this run's own. */
  readonly own: string;
  readonly options: TestRunOptions;
}

async function run(
  test: TestFile,
  { folder, program, parameters }: Invocation,
  { laboratory, own, options }: Circumstances,
): Promise<Ended> {
  const { surroundings } = laboratory;
  const place = join(laboratory.folder, folder);
  const temporary = join(own, 'temporary');
  await mkdir(temporary);
  const projects = pythonFolders(folder, surroundings.files).map((project) =>
    join(laboratory.folder, project),
  );
  const others = movedPaths(process.env['PYTHONPATH'], surroundings.folder, laboratory.folder);
  const env = testEnvironment(process.env, {
    folder: place,
    temporary,
    modules: [...projects, ...others],
    python: frameworks[test.framework].python ? surroundings.python : null,
  });
  const { limitMs, mostBytes, signal } = options;
  return runProgram(
    { program, parameters, folder: place, env: { ...env, ...options.env }, mark: temporary },
    { limitMs, mostBytes, signal },
  );
}

async function reportOf({ report }: RunPlaces): Promise<string | null> {
  const size = await stat(report).then(
    (found) => found.size,
    () => Infinity,
  );
  return size > reportBytes ? null : readFile(report, 'utf8');
}
