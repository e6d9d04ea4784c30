/** Nothing in the repository may tell on which machine, or in whose home, it was made. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Absolute paths of machines: homes and work folders of Unix, macOS and Windows. Pieced together, to pass itself. */
const machinePaths = ['home', 'root', 'work', 'Users', 'builds', 'workspace']
  .map((folder) => `(?<![\\w.$}>*)\\]-])/${folder}/(?!/)[\\w.]`)
  .concat('[A-Z]:\\\\+Users\\\\+\\w')
  .join('|');

test('no committed file names a path of a machine', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: repository, encoding: 'utf8' }).split('\0');
  const found = files
    .filter((file) => file !== '')
    .flatMap((file) => {
      const text = readFileSync(`${repository}/${file}`);
      if (text.includes(0)) return [];
      const match = new RegExp(machinePaths).exec(text.toString('utf8'));
      return match === null ? [] : [`${file}: ${match[0]}`];
    });
  assert.ok(files.length > 20, 'the files were found');
  assert.deepEqual(found, []);
});

test('the pattern knows a machine path from a path in a web address or a relative one', () => {
  const pattern = new RegExp(machinePaths);
  const name = (...parts: readonly string[]): string => parts.join('/');
  for (const path of [
    name('', 'home', 'ada', 'x'),
    `'${name('', 'work', 'main')}'`,
    String.raw`C:\Users` + '\\ada',
  ]) {
    assert.match(path, pattern);
  }
  for (const path of ['https://a.example/home/x', '../work/x', 'runs/home/x', name('', 'home', '')]) {
    assert.doesNotMatch(path, pattern);
  }
});
