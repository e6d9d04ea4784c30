import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import { drawProblems, type DrawnProblems } from '../../../trainer/workspace/draw-problems.ts';
import { ScratchPool } from '../../../trainer/workspace/pool.ts';
import { loadAll } from '../../../trainer/tasks/read.ts';
import { readWorkspace } from '../../../trainer/workspace/read.ts';
import { openScratch } from '../../../trainer/workspace/scratch.ts';
import { readSources, targetsOf } from '../../../trainer/workspace/targets.ts';
import { never, writtenWorkspace } from '../../support/workspace/written.ts';

const sums = `import { sep } from 'node:path';
import { other } from './other.js';
const limit = 10;
let count = 0;

/** At most ten. */
export function clamp(x) {
  return Math.min(x, limit);
}

/** Clamps both, and adds. */
export function sum(a, b) {
  return clamp(a) + clamp(b);
}

/** Counts its calls. */
export function counted(x) {
  count += 1;
  return count;
}

/** Needs another file. */
export function near(x) {
  return other(x);
}

/** Is not called often. */
export function rare(x) {
  return x + sep;
}

/** Is no declaration. */
export const arrow = (x) => x;

/** Is not called at all. */
export function idle(x) {
  return x;
}
`;

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }\n',
  'other.js': '/** Negates. */\nexport function other(x) {\n  return -x;\n}\n',
  'sums.js': sums,
  'sums.test.js': `import { test } from 'node:test';
import { arrow, clamp, counted, near, rare, sum } from './sums.js';
test('all', () => {
  for (const x of [9, 11, 9, 0]) sum(x, 1);
  for (const x of [1, 1, 1]) counted(x);
  for (const x of [1, 2, 3]) { near(x); arrow(x); }
  rare('a');
});
`,
};

/** All functions but the last are said to be run by the one test. */
async function drawn(time: AbortSignal): Promise<DrawnProblems & { readonly left: string }> {
  await using folder = await writtenWorkspace(files);
  const options = { signal: never, python: undefined };
  const workspace = await readWorkspace(folder.path, options);
  await using pool = await ScratchPool.open(1, () => openScratch(workspace, options));
  using finder = await openFunctionFinder();
  using reader = await openSyntaxReader();
  const read = (file: string): Promise<string> => pool.read(file);
  const { sources } = await readSources(workspace.sources, { read, finder, signal: never });
  const { targets } = targetsOf(sources);
  const reached = new Set(targets.filter(({ found }) => found.name !== 'idle').map(({ number }) => number));
  const [only] = workspace.tests;
  assert.ok(only !== undefined);
  const used = [{ test: only, seconds: 1, reached }];
  const problems = await drawProblems(pool, targets, used, { reader, limitMs: 60_000, signal: never, time });
  const copied = pool.map(
    ['sums.js'],
    (file, { scratch }) => readFile(join(scratch.folder, file), 'utf8'),
    never,
  );
  const [left = ''] = await loadAll(copied);
  return { ...problems, left };
}

test('what tests call often enough, and what can stand alone, becomes a problem with what it returned', async () => {
  const { problems, without, left } = await drawn(never);
  assert.deepEqual(
    problems.map(({ id }) => id),
    ['other.js/other', 'sums.js/clamp', 'sums.js/sum'],
  );
  assert.deepEqual(problems.at(-1), {
    id: 'sums.js/sum',
    question: 'Clamps both, and adds.\n\nfunction sum(a, b)',
    language: 'javascript',
    entryPoint: 'sum',
    solution: `const limit = 10;

function clamp(x) {
  return Math.min(x, limit);
}

function sum(a, b) {
  return clamp(a) + clamp(b);
}
`,
    family: 'sums.js',
    source: 'workspace',
    tests: [
      { input: [9, 1], expected: 10 },
      { input: [11, 1], expected: 11 },
      { input: [0, 1], expected: 1 },
    ],
  });
  assert.deepEqual(without, { unrecorded: 1, fewCalls: 1, varying: 1, entangled: 1 });
  assert.equal(left, sums);
});

test('without time nothing is recorded', async () => {
  const { problems, without, left } = await drawn(AbortSignal.abort());
  assert.deepEqual(problems, []);
  assert.deepEqual(without, { unrecorded: 1, fewCalls: 6, varying: 0, entangled: 0 });
  assert.equal(left, sums);
});
