/** The rooms and what each may import, as docs/architecture.md tells it. `layers.test.ts` holds the sources against it. */

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
export const rooms: Readonly<Record<string, readonly string[]>> = {
  'trainer/random.ts': [],
  'trainer/hash.ts': [],
  'trainer/machine.ts': [],
  'trainer/protocol': [],
  'trainer/errors': ['trainer/protocol'],
  'trainer/disk.ts': ['trainer/errors'],
  'trainer/process-identity.ts': ['trainer/errors'],
  'trainer/whole-folder.ts': ['trainer/errors'],
  'trainer/lock-file.ts': ['trainer/errors', 'trainer/process-identity.ts'],
  'trainer/net': ['trainer/errors'],
  'trainer/graph': leaves,
  'trainer/model': [...leaves, 'trainer/hash.ts', 'trainer/graph'],
  'trainer/hub': [
    ...leaves,
    'trainer/net',
    'trainer/disk.ts',
    'trainer/lock-file.ts',
    'trainer/model/files.ts',
  ],
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
    'trainer/whole-folder.ts',
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
    'trainer/whole-folder.ts',
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
    'trainer/net',
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
  extension: [...leaves, ...runReaders, 'trainer/report', 'trainer/starter/settings.ts'],
};

/** Rooms that compute and nothing else, with the only packages they may import: no files, no network, no processes. */
export const pureRooms: Readonly<Record<string, readonly string[]>> = {
  'trainer/protocol': ['zod'],
  'trainer/graph': ['@bufbuild/protobuf'],
  'trainer/grpo': [],
  'trainer/report': [],
  'extension/manifest/contribution.ts': [],
};

/** Packages that only one room may know. */
export const homes: Readonly<Record<string, string>> = {
  vscode: 'extension',
  'vscode-languageclient': 'extension',
  'vscode-languageserver': 'trainer/critic',
  uplot: 'webview',
  'onnxruntime-node': 'trainer/engine',
  '@tensorflow/tfjs-core': 'trainer/engine',
  '@huggingface/tokenizers': 'trainer/model',
  '@vscode/tree-sitter-wasm': 'trainer/source',
};
