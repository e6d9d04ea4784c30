/** What tests of other frameworks than Node's say of the functions that they run, with the file system mocked by them. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import { cover } from '../../../trainer/workspace/cover.ts';
import { ScratchPool } from '../../../trainer/workspace/pool.ts';
import { readWorkspace } from '../../../trainer/workspace/read.ts';
import { openScratch } from '../../../trainer/workspace/scratch.ts';
import { readSources, targetsOf } from '../../../trainer/workspace/targets.ts';
import { install, never, writtenWorkspace, type Files } from '../../support/workspace/written.ts';

const readers = { finder: await openFunctionFinder(), reader: await openSyntaxReader() };
after(() => {
  readers.finder[Symbol.dispose]();
  readers.reader[Symbol.dispose]();
});

/** By test file the ids of the functions that it runs; every test file must be of use. */
async function reachedIn(folder: string): Promise<Record<string, string[]>> {
  const workspace = await readWorkspace(folder, { signal: never });
  await using pool = await ScratchPool.open(1, () => openScratch(workspace, { signal: never }));
  const read = (file: string): Promise<string> => pool.read(file);
  const { sources } = await readSources(workspace.sources, { ...readers, signal: never, read });
  const { targets } = targetsOf(sources);
  const options = { ...readers, targets, limitMs: 120_000, signal: never, time: never };
  const { used, unused } = await cover(pool, workspace.tests, options);
  assert.deepEqual(unused, []);
  return Object.fromEntries(
    used.map(({ test, reached }) => [
      test.file,
      targets.filter(({ number }) => reached.has(number)).map(({ id }) => id),
    ]),
  );
}

const source = `/** Adds. */
export const add = (a, b) => a + b;

export class Counter {
  n = 0;

  /** Counts one more. */
  up() {
    this.n += 1;
    return this.n;
  }
}

/** Nobody calls it. */
export function lonely() {}
`;

const vitest: Files = {
  'package.json': '{ "type": "module", "devDependencies": { "vitest": "*" } }',
  'src/a.js': source,
  'src/add.test.js': `import { expect, test, vi } from 'vitest';
import { add } from './a';
vi.mock('node:fs');
vi.useFakeTimers();
test('adds', () => expect(add(1, 2)).toBe(3));
`,
  'src/both.test.js': `import { expect, test } from 'vitest';
import { add, Counter } from './a';
test('counts', () => expect(new Counter().up()).toBe(add(0, 1)));
`,
};

const jest: Files = {
  'package.json': '{ "devDependencies": { "jest": "*" } }',
  'src/a.js': source.replaceAll('export ', '') + 'module.exports = { add, Counter, lonely };\n',
  'src/add.test.js': `const { add } = require('./a');
jest.mock('fs');
jest.useFakeTimers();
test('adds', () => expect(add(1, 2)).toBe(3));
`,
  'src/both.test.js': `const { add, Counter } = require('./a');
test('counts', () => expect(new Counter().up()).toBe(add(0, 1)));
`,
};

for (const [name, files] of Object.entries({ vitest, jest })) {
  test(`${name} tells which functions a test file runs`, async () => {
    await using folder = await writtenWorkspace(files);
    await install(folder.path, name);
    assert.deepEqual(await reachedIn(folder.path), {
      'src/add.test.js': ['src/a.js/add'],
      'src/both.test.js': ['src/a.js/add', 'src/a.js/Counter.up'],
    });
  });
}
