/** Tests in Python: pytest, and unittest where there is no pytest. */
import { basename } from 'node:path';
import type { TestStatus } from '../protocol/workspace.ts';
import type { Candidate, EndedTest, FrameworkRow, Invocation } from './framework.ts';
import { fileIn, folderOf, foldersOf, fromFolder, quoted, typedFrom } from './paths.ts';
import type { Python } from './python.ts';

/** Pytest's own default for what it looks into. */
const pytestName = /(^test_.*|_test)\.py$/;
/** Unittest's own default. */
const unittestName = /^test.*\.py$/;

const pythonReason = 'no Python was found: install Python 3, or name one with --python';

const isPytestName = ({ file }: Candidate): boolean => pytestName.test(basename(file));

/** Has test cases of unittest; a file that only mocks by it has none. */
const hasTestCases = ({ text }: Candidate): boolean =>
  /^\s*(?:import|from)\s+unittest\b/m.test(text) && /\bTestCase\b/.test(text);

export const pytest: FrameworkRow = {
  framework: 'pytest',
  python: true,
  claims(candidate) {
    if (!isPytestName(candidate)) return false;
    const { configuresPytest, surroundings } = candidate;
    return configuresPytest || surroundings.python?.pytest === true || !hasTestCases(candidate);
  },
  invocation(file, { python, files }, { report, cache }) {
    if (python === null) return Promise.resolve({ reason: pythonReason });
    if (!python.pytest) {
      const reason = `pytest is not installed for ${python.typed}: install it there, or name another Python with --python`;
      return Promise.resolve({ reason });
    }
    const folder = projectFolder(file, files, ['pytest.ini', '.pytest.ini', 'tox.ini']);
    const named = fromFolder(file, folder);
    // Plugins ask for the cache, so it is moved and not switched off; an order by chance would be no fact of the code.
    const kept = [
      '-p',
      'no:randomly',
      '-o',
      `cache_dir=${cache}`,
      '--color=no',
      '-q',
      `--junitxml=${report}`,
    ];
    const parameters = ['-m', 'pytest', ...kept, named];
    return invoked(python, folder, parameters, ['-m', 'pytest', named]);
  },
  status({ code, report }) {
    const counts = junitCounts(report);
    if (counts === null || (code !== 0 && code !== 1)) return 'unusable';
    // A bar that a plugin sets, as of coverage, ends it with 1 as well.
    return statusOf(counts);
  },
};

export const unittest: FrameworkRow = {
  framework: 'unittest',
  python: true,
  claims: (candidate) =>
    (isPytestName(candidate) || unittestName.test(basename(candidate.file))) && hasTestCases(candidate),
  invocation(file, { python, files }) {
    if (python === null) return Promise.resolve({ reason: pythonReason });
    const folder = projectFolder(file, files, []);
    const named = fromFolder(file, folder);
    const inPackage = !named.includes('/') || files.has(`${folderOf(file)}/__init__.py`);
    // Outside a package the folder itself is looked into, so that tests find the modules beside them.
    const asked = inPackage ? [named] : ['discover', '-s', folderOf(named), '-p', basename(named)];
    const parameters = ['-m', 'unittest', ...asked];
    return invoked(python, folder, parameters, parameters);
  },
  status({ code, output }) {
    const ran = /^Ran (\d+) tests? in/m.exec(output);
    if (ran === null || output.includes('unittest.loader._FailedTest')) return 'unusable';
    const [skipped = 0] = [...output.matchAll(/\bskipped=(\d+)/g)].slice(-1).map(([, n]) => Number(n));
    if (code !== 0 && code !== 1) return 'unusable';
    return statusOf({ passed: Number(ran[1]) - skipped, failed: code });
  },
};

/** Where the nearest project begins that a file belongs to. */
function projectFolder(file: string, files: ReadonlySet<string>, more: readonly string[]): string {
  const marks = [...more, 'pyproject.toml', 'setup.cfg', 'setup.py'];
  return foldersOf(file).find((folder) => marks.some((mark) => files.has(fileIn(folder, mark)))) ?? '';
}

/** Folders that a test's modules are looked for in: of its own project, then the workspace's, then of other projects in it. */
export function pythonFolders(project: string, files: ReadonlySet<string>): string[] {
  const others = [...files]
    .filter((file) => ['pyproject.toml', 'setup.py'].includes(basename(file)))
    .map(folderOf);
  return [...new Set([project, '', ...others])].flatMap((folder) => [folder, fileIn(folder, 'src')]);
}

function invoked(
  python: Python,
  folder: string,
  parameters: readonly string[],
  typed: readonly string[],
): Promise<Invocation> {
  const program = quoted(folder === '' ? python.typed : python.program);
  const command = typedFrom(folder, [program, ...typed.map(quoted)].join(' '));
  return Promise.resolve({ folder, program: python.program, parameters, typed: command });
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

function statusOf({ passed, failed }: Counts): TestStatus {
  if (failed > 0) return 'failed';
  return passed > 0 ? 'passed' : 'unusable';
}

/** Of pytest's report in the form of JUnit; null where it was not written. */
function junitCounts(report: EndedTest['report']): Counts | null {
  const suite = /<testsuite\b[^>]*>/.exec(report ?? '')?.[0];
  if (suite === undefined) return null;
  const count = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return { failed, passed: count('tests') - failed - count('skipped') };
}

const configurations: readonly (readonly [name: RegExp, mark: RegExp])[] = [
  [/^\.?pytest\.ini$/, /^/],
  [/^pyproject\.toml$/, /^\[tool\.pytest\b/m],
  [/^tox\.ini$/, /^\[pytest\]/m],
  [/^setup\.cfg$/, /^\[tool:pytest\]/m],
];

/** Files that may configure pytest, each with what it has in it if it does. */
export function pytestMark(file: string): RegExp | undefined {
  return configurations.find(([name]) => name.test(basename(file)))?.[1];
}
