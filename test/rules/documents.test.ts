/** What the documents tell a reader to type works, and where they point there is something. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const documents = ['README.md', 'CONTRIBUTING.md'];

const textOf = (document: string): string => readFileSync(`${repository}/${document}`, 'utf8');

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

/** Commands of npm that are scripts without `run` before them. */
const shortcuts = ['test', 'start', 'stop', 'restart'];

function scriptsNamedIn(text: string): string[] {
  const found = [...text.matchAll(/\bnpm (?:run ([\w:-]+)|([a-z]+))/g)];
  return found.flatMap(([, script, verb = '']) =>
    script === undefined ? shortcuts.filter((shortcut) => shortcut === verb) : [script],
  );
}

/** The lines of the fenced blocks that are for a shell. */
function shellLines(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)];
  return blocks.flatMap(([, block = '']) => block.split('\n')).filter((line) => line.trim() !== '');
}

test('every npm script that a document names exists', () => {
  for (const document of documents) {
    const named = scriptsNamedIn(textOf(document));
    assert.ok(named.length > 0, document);
    assert.deepEqual(
      named.filter((script) => scripts[script] === undefined),
      [],
      document,
    );
  }
});

test('every script of package.json that a reader may want is named in a document', () => {
  const named = new Set(documents.flatMap((document) => scriptsNamedIn(textOf(document))));
  const unnamed = Object.keys(scripts).filter((script) => !named.has(script) && !/^(pre|post)/.test(script));
  assert.deepEqual(
    unnamed.filter((script) => !script.startsWith('bench:')),
    [],
  );
});

test('every command of the README that this repository runs itself ends well', () => {
  const isScript = (line: string): boolean => line.startsWith('npm ');
  const lines = documents.flatMap((document) => shellLines(textOf(document)));
  const commands = lines.filter((line) => !isScript(line));
  assert.ok(commands.length >= 3, 'the commands were found');
  for (const line of commands) {
    const [program, ...parameters] = line.split(/\s+/);
    assert.equal(program, 'node', `the test does not know how to try "${line}"`);
    const { status, stderr } = spawnSync(process.execPath, parameters, {
      cwd: repository,
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${line}: ${stderr}`);
  }
});

test('every relative link of a document leads to a file', () => {
  for (const document of documents) {
    const links = [...textOf(document).matchAll(/\]\((?!\w+:|#)([^)#]+)/g)].map(([, target = '']) => target);
    assert.ok(links.length > 0, document);
    assert.deepEqual(
      links.filter((target) => !existsSync(`${repository}/${target}`)),
      [],
      document,
    );
  }
});
