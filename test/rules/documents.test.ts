/** What the documents tell a reader to type works, and where they point there is something. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { starterSettings } from '../../trainer/starter/settings.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const documents = ['README.md', 'CONTRIBUTING.md'];

const textOf = (document: string): string => readFileSync(`${repository}/${document}`, 'utf8');

const { scripts, dependencies, devDependencies } = JSON.parse(textOf('package.json')) as Record<
  'scripts' | 'dependencies' | 'devDependencies',
  Record<string, string>
>;

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

test('every command of the documents that is not a script of npm ends well as it is written', async () => {
  const isScript = (line: string): boolean => line.startsWith('npm ');
  const lines = documents.flatMap((document) => shellLines(textOf(document)));
  const commands = lines.filter((line) => !isScript(line));
  assert.ok(commands.length >= 3, 'the commands were found');
  for (const line of commands) {
    const [npx = '', ...parameters] = line.split(/\s+/);
    assert.deepEqual([npx, parameters[0]], ['npx', 'node'], `the test does not know how to try "${line}"`);
    // What npx does not find it would fetch; a test never does.
    const { exitCode, stderr } = await execa(npx, ['--no', ...parameters], {
      cwd: repository,
      env: withoutPathOfNpm(),
      stdin: 'ignore',
      reject: false,
    });
    assert.equal(exitCode, 0, `${line}: ${stderr}`);
  }
});

/** As in a reader's terminal: `npm test` puts this project's Node first on the path, which would hide that none is found. */
function withoutPathOfNpm(): Record<string, string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return { PATH: folders.filter((folder) => !folder.includes('node_modules')).join(delimiter) };
}

test('the documents call Node by npx, which finds the one that npm ci brought', () => {
  for (const document of [...documents, 'docs/protocol.md']) {
    assert.doesNotMatch(textOf(document), /(?<!npx )\bnode (trainer\/|--test)/, document);
  }
});

test('the settings of the starter that docs/protocol.md shows are those that train takes', () => {
  const [, shown = ''] = /```json\n([^]*?)```/.exec(textOf('docs/protocol.md')) ?? [];
  assert.deepEqual(JSON.parse(shown), starterSettings);
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

test('every package that is depended on is named with a reason, and with the version where one is said', () => {
  const rows = textOf('docs/decisions/dependencies.md').split('\n');
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    const row = rows.find((line) => line.startsWith('|') && line.split('|')[1]?.includes(`\`${name}\``));
    assert.ok(row !== undefined, name);
    const said = /^\| `[^`]+` (\d[\d.]+)/.exec(row)?.[1] ?? version;
    assert.equal(said, version, name);
  }
});
