import { isUtf8 } from 'node:buffer';
import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { unknownSourceLanguage, unreadableSource } from '../errors/critic.ts';
import { fileOutside } from '../errors/verify.ts';
import { duration } from '../protocol/duration.ts';
import type { TestFile, Verification } from '../protocol/workspace.ts';
import { openFunctionFinder } from '../source/finder.ts';
import { languageOfFile, sourceExtensions } from '../source/grammars.ts';
import { withoutByteOrderMark } from '../source/text.ts';
import { chooseFunction, type Choice } from '../workspace/choose.ts';
import { changedFiles, fingerprint } from '../workspace/fingerprint.ts';
import { leadsOut } from '../workspace/paths.ts';
import { readWorkspace } from '../workspace/read.ts';
import { projectFolder } from '../workspace/root.ts';
import { openScratch } from '../workspace/scratch.ts';
import { testLimitMs, verify, type VerifiedText } from '../workspace/verify.ts';
import {
  optional,
  optionalInteger,
  optionalMinutes,
  UsageError,
  type Command,
  type Invocation,
} from './command.ts';
import { changedLines, named } from './changed-files.ts';
import { mayRunTests, refuseUnasked } from './run-tests.ts';

const usualMinutes = 2;

export const verifyCommand: Command = {
  name: 'verify',
  summary: 'run the tests that call one function, and say whether they pass',
  usage:
    'FILE --function NAME|--line N [--folder DIR] [--run-tests] [--stdin] [--minutes N] [--python PATH] [--json]',
  help: [
    'Copies the project of a source file, finds out which of its test files call the function, and says whether they',
    'pass. Test files that name the function or its module come first, and the others only where none of them calls it.',
    `Each is run once, and none for longer than ${testLimitMs / 1000} seconds.`,
    'The tests run with all that you may do: the copy only keeps them from changing your files by accident.',
    '',
    '  --function NAME  as Stack.push; the second of a name in the file is push#2',
    '  --line N         the function that has this line instead, from 1',
    '  --folder DIR     the project; the nearest folder above FILE with .git, package.json, pyproject.toml or the like',
    '                   unless given',
    '  --run-tests      says that the tests may be run; without it you are asked on a terminal',
    "  --stdin          reads the file's text from standard input, as where it is not saved yet",
    `  --minutes N      time for all tests, ${usualMinutes} unless given; what there is no time for is named`,
    '  --python PATH    the Python that runs tests, instead of the one that is found',
    '  --json           {file, name, line, outcome, runs: [{file, framework, status, seconds, output}], notRun, missing,',
    '                   seconds}; outcome is passed, failed, untested (no test calls it) or unusable',
    '',
    'The exit code is 0 whether they pass or not.',
  ].join('\n'),
  options: {
    function: { type: 'string' },
    line: { type: 'string' },
    folder: { type: 'string' },
    'run-tests': { type: 'boolean' },
    stdin: { type: 'boolean' },
    minutes: { type: 'string' },
    python: { type: 'string' },
  },
  takesOperands: true,
  async run(invocation) {
    const { say } = invocation;
    const file = fileOf(invocation);
    const choice = choiceOf(invocation);
    const minutes = optionalMinutes(invocation) ?? usualMinutes;
    const folder = resolve(optional(invocation, 'folder') ?? (await projectFolder(file)));
    refuseUnasked(invocation);
    const subject = await subjectOf(invocation, { file, folder, choice });
    if (!(await mayRunTests(invocation, `Run tests of ${folder}, in a copy of it?`))) {
      say('Nothing was run.');
      return 1;
    }
    const { found, changed } = await verifyInCopy(invocation, { folder, subject, minutes });
    invocation.json(found);
    describe(found).forEach((line) => say(line));
    changedLines(changed).forEach((line) => say(line));
    return 0;
  },
};

interface Wanted {
  readonly folder: string;
  readonly subject: VerifiedText;
  readonly minutes: number;
}

/** `changed`: files of the project itself, whether tests did it or somebody else. */
async function verifyInCopy(
  invocation: Invocation,
  { folder, subject, minutes }: Wanted,
): Promise<{ found: Verification; changed: readonly string[] }> {
  const { signal, say } = invocation;
  const options = { signal, python: optional(invocation, 'python') };
  const workspace = await readWorkspace(folder, options);
  if (workspace.tests.length === 0) say(`${folder} has no test files; --folder names another project`);
  const before = await fingerprint(folder, options);
  await using scratch = await openScratch(workspace, options);
  const onTest = ({ file }: TestFile): void => say(`running ${file}`);
  const limitMs = 60_000 * minutes;
  const found = await verify({ workspace, scratch, subject, limitMs, signal, onTest });
  return { found, changed: changedFiles(before, await fingerprint(folder, options)) };
}

function fileOf({ positionals }: Invocation): string {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('name one source file');
  return file;
}

function choiceOf(invocation: Invocation): Choice {
  const name = optional(invocation, 'function');
  const line = optionalInteger(invocation, 'line', 1);
  if (name !== undefined && line === undefined) return { name };
  if (name === undefined && line !== undefined) return { line };
  throw new UsageError('name the function by --function or by --line');
}

async function subjectOf(
  { values, signal }: Invocation,
  { file, folder, choice }: { readonly file: string; readonly folder: string; readonly choice: Choice },
): Promise<VerifiedText> {
  const language = languageOfFile(file);
  if (language === null) throw unknownSourceLanguage(file, sourceExtensions);
  const inside = await insideOf(folder, file);
  const given = await (values['stdin'] === true
    ? textOf(addAbortSignal(signal, process.stdin))
    : textOfFile(file));
  const text = withoutByteOrderMark(given);
  using finder = await openFunctionFinder();
  const chosen = chooseFunction(finder.find(text, language), choice, file);
  return { file: inside, text, language, chosen };
}

async function textOfFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw unreadableSource(file, cause);
  });
  if (!isUtf8(bytes)) throw unreadableSource(file, new Error('it is no text in UTF-8'));
  return bytes.toString('utf8');
}

/**
 * The file's path from the folder, with `/`. Where the folders really lie decides: one that a link leads to is not
 * copied unless it is in the folder, too. A file that is a link itself is copied, wherever it leads.
 */
async function insideOf(folder: string, file: string): Promise<string> {
  const real = (path: string): Promise<string> => realpath(path).catch(() => path);
  const inside = relative(await real(folder), join(await real(dirname(resolve(file))), basename(file)));
  if (inside === '' || leadsOut(inside)) throw fileOutside(file, folder);
  return inside.split(sep).join('/');
}

/** What was found out, for people. */
function describe({ file, name, line, outcome, runs, notRun, missing, seconds }: Verification): string[] {
  const failing = runs.filter(({ status }) => status !== 'passed');
  const [first] = failing;
  const subject = `${name} (${file}:${line})`;
  const calling = runs.length === 1 ? '1 test file calls it' : `${runs.length} test files call it`;
  const passing = runs.length === 1 ? ' and passes' : ' and all pass';
  const not = runs.length === 1 ? ' and does not pass' : `, and ${failing.length} of them fail`;
  const words: Readonly<Record<Verification['outcome'], string>> = {
    passed: `passed: ${subject}; ${calling}${passing}`,
    failed: `failed: ${subject}; ${calling}${not}`,
    untested: `untested: ${subject}; no test file that was run calls it`,
    unusable: `unusable: ${subject}; nothing is known, for tests of it could not be run`,
  };
  return [
    `${words[outcome]} (${duration(seconds)})`,
    ...(first === undefined ? [] : [`${first.file}: ${first.status}`, first.output.replace(/^/gm, '    ')]),
    ...failing.slice(1).map((run) => `${run.file}: ${run.status}`),
    ...(notRun.length > 0 ? [`No time for ${named(notRun)}; --minutes gives more`] : []),
    ...missing.map(({ framework, testFiles, reason }) => `${testFiles} of ${framework} not run: ${reason}`),
  ];
}
