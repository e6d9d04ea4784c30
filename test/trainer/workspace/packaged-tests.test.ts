import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { install, openCopy, statuses, writtenWorkspace } from '../../support/workspace/written.ts';

const sum = 'export const sum = (a: number, b: number): number => a + b;\n';

test('a file of vitest passes, fails, or is unusable where it cannot be loaded or has no test', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module", "devDependencies": { "vitest": "*" } }',
    'src/sum.ts': sum,
    'src/passes.test.ts': `
      import { expect, test } from 'vitest';
      import { sum } from './sum';
      test('adds', () => expect(sum(1, 2)).toBe(3));
    `,
    // Its name begins with that of another file, which must not count for it.
    'src/passes.test.tsx':
      "import { test } from 'vitest';\ntest('fails', () => { throw new Error('no'); });\n",
    'src/broken.spec.ts':
      "import { test } from 'vitest';\nimport './absent';\ntest('never', () => undefined);\n",
    'src/empty.spec.ts': "import 'vitest';\n",
    'src/skips.spec.ts': "import { test } from 'vitest';\ntest.skip('later', () => undefined);\n",
    'src/after.spec.ts': `
      import { afterAll, test } from 'vitest';
      afterAll(() => { throw new Error('at the end'); });
      test('passes', () => undefined);
    `,
  });
  await install(folder.path, 'vitest');
  await using opened = await openCopy(folder.path);
  assert.deepEqual(await statuses(opened), {
    'src/after.spec.ts': 'failed',
    'src/broken.spec.ts': 'unusable',
    'src/empty.spec.ts': 'unusable',
    'src/passes.test.ts': 'passed',
    'src/passes.test.tsx': 'failed',
    'src/skips.spec.ts': 'unusable',
  });
  assert.equal(existsSync(join(folder.path, 'node_modules/.vite')), false);
});

test('a file of jest passes, fails, or is unusable where it cannot be loaded or has no test', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "devDependencies": { "jest": "*" } }',
    'sum.js': 'exports.sum = (a, b) => a + b;\n',
    'passes.test.js': "const { sum } = require('./sum');\ntest('adds', () => expect(sum(1, 2)).toBe(3));\n",
    '__tests__/fails.js': "test('fails', () => expect(1).toBe(2));\n",
    'broken.test.js': "require('./absent');\ntest('never', () => undefined);\n",
    'empty.test.js': '',
    'open.test.js': "test('passes', () => { setInterval(() => undefined, 1000); });\n",
  });
  await install(folder.path, 'jest');
  await using opened = await openCopy(folder.path);
  assert.deepEqual(await statuses(opened), {
    '__tests__/fails.js': 'failed',
    'broken.test.js': 'unusable',
    'empty.test.js': 'unusable',
    'open.test.js': 'passed',
    'passes.test.js': 'passed',
  });
});

test('jest reads ES modules where a script of the package has it do so', async () => {
  await using folder = await writtenWorkspace({
    'package.json': JSON.stringify({
      type: 'module',
      scripts: { test: 'NODE_OPTIONS=--experimental-vm-modules jest' },
      jest: { transform: {} },
    }),
    'sum.js': 'export const sum = (a, b) => a + b;\n',
    'sum.test.js': "import { sum } from './sum.js';\ntest('adds', () => expect(sum(1, 2)).toBe(3));\n",
  });
  await install(folder.path, 'jest');
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('sum.test.js')).status, 'passed');
});

test('a framework that is not installed is a reason, of the workspace and of a run', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "devDependencies": { "jest": "*" } }',
    'a.test.js': "test('never', () => undefined);\n",
  });
  await using opened = await openCopy(folder.path);
  const reason = 'jest is not installed in a node_modules folder above a.test.js';
  assert.deepEqual(opened.workspace.frameworks, [{ framework: 'jest', testFiles: 1, command: null, reason }]);
  assert.deepEqual(await opened.run('a.test.js'), {
    file: 'a.test.js',
    framework: 'jest',
    status: 'unusable',
    seconds: 0,
    output: reason,
  });
});

test('a file is run from the folder with the configuration of its framework', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module", "devDependencies": { "vitest": "*" } }',
    'vitest.config.js': "export default { test: { globals: true, env: { WHERE: 'top' } } };\n",
    'packages/one/package.json': '{ "type": "module" }',
    'packages/one/one.test.js': "test('is configured', () => expect(process.env.WHERE).toBe('top'));\n",
  });
  await install(folder.path, 'vitest');
  await using opened = await openCopy(folder.path);
  assert.equal((await opened.run('packages/one/one.test.js')).status, 'passed');
});
