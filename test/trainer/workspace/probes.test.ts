/** Texts with markers are run by Node and by Python, and compared with what they do without. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openFunctionFinder } from '../../../trainer/source/finder.ts';
import type { SourceLanguage } from '../../../trainer/source/grammars.ts';
import { openSyntaxReader } from '../../../trainer/source/syntax.ts';
import { reachedNumbers, reachedVariable, withProbes } from '../../../trainer/workspace/probes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { findAnyPython, skipWithout } from '../../support/workspace/python.ts';
import { javaScriptCases, type ProbeCase } from './probes-javascript.cases.ts';
import { pythonCases } from './probes-python.cases.ts';

const python = findAnyPython();
const finder = await openFunctionFinder();
const reader = await openSyntaxReader();
after(() => {
  finder[Symbol.dispose]();
  reader[Symbol.dispose]();
});

interface Marked {
  readonly text: string;
  readonly names: readonly string[];
}

/** Every function is marked with its place in the list. */
function marked(source: string, language: SourceLanguage): Marked {
  const found = finder.find(source, language);
  const probes = found.map(({ place }, number) => ({ number, body: place.body }));
  const text = withProbes({ source, language }, probes, reader);
  return { text, names: found.map(({ name }) => name) };
}

interface Ran {
  readonly printed: string;
  readonly written: string;
}

async function run(text: string, file: string): Promise<Ran> {
  await using folder = await temporaryFolder();
  const [program, record] = [join(folder.path, file), join(folder.path, 'reached')];
  await writeFile(program, text);
  await writeFile(record, '');
  const command = file.endsWith('.py') ? (python ?? '') : process.execPath;
  const { stdout, stderr, status } = spawnSync(command, [program], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...process.env, [reachedVariable]: record, NODE_OPTIONS: '', PYTHONDONTWRITEBYTECODE: '1' },
  });
  assert.equal(status, 0, stderr);
  return { printed: stdout, written: await readFile(record, 'utf8') };
}

async function check(
  { file, source, reached, shifts = 0 }: ProbeCase,
  language: SourceLanguage,
): Promise<void> {
  const { text, names } = marked(source, language);
  const plain = await run(source, file);
  const probed = await run(text, file);
  assert.equal(probed.printed, plain.printed);
  assert.equal(plain.written, '');
  const numbers = [...reachedNumbers(probed.written)].sort((a, b) => a - b);
  assert.deepEqual(
    numbers.map((number) => names[number]),
    reached,
  );
  assert.equal(probed.written.split('\n').length - 1, numbers.length, 'once a process');
  const lineOf = (whole: string): number => whole.slice(0, whole.indexOf('THE END')).split('\n').length;
  assert.equal(lineOf(text) - lineOf(source), shifts, 'lines moved down');
}

for (const one of javaScriptCases) {
  const language = one.file.endsWith('ts') ? 'typescript' : 'javascript';
  test(`${one.file}: ${one.fact}`, () => check(one, language));
}

for (const one of pythonCases) {
  test(`Python: ${one.fact}`, { skip: skipWithout(python, 'Python 3') }, () => check(one, 'python'));
}

test('elements of TypeScript’s other grammar may be a body', () => {
  const source = 'export const Page = ({ name }: { name: string }) => <p>{name}</p>;\n';
  const { text } = marked(source, 'tsx');
  assert.match(text, /=> \(_critiqueCoderReached\(0\), <p>\{name\}<\/p>\);/);
  assert.equal(reader.read(text, 'tsx')?.broken, false);
});

test('a text that does not parse, and one of which nothing is asked, stay as they are', () => {
  const broken = 'def f(:\r\n    pass\r\n';
  const ask = [{ number: 0, body: 8 }];
  assert.equal(withProbes({ source: broken, language: 'python' }, ask, reader), 'def f(:\n    pass\n');
  const whole = 'function f() {}\n';
  assert.equal(withProbes({ source: whole, language: 'javascript' }, [], reader), whole);
  assert.equal(withProbes({ source: whole, language: 'javascript' }, ask, reader), whole);
});

test('where the record cannot be written, the functions run all the same', async () => {
  await using folder = await temporaryFolder();
  const programs = [
    ['a.mjs', marked('function f() { return 1; }\nconsole.log(f());\n', 'javascript').text, process.execPath],
    ...(python === undefined
      ? []
      : [['a.py', marked('def f():\n    return 1\nprint(f())\n', 'python').text, python] as const]),
  ] as const;
  for (const [name, text, command] of programs) {
    await writeFile(join(folder.path, name), text);
    for (const place of [undefined, join(folder.path, 'missing', 'reached')]) {
      const { stdout, stderr } = spawnSync(command, [join(folder.path, name)], {
        encoding: 'utf8',
        env: { ...process.env, [reachedVariable]: place },
      });
      assert.deepEqual([stdout.trim(), stderr], ['1', '']);
    }
  }
});

test('of what was written, whole lines with numbers count', () => {
  assert.deepEqual([...reachedNumbers('3\n12\n3\nx\n\n4')], [3, 12]);
  assert.deepEqual([...reachedNumbers('')], []);
});
