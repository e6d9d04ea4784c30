/** The rooms and the arrows between them, as docs/architecture.md draws them: what imports what, read from the sources. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const repository = fileURLToPath(new URL('../..', import.meta.url));

const leaves = ['trainer/protocol', 'trainer/errors', 'trainer/random.ts'];

/** How a run's folder is read and its trainer spoken to; these load no model, no graph and no sandbox. */
const runReaders = [
  'trainer/run/checkpoint.ts',
  'trainer/run/control-client.ts',
  'trainer/run/files.ts',
  'trainer/run/folder.ts',
  'trainer/run/journal-reader.ts',
  'trainer/run/list.ts',
  'trainer/run/lock.ts',
  'trainer/process-identity.ts',
];

/**
 * What each room may import besides itself: a room, or one file of a room where the room itself is too much.
 * A room may only name rooms above it, so there are no cycles.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'trainer/random.ts': [],
  'trainer/hash.ts': [],
  'trainer/machine.ts': [],
  'trainer/protocol': [],
  'trainer/errors': ['trainer/protocol'],
  'trainer/disk.ts': ['trainer/errors'],
  'trainer/process-identity.ts': ['trainer/errors'],
  'trainer/lock-file.ts': ['trainer/errors', 'trainer/process-identity.ts'],
  'trainer/graph': leaves,
  'trainer/model': [...leaves, 'trainer/hash.ts', 'trainer/graph'],
  'trainer/hub': [...leaves, 'trainer/disk.ts', 'trainer/lock-file.ts', 'trainer/model/files.ts'],
  'trainer/engine': [...leaves, 'trainer/graph', 'trainer/model'],
  'trainer/grpo': [...leaves, 'trainer/engine/types.ts'],
  'trainer/sandbox': [...leaves, 'trainer/hash.ts', 'trainer/machine.ts'],
  'trainer/tasks': [...leaves, 'trainer/sandbox/types.ts', 'trainer/sandbox/compare.ts'],
  'trainer/source': leaves,
  'trainer/critique': [...leaves, 'trainer/engine/types.ts', 'trainer/sandbox/types.ts', 'trainer/tasks'],
  'trainer/starter': [
    ...leaves,
    'trainer/engine/types.ts',
    'trainer/model',
    'trainer/sandbox',
    'trainer/tasks',
    'trainer/critique',
  ],
  'trainer/run': [
    ...leaves,
    'trainer/lock-file.ts',
    'trainer/hash.ts',
    'trainer/machine.ts',
    'trainer/model',
    'trainer/hub',
    'trainer/engine',
    'trainer/grpo',
    'trainer/sandbox',
    'trainer/tasks',
    'trainer/critique',
    'trainer/starter',
  ],
  'trainer/critic': [
    ...leaves,
    'trainer/hash.ts',
    'trainer/graph',
    'trainer/model',
    'trainer/engine',
    'trainer/source',
    'trainer/tasks',
    'trainer/critique',
  ],
  'trainer/report': leaves,
  'trainer/data': [
    ...leaves,
    'trainer/hash.ts',
    'trainer/model',
    'trainer/sandbox/types.ts',
    'trainer/sandbox/compare.ts',
    'trainer/source',
    'trainer/tasks',
    'trainer/critique',
  ],
  'trainer/candidates': [
    ...leaves,
    'trainer/hash.ts',
    'trainer/engine/types.ts',
    'trainer/model',
    'trainer/run',
    'trainer/sandbox/types.ts',
    'trainer/source',
    'trainer/tasks',
    'trainer/critique',
  ],
  'trainer/evaluation': [
    ...leaves,
    'trainer/hash.ts',
    'trainer/engine/types.ts',
    'trainer/model',
    'trainer/run',
    'trainer/sandbox/types.ts',
    'trainer/tasks',
    'trainer/critique',
    'trainer/critic',
    'trainer/report',
  ],
  'trainer/ablation': [
    ...leaves,
    'trainer/hash.ts',
    'trainer/engine/types.ts',
    'trainer/model',
    'trainer/run',
    'trainer/starter',
    'trainer/tasks',
    'trainer/critique',
    'trainer/report',
  ],
  'trainer/commands': ['trainer', 'package.json'],
  'trainer/demo': ['trainer'],
  'trainer/cli.ts': ['trainer'],
  webview: ['trainer/protocol'],
  'extension/manifest/contribution.ts': [],
  extension: [...leaves, ...runReaders, 'trainer/starter/settings.ts'],
};

/** Rooms that compute and nothing else, with the only packages they may import: no files, no network, no processes. */
const pureRooms: Readonly<Record<string, readonly string[]>> = {
  'trainer/protocol': ['zod'],
  'trainer/graph': ['@bufbuild/protobuf'],
  'trainer/grpo': [],
  'extension/manifest/contribution.ts': [],
};

/** Packages that only one room may know. */
const homes: Readonly<Record<string, string>> = {
  vscode: 'extension',
  'vscode-languageclient': 'extension',
  'vscode-languageserver': 'trainer/critic',
  uplot: 'webview',
  'onnxruntime-node': 'trainer/engine',
  '@tensorflow/tfjs-core': 'trainer/engine',
  '@huggingface/tokenizers': 'trainer/model',
  '@vscode/tree-sitter-wasm': 'trainer/source',
  hyparquet: 'trainer/data',
};

interface Import {
  readonly from: string;
  /** A path in the repository with `/`, or the name of a package or a Node module. */
  readonly to: string;
  readonly external: boolean;
}

function sourcesOf(area: string): string[] {
  const folder = join(repository, area);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ts$/.test(name) && !name.split(sep).includes('generated'))
    .map((name) => join(area, name).split(sep).join('/'));
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(repository, file), 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return { from: file, to: packageOf(fileName), external: true };
    const target = relative(repository, resolve(repository, dirname(file), fileName));
    return { from: file, to: target.split(sep).join('/'), external: false };
  });
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');

const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** The first, so the narrowest place of the table that a file lies in. */
const roomOf = (file: string): string | undefined => Object.keys(rooms).find((room) => within(file, room));

const imports = ['trainer', 'webview', 'extension'].flatMap(sourcesOf).flatMap(importsOf);

const told = (wrong: readonly Import[]): string[] => wrong.map(({ from, to }) => `${from} imports ${to}`);

test('every source lies in a room that the table knows', () => {
  assert.ok(imports.length > 100, 'the sources were found');
  assert.deepEqual(
    imports.map(({ from }) => from).filter((file) => roomOf(file) === undefined),
    [],
  );
});

test('rooms import only what the table allows them', () => {
  const wrong = imports.filter(({ from, to, external }) => {
    const room = roomOf(from);
    if (external || room === undefined || within(to, room)) return false;
    return !(rooms[room] ?? []).some((place) => within(to, place));
  });
  assert.deepEqual(told(wrong), []);
});

test('the table itself points one way', () => {
  const order = Object.keys(rooms);
  for (const [room, allowed] of Object.entries(rooms)) {
    for (const place of allowed.filter((target) => target !== 'trainer')) {
      const target = roomOf(place) ?? place.split('/')[0] ?? '';
      assert.ok(
        order.indexOf(target) < order.indexOf(room),
        `${room} may not name ${place}, which stands below it`,
      );
    }
  }
});

test('rooms that only compute import no Node module and few packages', () => {
  const wrong = imports.filter(({ from, to, external }) => {
    const allowed = pureRooms[roomOf(from) ?? ''];
    return external && allowed !== undefined && !allowed.includes(to);
  });
  assert.deepEqual(told(wrong), []);
});

test('a package with one home is imported nowhere else', () => {
  const wrong = imports.filter(({ from, to }) => homes[to] !== undefined && homes[to] !== roomOf(from));
  assert.deepEqual(told(wrong), []);
});

test('Node modules are named as such', () => {
  const bare = imports.filter(({ to, external }) => external && builtinModules.includes(to));
  assert.deepEqual(told(bare), []);
});

test("of TensorFlow only types are imported: the package is the user's own and is loaded when it is chosen", () => {
  const naming = sourcesOf('trainer').flatMap((file) =>
    readFileSync(join(repository, file), 'utf8')
      .split('\n')
      .filter(
        (line) => /\bfrom '@tensorflow\//.test(line) || /\b(import|require)\('@tensorflow\//.test(line),
      ),
  );
  assert.ok(naming.length > 0, 'the imports were found');
  assert.deepEqual(
    naming.filter((line) => !line.startsWith('import type ')),
    [],
  );
});
