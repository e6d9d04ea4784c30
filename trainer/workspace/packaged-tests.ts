/** Test frameworks that are packages of the workspace: vitest and jest. Node runs their own programs; npx would load them. */
import { z } from 'zod';
import type { Framework, TestStatus } from '../protocol/workspace.ts';
import type { Candidate, EndedTest, FrameworkRow, Invocation, Missing, Surroundings } from './framework.ts';
import { importsModule } from './imports.ts';
import { jsonOf } from './json.ts';
import { findTool, packagesOf } from './packages.ts';
import { fileIn, foldersOf, fromFolder, quoted, typedFrom } from './paths.ts';

type Packaged = Extract<Framework, 'vitest' | 'jest'>;

/** As both look for tests unless they are configured otherwise. */
export const isTestName = (file: string): boolean =>
  /\.(?:test|spec)\.[mc]?[jt]sx?$/.test(file) || /(?:^|\/)__tests__\/.*\.[mc]?[jt]sx?$/.test(file);

/** Frameworks that are not run here; a test of one of them is no test of those that are. */
const others = ['@playwright/test', 'ava', 'tap', 'tape', 'uvu', 'bun:test', 'mocha', '@cypress/react'];

const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'];

const configurations: Readonly<Record<Packaged, readonly string[]>> = {
  vitest: ['vitest.config', 'vite.config', 'vitest.workspace'],
  jest: ['jest.config'],
};

export const vitest: FrameworkRow = {
  framework: 'vitest',
  python: false,
  claims: (candidate) => isTestName(candidate.file) && frameworkOf(candidate) === 'vitest',
  invocation: (file, surroundings, { report }) =>
    invoked('vitest', file, surroundings, (named) => [
      'run',
      named,
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--coverage.enabled=false'],
    ]),
  status,
};

export const jest: FrameworkRow = {
  framework: 'jest',
  python: false,
  claims: (candidate) => isTestName(candidate.file) && frameworkOf(candidate) === 'jest',
  invocation: (file, surroundings, { report, cache }) =>
    invoked('jest', file, surroundings, (named) => [
      '--ci',
      // What a file leaves open is ended with its process, as with the workers of a run of many files.
      ...[
        '--coverage=false',
        '--watchAll=false',
        '--watchman=false',
        '--forceExit',
        `--cacheDirectory=${cache}`,
      ],
      ...['--json', `--outputFile=${report}`, '--runTestsByPath', named],
    ]),
  status,
};

/** By what the file imports, else by what the package around it says. */
function frameworkOf({ file, text, surroundings }: Candidate): Packaged | null {
  if (importsModule(text, 'vitest')) return 'vitest';
  if (importsModule(text, '@jest/globals')) return 'jest';
  if (others.some((name) => importsModule(text, name))) return null;
  for (const { scripts, dependencies, keys } of packagesOf(file, surroundings.packages)) {
    const uses = (name: Packaged): boolean =>
      dependencies.has(name) ||
      keys.has(name) ||
      scripts.some((script) => new RegExp(`\\b${name}\\b`).test(script));
    // With both, the one that needs no import is meant.
    if (uses('jest')) return 'jest';
    if (uses('vitest')) return 'vitest';
  }
  return null;
}

async function invoked(
  name: Packaged,
  file: string,
  surroundings: Surroundings,
  parametersFor: (named: string) => readonly string[],
): Promise<Invocation | Missing> {
  const tool = await findTool(surroundings.folder, file, name);
  if (tool === null) return { reason: `${name} is not installed in a node_modules folder above ${file}` };
  const folder = rootOf(name, file, surroundings);
  const named = fromFolder(file, folder);
  const verb = name === 'vitest' ? ['run'] : [];
  return {
    folder,
    program: process.execPath,
    parameters: [...moduleFlags(file, surroundings), tool, ...parametersFor(named)],
    typed: typedFrom(folder, [`node_modules/.bin/${name}`, ...verb, quoted(named)].join(' ')),
  };
}

/** Where the nearest configuration lies, else the nearest package that asks for the framework, else the nearest package. */
function rootOf(name: Packaged, file: string, { files, packages }: Surroundings): string {
  const around = packagesOf(file, packages);
  const configures = (folder: string): boolean =>
    around.some((found) => found.folder === folder && found.keys.has(name)) ||
    configurations[name].some((stem) =>
      extensions.some((end) => files.has(fileIn(folder, `${stem}.${end}`))),
    );
  const asking = around.find(({ dependencies }) => dependencies.has(name));
  return foldersOf(file).find(configures) ?? asking?.folder ?? around[0]?.folder ?? '';
}

/** Jest reads ES modules with this flag only, and packages that need it have it in their script. */
function moduleFlags(file: string, { packages }: Surroundings): string[] {
  const flag = '--experimental-vm-modules';
  const wanted = packagesOf(file, packages).some(({ scripts }) =>
    scripts.some((script) => script.includes(flag)),
  );
  return wanted ? [flag] : [];
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/** Both write the same report. Vitest's may tell of another file too, whose name begins like the one that was asked for. */
function status({ file, code, report }: EndedTest): TestStatus {
  const read = reportSchema.safeParse(report === null ? null : jsonOf(report));
  const result = read.data?.testResults.find(({ name }) => name.replaceAll('\\', '/').endsWith(`/${file}`));
  if (result === undefined) return 'unusable';
  const statuses = result.assertionResults.map((assertion) => assertion.status);
  if (statuses.includes('failed')) return 'failed';
  if (!statuses.includes('passed')) return 'unusable';
  // With another file in the report it is not known whose failure the code tells.
  const wellEnded = code === 0 || read.data?.testResults.length !== 1;
  return wellEnded && result.status === 'passed' ? 'passed' : 'failed';
}
