/** Node's own test runner. A file of it reports when it is run by itself, so no runner stands between. */
import { extname } from 'node:path';
import type { FrameworkRow } from './framework.ts';
import { importsModule } from './imports.ts';
import { packagesOf, type Package } from './packages.ts';
import { fileIn, fromFolder, quoted, typedFrom } from './paths.ts';

export const nodeTest: FrameworkRow = {
  framework: 'node:test',
  python: false,
  claims: ({ text }) => importsModule(text, 'node:test'),
  invocation(file, { packages }, { report }) {
    const nearest = packagesOf(file, packages)[0];
    const flags = nodeFlags(nearest);
    const types = typesFlags(file, flags);
    if (types === null) {
      const reason = `Node ${process.versions.node} does not run TypeScript files: use Node 22.18 or newer`;
      return Promise.resolve({ reason });
    }
    const folder = nearest?.folder ?? '';
    const named = fromFolder(file, folder);
    // The words are for people; the other report is counted, out of reach of what the tests print.
    const reporters = ['spec', 'tap'].flatMap((reporter, index) => [
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${index === 0 ? 'stdout' : report}`,
    ]);
    const typed = ['node', ...flags, ...types, '--test', named].map(quoted).join(' ');
    return Promise.resolve({
      folder,
      program: process.execPath,
      parameters: [...flags, ...types, ...reporters, fileIn('.', named)],
      typed: typedFrom(folder, typed),
    });
  },
  status({ code, report }) {
    const count = (name: string): number => {
      const counts = [...(report ?? '').matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))];
      return Number(counts.at(-1)?.[1] ?? 0);
    };
    // Outside a test a file may fail too, when it has registered some: what is reported of them is no verdict then.
    const failed = count('fail') + count('cancelled');
    if (failed > 0) return 'failed';
    if (count('pass') === 0) return 'unusable';
    return code === 0 ? 'passed' : 'failed';
  },
};

/** What Node needs to be told to run a file's types; null where it cannot. */
function typesFlags(file: string, flags: readonly string[]): string[] | null {
  if (!/^\.[mc]?tsx?$/.test(extname(file)) || process.features.typescript) return [];
  // A loader of the project's own, such as tsx.
  if (flags.some((flag) => /^(--import|--require|-r|--loader|--experimental-loader)\b/.test(flag))) return [];
  return process.allowedNodeEnvironmentFlags.has('--experimental-strip-types')
    ? ['--experimental-strip-types']
    : null;
}

/** Flags of Node that change what a program means, and may have their value as the next word. */
const flagName =
  /^(--import|--require|-r|--loader|--experimental-[\w-]+|--conditions|-C|--env-file(-if-exists)?|--enable-[\w-]+)(=|$)/;
const takesValue =
  /^(--import|--require|-r|--loader|--experimental-loader|--conditions|-C|--env-file(-if-exists)?)$/;

/** Those with which the package's own script runs its tests: a loader, conditions, what is experimental. */
function nodeFlags(nearest: Package | undefined): string[] {
  const script = nearest?.scripts.find((text) => /\b(node|tsx)\b.*\s--test\b/.test(text));
  if (script === undefined) return [];
  const words = script.split(/\s+/).map((word) => word.replace(/^(['"])(.*)\1$/, '$2'));
  const flags = words.flatMap((word, index) => {
    if (!flagName.test(word) || /^--experimental-test-coverage/.test(word)) return [];
    return takesValue.test(word) ? [word, words[index + 1] ?? ''] : [word];
  });
  return words.includes('tsx') && !flags.includes('tsx') ? ['--import', 'tsx', ...flags] : flags;
}
