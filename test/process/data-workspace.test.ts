/** `data workspace` as a real process, from a workspace with its tests to pairs that the other commands read. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { splitReportSchema, statsReportSchema } from '../../trainer/protocol/data-reports.ts';
import { workspacePlanSchema, workspaceReportSchema } from '../../trainer/protocol/workspace.ts';
import { loadAll, readPairs } from '../../trainer/tasks/read.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findAnyPython, skipWithout } from '../support/workspace/python.ts';
import { writtenWorkspace, type Files } from '../support/workspace/written.ts';
import { documentOf, runCli, startCliWith } from './program.ts';

const files: Files = {
  'src/numbers.ts': `/** Whether a number is even. */
export function isEven(n: number): boolean {
  return n % 2 === 0;
}

export class Range {
  readonly from: number;
  readonly to: number;

  /** From a number up to another one. */
  constructor(from: number, to: number) {
    if (from > to) throw new Error('backwards');
    this.from = from;
    this.to = to;
  }

  /** How many numbers it has. */
  get size(): number {
    return this.to - this.from + 1;
  }
}
`,
  'src/text.ts': `/** Says it twice, with a gap. */
export const twice = (word: string, gap = ' '): string => word + gap + word;
`,
  'test/all.test.ts': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEven, Range } from '../src/numbers.ts';
import { twice } from '../src/text.ts';
test('numbers', () => {
  assert.deepEqual([isEven(1), isEven(2), new Range(2, 4).size, twice('a')], [false, true, 3, 'a a']);
  assert.throws(() => new Range(2, 1));
});
`,
};

/** Methods are shown without the indentation of their class. */
const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

test('the pairs of a workspace are written, divided and counted like any others', async () => {
  await using workspace = await writtenWorkspace(files);
  await using folder = await temporaryFolder();
  const out = join(folder.path, 'pairs.jsonl');
  const ended = await runCli('data', 'workspace', workspace.path, '--out', out, '--run-tests', '--json');
  const report = workspaceReportSchema.parse(documentOf(ended));
  assert.deepEqual([report.out, report.problemsOut, report.pairs], [out, null, { correct: 4, incorrect: 4 }]);
  assert.deepEqual(
    report.functions.map(({ name }) => name),
    ['isEven', 'Range.constructor', 'Range.size', 'twice'],
  );
  assert.match(ended.stderr, /^4 of 4: src\/text\.ts\/twice: \d of \d mistakes fail a test$/m);
  const pairs = await loadAll(readPairs(out));
  assert.equal(pairs.length, 8);
  for (const { solution, correct, question, family = '' } of pairs) {
    assert.equal(onOneLine(String(files[family])).includes(onOneLine(solution)), correct, solution);
    assert.match(question, /^[A-Z].*\.\n\n/);
  }

  const stats = statsReportSchema.parse(documentOf(await runCli('data', 'stats', out, '--json')));
  assert.equal(stats.files[0]?.rows, 8);
  const sides = ['--pairs', out, '--out', join(folder.path, 'sides'), '--shares', 'train=0.5,held-out=0.5'];
  const split = splitReportSchema.parse(documentOf(await runCli('data', 'split', ...sides, '--json')));
  assert.deepEqual(split.sides.map(({ pairs: count }) => count).sort(), [2, 6]);
});

test('a plan says what would be run and runs nothing; without a word of consent nothing is run either', async () => {
  await using workspace = await writtenWorkspace(files);
  const plan = workspacePlanSchema.parse(
    documentOf(await runCli('data', 'workspace', workspace.path, '--plan', '--json')),
  );
  assert.deepEqual([plan.sourceFiles, plan.functions], [2, { found: 4, documented: 4 }]);
  assert.deepEqual(
    plan.frameworks.map(({ framework, testFiles, command }) => [framework, testFiles, command]),
    [['node:test', 1, 'node --test test/all.test.ts']],
  );
  const out = join(workspace.path, 'pairs.jsonl');
  const unasked = await runCli('data', 'workspace', workspace.path, '--out', out);
  assert.equal(unasked.code, 2);
  assert.match(unasked.stderr, /--run-tests is missing: it says that the tests of the workspace may be run/);
  const nowhere = await runCli('data', 'workspace', workspace.path, '--run-tests');
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /--out is missing/);
  assert.deepEqual((await readdir(workspace.path)).sort(), ['src', 'test']);
});

test('a file that is there is kept, and where nothing can be labelled none is written', async () => {
  await using workspace = await writtenWorkspace({
    'pairs.jsonl': 'mine',
    'a.mjs': '/** A. */\nexport const a = () => 1;\n',
  });
  const label = (out: string): ReturnType<typeof runCli> =>
    runCli('data', 'workspace', workspace.path, '--run-tests', '--out', join(workspace.path, out));
  const kept = await label('pairs.jsonl');
  assert.equal(kept.code, 1);
  assert.match(kept.stderr, /pairs\.jsonl/);
  const none = await label('new.jsonl');
  assert.equal(none.code, 1);
  assert.match(none.stderr, /There is no test file that could be run in the workspace/);
  assert.deepEqual((await readdir(workspace.path)).sort(), ['a.mjs', 'pairs.jsonl']);
  assert.equal(await readFile(join(workspace.path, 'pairs.jsonl'), 'utf8'), 'mine');
});

test('stopped in the middle it writes nothing and leaves neither a copy nor a test behind', async () => {
  await using temporary = await temporaryFolder();
  await using notes = await temporaryFolder();
  const note = join(notes.path, 'pid');
  const hanging = `import { writeFileSync, renameSync } from 'node:fs';
import { test } from 'node:test';
import { isEven } from '../src/numbers.ts';
test('waits', () => new Promise(() => {
  writeFileSync(${JSON.stringify(`${note}-new`)}, String(process.pid));
  renameSync(${JSON.stringify(`${note}-new`)}, ${JSON.stringify(note)});
  setInterval(isEven, 1000, 1);
}));
`;
  await using workspace = await writtenWorkspace({ ...files, 'test/all.test.ts': hanging });
  const places = { TMPDIR: temporary.path, TMP: temporary.path, TEMP: temporary.path };
  const out = join(workspace.path, 'pairs.jsonl');
  const { child, ended } = startCliWith(
    { ...process.env, ...places },
    ...['data', 'workspace', workspace.path, '--run-tests', '--out', out],
  );
  while (!existsSync(note) && child.exitCode === null) await sleep(20);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  assert.deepEqual([code, stdout], [130, '']);
  const pid = Number(await readFile(note, 'utf8'));
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
  assert.deepEqual(await readdir(temporary.path), []);
  assert.deepEqual((await readdir(workspace.path)).sort(), ['src', 'test']);
});

const python = findAnyPython();

const stack = `class Stack:
    """A stack."""

    def __init__(self):
        self.items = []

    def push(self, item):
        """Put one more on top and say how many there are."""
        self.items.append(item)
        return len(self.items)


def largest(xs):
    """Return the largest of some numbers, or None of none."""
    if not xs:
        return None
    best = xs[0]
    for x in xs:
        if x > best:
            best = x
    return best
`;

test('Python with unittest', { skip: skipWithout(python, 'Python 3') }, async () => {
  await using workspace = await writtenWorkspace({
    'stack.py': stack,
    'tests/__init__.py': '',
    'tests/test_stack.py': `import unittest
from stack import Stack, largest


class StackTest(unittest.TestCase):
    def test_push(self):
        stack = Stack()
        self.assertEqual([stack.push(5), stack.push(6), stack.items], [1, 2, [5, 6]])

    def test_largest(self):
        self.assertEqual([largest([]), largest([1, 3, 2]), largest([-2, -1])], [None, 3, -1])
`,
  });
  const out = join(workspace.path, 'pairs.jsonl');
  const ended = await runCli(
    ...['data', 'workspace', workspace.path, '--out', out, '--run-tests', '--python', python ?? '', '--json'],
  );
  const report = workspaceReportSchema.parse(documentOf(ended));
  assert.deepEqual(
    report.functions.map(({ name, tests }) => [name, tests]),
    [
      ['Stack.push', 1],
      ['largest', 1],
    ],
  );
  assert.equal(report.leftOut.undocumented, 1);
  const pairs = await loadAll(readPairs(out));
  assert.deepEqual(
    pairs.map(({ id, correct }) => [id, correct]),
    [
      ['stack.py/Stack.push', true],
      ['stack.py/Stack.push/mutant-1', false],
      ['stack.py/largest', true],
      ['stack.py/largest/mutant-1', false],
    ],
  );
  assert.equal(
    pairs[0]?.solution,
    'def push(self, item):\n    self.items.append(item)\n    return len(self.items)',
  );
  assert.equal(await readFile(join(workspace.path, 'stack.py'), 'utf8'), stack);
});
