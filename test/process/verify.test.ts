/** `verify`: the tests of one function, run by their own framework in a copy. */
import assert from 'node:assert/strict';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../trainer/process-identity.ts';
import { verificationSchema, type Verification } from '../../trainer/protocol/workspace.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { findAnyPython, skipWithout } from '../support/workspace/python.ts';
import { writtenWorkspace } from '../support/workspace/written.ts';
import { documentOf, runCli, runCliOn, startCli, type Ended } from './program.ts';

const python = findAnyPython();

const stack = `export class Stack {
  #items = [];
  /** Its new height. */
  push(item) {
    return this.#items.push(item);
  }
}

export function double(x) {
  return 2 * x;
}

export const idle = () => 1;
`;

const testOf = (name: string, body: string): string =>
  `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stack, double } from '../src/stack.js';
test('${name}', async () => {
  ${body}
});
`;

const project: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module" }\n',
  'src/stack.js': stack,
  'test/a.test.js': testOf('height', 'assert.equal(new Stack().push(5), 1);'),
  'test/b.test.js': testOf('doubled', 'assert.equal(double(4), 8);'),
  'test/c.test.js': testOf('both', 'assert.equal(double(new Stack().push(1)), 2);'),
};

const verificationOf = (ended: Ended): Verification => verificationSchema.parse(documentOf(ended));

const statuses = ({ runs }: Verification): string[] => runs.map(({ file, status }) => `${file} ${status}`);

test('the test files that call a function pass, and those that do not call it are not told', async () => {
  await using folder = await writtenWorkspace(project);
  const file = join(folder.path, 'src', 'stack.js');
  const ended = await runCli('verify', file, '--function', 'Stack.push', '--run-tests', '--json');
  const found = verificationOf(ended);
  const { file: named, name, line, outcome, notRun, missing } = found;
  assert.deepEqual(
    { named, name, line, outcome, notRun, missing },
    { named: 'src/stack.js', name: 'Stack.push', line: 4, outcome: 'passed', notRun: [], missing: [] },
  );
  assert.deepEqual(statuses(found), ['test/a.test.js passed', 'test/c.test.js passed']);
  assert.match(ended.stderr, /^passed: Stack\.push \(src\/stack\.js:4\); 2 test files call it and all pass/m);
});

test('a test file that names neither function nor module is run only where no other one calls the function', async () => {
  const through = `import { test } from 'node:test';\nimport { used } from '../src/all.js';\ntest('used', () => void used(2));\n`;
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module" }\n',
    'src/stack.js': stack,
    'src/all.js': `import { double, idle } from './stack.js';\nexport const used = (x) => double(x) + idle();\n`,
    'test/b.test.js': testOf('doubled', 'assert.equal(double(4), 8);'),
    'test/through.test.js': through,
  });
  const file = join(folder.path, 'src', 'stack.js');
  const verified = async (name: string): Promise<string[]> =>
    statuses(verificationOf(await runCli('verify', file, '--function', name, '--run-tests', '--json')));
  assert.deepEqual(await verified('double'), ['test/b.test.js passed']);
  assert.deepEqual(await verified('idle'), ['test/through.test.js passed']);
});

test("an editor's text is verified and the file stays as it is", async () => {
  await using folder = await writtenWorkspace(project);
  const file = join(folder.path, 'src', 'stack.js');
  const wrong = stack.replace('2 * x', '3 * x');
  const ended = await runCliOn(wrong, 'verify', file, '--line', '10', '--run-tests', '--stdin', '--json');
  const found = verificationOf(ended);
  assert.equal(found.outcome, 'failed');
  assert.deepEqual(statuses(found), ['test/b.test.js failed', 'test/c.test.js failed']);
  assert.match(found.runs[0]?.output ?? '', /12 !== 8/);
  assert.match(ended.stderr, /^test\/b\.test\.js: failed\n(?: {4}.*\n)+test\/c\.test\.js: failed$/m);
  assert.equal(await readFile(file, 'utf8'), stack);
  assert.deepEqual((await readdir(folder.path)).sort(), ['package.json', 'src', 'test']);
  const places = [...(found.runs[0]?.output ?? '').matchAll(/file:\/\/(\S+b\.test\.js)/g)];
  assert.ok(places.length > 0 && places.every(([, place]) => place?.startsWith(folder.path)), 'places');
});

test('a file that a linked folder leads to is verified only from a folder that holds it, and stays as it is', async () => {
  await using folder = await writtenWorkspace({
    'package.json': '{ "type": "module" }\n',
    'shared/stack.js': stack,
    'app/package.json': '{ "type": "module" }\n',
    'app/test/b.test.js': testOf('doubled', 'assert.equal(double(4), 8);').replace('src/', 'shared/'),
  });
  await symlink(join(folder.path, 'shared'), join(folder.path, 'app', 'shared'), 'junction');
  const file = join(folder.path, 'app', 'shared', 'stack.js');
  const asked = ['verify', file, '--function', 'double', '--run-tests', '--stdin', '--json', '--folder'];
  const refused = await runCliOn(`${stack}// unsaved\n`, ...asked, join(folder.path, 'app'));
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /needs a file inside of the folder whose tests are run/);
  const found = verificationOf(await runCliOn(`${stack}// unsaved\n`, ...asked, folder.path));
  assert.deepEqual([found.file, found.outcome], ['shared/stack.js', 'passed']);
  assert.equal(await readFile(file, 'utf8'), stack);
});

test('a function that no test calls is untested, and one whose module does not load is not', async () => {
  await using folder = await writtenWorkspace(project);
  const file = join(folder.path, 'src', 'stack.js');
  const asked = ['verify', file, '--function', 'idle', '--run-tests', '--stdin', '--json'];
  const untested = verificationOf(await runCliOn(stack, ...asked));
  assert.deepEqual([untested.outcome, untested.runs], ['untested', []]);
  const stopped = verificationOf(await runCliOn(`${stack}absent();\n`, ...asked));
  assert.equal(stopped.outcome, 'unusable');
  assert.deepEqual(statuses(stopped), [
    'test/a.test.js unusable',
    'test/b.test.js unusable',
    'test/c.test.js unusable',
  ]);
  assert.match(stopped.runs[0]?.output ?? '', /absent is not defined/);
});

test('a project without test files is told, for another folder may have them', async () => {
  await using folder = await writtenWorkspace({ 'src/package.json': '{}\n', 'src/stack.js': stack });
  const file = join(folder.path, 'src', 'stack.js');
  const ended = await runCli('verify', file, '--function', 'double', '--run-tests', '--json');
  assert.equal(verificationOf(ended).outcome, 'untested');
  assert.match(ended.stderr, /src has no test files; --folder names another project$/m);
});

test('what there is no time for is named and proves nothing', async () => {
  const endless = stack.replace('return 2 * x;', 'for (;;) x += 1;');
  await using folder = await writtenWorkspace({ ...project, 'src/stack.js': endless });
  const file = join(folder.path, 'src', 'stack.js');
  const asked = ['verify', file, '--function', 'double', '--run-tests', '--json'];
  const found = verificationOf(await runCli(...asked, '--minutes', '0.02'));
  assert.equal(found.outcome, 'untested');
  // The first has its time before them, on a fast machine.
  assert.deepEqual(found.notRun.filter((one) => one !== 'test/a.test.js').toSorted(), [
    'test/b.test.js',
    'test/c.test.js',
  ]);
});

test('a test that reaches into the project itself is told', async () => {
  const write = `(await import('node:fs')).writeFileSync(process.env.PLACE_OF_PROJECT + '/left', 'x'); double(1);`;
  await using folder = await writtenWorkspace({ ...project, 'test/d.test.js': testOf('left', write) });
  const file = join(folder.path, 'src', 'stack.js');
  process.env['PLACE_OF_PROJECT'] = folder.path;
  const ended = await runCli('verify', file, '--function', 'double', '--run-tests', '--json');
  assert.equal(verificationOf(ended).outcome, 'passed');
  assert.match(ended.stderr, /^WARNING: 1 files of the workspace changed while its tests ran: left$/m);
});

test('SIGINT ends the tests with all that they have started, and leaves nothing behind', async () => {
  const started = `const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  (await import('node:fs')).writeFileSync(process.env.PLACE_OF_PIDS, [process.pid, child.pid].join(' '));
  double(1);
  await new Promise(() => setInterval(() => {}, 1000));`;
  await using folder = await writtenWorkspace({ ...project, 'test/b.test.js': testOf('endless', started) });
  await using temporary = await temporaryFolder();
  const pids = join(temporary.path, 'pids');
  Object.assign(process.env, { PLACE_OF_PIDS: pids });
  const file = join(folder.path, 'src', 'stack.js');
  const { child, ended } = startCli('verify', file, '--function', 'double', '--run-tests', '--json');
  const text = await writtenTo(pids, child);
  child.kill('SIGINT');
  const { code, stdout } = await ended;
  assert.deepEqual([code, stdout], [130, '']);
  for (const pid of text.split(' ').map(Number))
    assert.equal(await isRunning(pid, null), false, `process ${pid}`);
});

/** The text of a file that a test writes, once it is there. */
async function writtenTo(file: string, child: { readonly exitCode: number | null }): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text.includes(' ')) return text;
    assert.equal(child.exitCode, null, 'the command is still at it');
    await sleep(50);
  }
}

test('without consent, with the wrong name or in another folder nothing is run', async () => {
  const mark = `(await import('node:fs')).writeFileSync(process.env.PLACE_OF_PROJECT + '/ran', 'x');`;
  await using folder = await writtenWorkspace({ ...project, 'test/a.test.js': testOf('mark', mark) });
  await using elsewhere = await temporaryFolder();
  process.env['PLACE_OF_PROJECT'] = folder.path;
  const file = join(folder.path, 'src', 'stack.js');
  const named = ['verify', file, '--function', 'double', '--json'];
  const refusals: [code: number, says: RegExp, ended: Promise<Ended>][] = [
    [2, /--run-tests is missing/, runCli(...named)],
    [2, /--function or by --line/, runCli('verify', file, '--run-tests')],
    [2, /name one source file/, runCli('verify', '--line', '1', '--run-tests')],
    [1, /function "halve" in .*found none/, runCli('verify', file, '--function', 'halve', '--run-tests')],
    [1, /needs a file inside/, runCli(...named, '--run-tests', '--folder', elsewhere.path)],
    [1, /syntax error/, runCliOn(`${stack}(`, ...named, '--run-tests', '--stdin')],
  ];
  for (const [code, says, ended] of refusals) {
    const { code: actual, stdout, stderr } = await ended;
    assert.deepEqual([actual, stdout], [code, ''], stderr);
    assert.match(stderr, says);
  }
  assert.ok(!(await readdir(folder.path)).includes('ran'));
});

test(
  'Python is verified by its own tests, the second of a name by its number',
  { skip: skipWithout(python, 'Python 3') },
  async () => {
    await using folder = await writtenWorkspace({
      'pyproject.toml': '[project]\nname = "shapes"\nversion = "1"\n',
      'shapes.py': `\uFEFFdef side(x):\n    return 0\n\ndef side(x):\n    """Of a square."""\n    return x ** 0.5\n`,
      'tests/test_side.py':
        'import unittest\nfrom shapes import side\n\nclass Side(unittest.TestCase):\n    def test_side(self):\n        self.assertEqual(side(9), 3)\n',
      'tests/test_other.py':
        'import unittest\n\nclass Other(unittest.TestCase):\n    def test_other(self):\n        self.assertTrue(True)\n',
    });
    const file = join(folder.path, 'shapes.py');
    const asked = ['verify', file, '--run-tests', '--json', '--function'];
    const second = verificationOf(await runCli(...asked, 'side#2'));
    assert.deepEqual([second.outcome, second.line, second.name], ['passed', 4, 'side#2']);
    assert.deepEqual(statuses(second), ['tests/test_side.py passed']);
    const first = verificationOf(await runCli(...asked, 'side'));
    assert.deepEqual([first.outcome, first.runs], ['untested', []]);
  },
);
