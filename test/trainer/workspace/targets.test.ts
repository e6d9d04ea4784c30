import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import { readSources, targetsOf, type ReadSources } from '../../../trainer/workspace/targets.ts';
import { never } from '../../support/workspace/written.ts';

const finder = await openFunctionFinder();
after(() => finder[Symbol.dispose]());

/** As if these files were the sources of a workspace. */
function read(files: Readonly<Record<string, string>>): Promise<ReadSources> {
  const sources = Object.keys(files).map((file) => ({
    file,
    language: file.endsWith('.py') ? ('python' as const) : ('typescript' as const),
  }));
  return readSources(sources, { finder, signal: never, read: (file) => Promise.resolve(files[file] ?? '') });
}

test('what can be judged is documented and stands in no other function; the rest is counted', async () => {
  const python =
    'def f(x):\n    """Return x."""\n    return x\n\n# Adds one.\ndef g(x):\n    # Why.\n    def inner():\n        """Inner."""\n        return x\n    return inner\n\ndef h(): pass\n';
  const typescript = '/** Doubles. */\nexport const twice = (n: number) => 2 * n;\n';
  const { sources } = await read({ 'a/b.py': python, 'c.ts': typescript });
  const { targets, nested, undocumented, risky } = targetsOf(sources);
  assert.deepEqual(
    targets.map(({ number, id, index, question, solution }) => [number, id, index, question, solution]),
    [
      [0, 'a/b.py/f', 0, 'Return x.\n\ndef f(x):', 'def f(x):\n    return x'],
      [
        1,
        'a/b.py/g',
        1,
        'Adds one.\n\ndef g(x):',
        python.slice(python.indexOf('def g'), python.indexOf('\n\ndef h')),
      ],
      [2, 'c.ts/twice', 0, 'Doubles.\n\nconst twice = (n: number) =>', 'const twice = (n: number) => 2 * n;'],
    ],
  );
  assert.deepEqual([nested, undocumented, risky], [1, 1, 0]);
});

test('functions that delete files or start programs themselves are left alone', async () => {
  const calls = [
    'os.remove(x)',
    'xs.remove(x)',
    'shutil.rmtree(x)',
    'subprocess.run(x)',
    'path.unlink()',
    're.exec(x)',
  ];
  const python = calls.map((call, index) => `def f${index}(x):\n    """F."""\n    ${call}\n`).join('\n');
  const typescript =
    '/** G. */\nexport async function g(x: string) {\n  await rm(x, { recursive: true });\n}\n';
  const { sources } = await read({ 'a.py': python, 'b.ts': typescript });
  const { targets, risky } = targetsOf(sources);
  assert.deepEqual(
    targets.map(({ id }) => id),
    ['a.py/f1', 'a.py/f5'],
  );
  assert.equal(risky, 5);
});

test('functions of one name in one file have ids of their own', async () => {
  const property =
    'class A:\n    @property\n    def x(self):\n        """Get."""\n        return 1\n\n    @x.setter\n    def x(self, v):\n        """Set."""\n        pass\n';
  const { sources } = await read({ 'a.py': property, 'b.py': property });
  assert.deepEqual(
    targetsOf(sources).targets.map(({ id }) => id),
    ['a.py/A.x', 'a.py/A.x#2', 'b.py/A.x', 'b.py/A.x#2'],
  );
});

test('line ends become plain and a mark at the beginning goes; a file in another encoding and one that takes too long are named', async () => {
  const { sources, unread } = await read({
    'a.py': '\uFEFFdef f():\r\n    """F."""\r\n    return 1\r\n',
    'b.py': 'def f():\n    """F\uFFFD."""\n',
    'c.py': 'def def def ((( \n'.repeat(60_000),
  });
  assert.deepEqual(
    sources.map(({ file, text }) => [file, text]),
    [['a.py', 'def f():\n    """F."""\n    return 1\n']],
  );
  assert.deepEqual(unread, ['b.py', 'c.py']);
});
