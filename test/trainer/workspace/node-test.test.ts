import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCopy, statuses, writtenWorkspace } from '../../support/workspace/written.ts';

const files = {
  'package.json': '{ "type": "module" }',
  'sum.js': 'export const sum = (a, b) => a + b;\n',
  'passes.test.js': `
    import assert from 'node:assert';
    import { test } from 'node:test';
    import { sum } from './sum.js';
    test('adds', () => assert.equal(sum(1, 2), 3));
  `,
  'fails.test.js': `
    import assert from 'node:assert';
    import { test } from 'node:test';
    test('passes', () => undefined);
    test('fails', () => assert.fail('as it should'));
  `,
  'typed.test.ts': `
    import { test } from 'node:test';
    const title: string = 'has types';
    test(title, () => undefined);
  `,
  'empty.test.js': "import 'node:test';\n",
  'skips.test.js': "import { test } from 'node:test';\ntest('later', { skip: true }, () => undefined);\n",
  'broken.test.js':
    "import { test } from 'node:test';\nimport './absent.js';\ntest('never', () => undefined);\n",
  'boasts.test.js': "import { test } from 'node:test';\nconsole.log('# pass 7');\nvoid test;\n",
  'throws.test.js': `
    import { test } from 'node:test';
    test('passes', () => undefined);
    setTimeout(() => { throw new Error('outside of a test'); }, 50);
  `,
};

test("a file of Node's runner passes with a passing test, fails with a failing one, and is unusable without any", async () => {
  await using folder = await writtenWorkspace(files);
  await using opened = await openCopy(folder.path);
  assert.deepEqual(await statuses(opened), {
    'boasts.test.js': 'unusable',
    'broken.test.js': 'unusable',
    'empty.test.js': 'unusable',
    'fails.test.js': 'failed',
    'passes.test.js': 'passed',
    'skips.test.js': 'unusable',
    'throws.test.js': 'failed',
    'typed.test.ts': 'passed',
  });
});

test('what a run printed is kept, without colours', async () => {
  await using folder = await writtenWorkspace(files);
  await using opened = await openCopy(folder.path);
  const failed = await opened.run('fails.test.js');
  assert.match(failed.output, /as it should/);
  assert.ok(!failed.output.includes('\u001b'));
  assert.ok(failed.seconds > 0);
  assert.match((await opened.run('broken.test.js')).output, /absent\.js/);
});

test('the flags of Node with which a package runs its tests are kept', async () => {
  await using folder = await writtenWorkspace({
    'package.json': JSON.stringify({
      type: 'module',
      scripts: { test: 'node --import ./prepare.js --conditions=special --test --test-reporter=dot' },
      imports: { '#kind': { special: './special.js', default: './absent.js' } },
    }),
    'prepare.js': 'globalThis.prepared = true;\n',
    'special.js': "export const kind = 'special';\n",
    'flags.test.js': `
      import assert from 'node:assert';
      import { test } from 'node:test';
      import { kind } from '#kind';
      test('is prepared', () => assert.deepEqual([globalThis.prepared, kind], [true, 'special']));
    `,
  });
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('flags.test.js')).status, 'passed');
  assert.equal(
    opened.workspace.frameworks[0]?.command,
    'node --import ./prepare.js --conditions=special --test flags.test.js',
  );
});

test('a package below the top is where its tests are started', async () => {
  await using folder = await writtenWorkspace({
    'packages/one two/package.json': '{ "type": "module" }',
    'packages/one two/test/where.test.js': `
      import assert from 'node:assert';
      import { basename } from 'node:path';
      import { test } from 'node:test';
      test('starts in its package', () => assert.equal(basename(process.cwd()), 'one two'));
    `,
  });
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('packages/one two/test/where.test.js')).status, 'passed');
  assert.equal(
    opened.workspace.frameworks[0]?.command,
    'cd "packages/one two" && node --test test/where.test.js',
  );
});
