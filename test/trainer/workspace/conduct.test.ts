/** Real workspaces whose tests are run by Node. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import { labelWorkspace, type Conducted, type ConductOptions } from '../../../trainer/workspace/conduct.ts';
import { readWorkspace } from '../../../trainer/workspace/read.ts';
import { never, writeFiles, writtenWorkspace } from '../../support/workspace/written.ts';

const readers = { finder: await openFunctionFinder(), reader: await openSyntaxReader() };
after(() => {
  readers.finder[Symbol.dispose]();
  readers.reader[Symbol.dispose]();
});

const lists = `/** The largest of some numbers, or 0 of none. */
export function largest(xs) {
  if (xs.length === 0) return 0;
  let best = xs[0];
  for (const x of xs) {
    if (x > best) best = x;
  }
  return best;
}

/** How many there are. */
export const count = (xs) => xs.length + 0;

/** Nobody tests this. */
export function lonely(n) {
  return n + 1;
}

/** Says so. */
export const same = (x) => x;

export function silent(n) {
  /** Nested. */
  function inner() {
    return n;
  }
  return inner();
}
`;

const header = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n";

const listsTest = `${header}import { count, largest, same, silent } from '../src/lists.mjs';
test('lists', () => {
  assert.deepEqual([largest([]), largest([3, 1]), largest([-2, -1]), silent(1), same(2)], [0, 3, -1, 1, 2]);
});
test('count', () => assert.equal(count([1, 2]), 2));
`;

/** Passes in its first runs in a copy only. */
const passes = (
  times: number,
): string => `${header}import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { count } from '../src/lists.mjs';
test('varies', () => {
  const record = new URL('../runs', import.meta.url);
  const runs = existsSync(record) ? Number(readFileSync(record, 'utf8')) + 1 : 1;
  writeFileSync(record, String(runs));
  assert.ok(count([]) === 0 && runs <= ${times});
});
`;

async function label(folder: string, changes: Partial<ConductOptions> = {}): Promise<Conducted> {
  const workspace = await readWorkspace(folder, { signal: never });
  return labelWorkspace(workspace, {
    jobs: 1,
    functions: 200,
    incorrect: 1,
    tries: 6,
    seed: 0,
    limitMs: 60_000,
    timeMs: 600_000,
    python: undefined,
    signal: never,
    say: () => undefined,
    ...readers,
    ...changes,
  });
}

test('functions that a passing test runs become a correct pair and a wrong one; the rest is told by why', async () => {
  await using folder = await writtenWorkspace({
    'src/lists.mjs': lists,
    'test/lists.test.mjs': listsTest,
    'test/broken.test.mjs': `${header}test('no', () => assert.ok(false));\n`,
    'test/flaky.test.mjs': passes(1),
    'test/none.test.mjs': `${header}test('nothing', () => assert.ok(true));\n`,
  });
  const said: string[] = [];
  const { pairs, report } = await label(folder.path, { say: (line) => said.push(line) });
  assert.deepEqual(
    pairs.map(({ id, correct }) => [id, correct]),
    [
      ['src/lists.mjs/largest', true],
      ['src/lists.mjs/largest/mutant-1', false],
      ['src/lists.mjs/count', true],
      ['src/lists.mjs/count/mutant-1', false],
    ],
  );
  assert.deepEqual(report.pairs, { correct: 2, incorrect: 2 });
  assert.deepEqual(report.leftOut, {
    undocumented: 1,
    nested: 1,
    risky: 0,
    untested: 1,
    unshaken: 1,
    unsteady: 0,
    untried: 0,
  });
  assert.deepEqual(
    report.functions.map(({ file, name, line, language, tests, failing }) => [
      file,
      name,
      line,
      language,
      tests,
      failing,
    ]),
    [
      ['src/lists.mjs', 'largest', 2, 'javascript', 1, 1],
      ['src/lists.mjs', 'count', 12, 'javascript', 1, 1],
    ],
  );
  assert.deepEqual(
    report.unused.map(({ file, reason }) => [file, reason]),
    [
      ['test/broken.test.mjs', 'does not pass'],
      ['test/flaky.test.mjs', 'does not pass every time'],
      ['test/none.test.mjs', 'runs none of the documented functions'],
    ],
  );
  assert.equal(report.testFiles, 4);
  assert.deepEqual([report.changed, report.unread], [[], []]);
  assert.ok(said.includes('test/broken.test.mjs is not used: does not pass'));
  assert.equal(await readFile(join(folder.path, 'src/lists.mjs'), 'utf8'), lists);
  assert.deepEqual(
    (await readdir(folder.path, { recursive: true })).filter((name) => name === 'runs'),
    [],
  );
});

test('how many run at once changes nothing of what comes out, and most functions are a bound', async () => {
  await using folder = await writtenWorkspace({ 'src/lists.mjs': lists, 'test/lists.test.mjs': listsTest });
  const [one, two] = [
    await label(folder.path, { incorrect: 2 }),
    await label(folder.path, { incorrect: 2, jobs: 2 }),
  ];
  assert.deepEqual(one, two);
  assert.ok(one.report.pairs.incorrect > one.report.pairs.correct);
  const { report } = await label(folder.path, { functions: 1 });
  assert.deepEqual([report.functions.map(({ name }) => name), report.leftOut.untried], [['largest'], 2]);
});

test('a test that begins to fail says nothing about mistakes', async () => {
  await using folder = await writtenWorkspace({ 'src/lists.mjs': lists, 'test/varies.test.mjs': passes(2) });
  await assert.rejects(label(folder.path), {
    code: 'workspace.nothing-labelled',
    message:
      /Of 4 documented functions .* no passing test file runs 3, no mistake in 0 fails a test, tests of 1 vary, 0 were not/,
  });
});

test('tests that notice no mistake give no pair, and problems of the calls that they make', async () => {
  const calls = `${header}import { largest } from '../src/lists.mjs';
test('runs', () => {
  for (const xs of [[], [3, 1], [1, 2, 3], [5], [-2, -1], [0], [9, 8], [4, 7, 6]]) {
    try { largest(xs); } catch {}
  }
});
`;
  await using folder = await writtenWorkspace({ 'src/lists.mjs': lists, 'test/lists.test.mjs': calls });
  const { pairs, drawn } = await label(folder.path, { drawsProblems: true });
  assert.deepEqual([pairs, drawn?.problems.map(({ entryPoint }) => entryPoint)], [[], ['largest']]);
  await assert.rejects(label(folder.path), { code: 'workspace.nothing-labelled' });
});

test('a test that reaches out of its copy is told, with the files', async () => {
  await using folder = await writtenWorkspace({ 'src/lists.mjs': lists });
  const place = JSON.stringify(join(folder.path, 'src', 'made.mjs'));
  const reaching = `${listsTest}import { writeFileSync } from 'node:fs';\ntest('reaches', () => writeFileSync(${place}, ''));\n`;
  await writeFiles(folder.path, { 'test/lists.test.mjs': reaching });
  const { report } = await label(folder.path);
  assert.deepEqual(report.changed, ['src/made.mjs']);
});

test('where there is no time, no test and no function, the error says which', async () => {
  await using folder = await writtenWorkspace({ 'src/lists.mjs': lists, 'test/lists.test.mjs': listsTest });
  await assert.rejects(label(folder.path, { timeMs: 1 }), { code: 'workspace.nothing-labelled' });
  await using untested = await writtenWorkspace({ 'src/lists.mjs': lists });
  await assert.rejects(label(untested.path), {
    code: 'workspace.nothing-to-test',
    message: /no test file that/,
  });
  await using empty = await writtenWorkspace({ 'test/a.test.mjs': `${header}test('a', () => undefined);\n` });
  await assert.rejects(label(empty.path), {
    code: 'workspace.nothing-to-test',
    message: /no documented function/,
  });
});
