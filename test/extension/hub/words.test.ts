import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadingText, modelDetail, modelIdProblem } from '../../../extension/hub/words.ts';
import type { ModelDescription } from '../../../trainer/protocol/hub.ts';

const description: ModelDescription = {
  id: 'ada/tiny',
  revision: 'main',
  commit: 'a'.repeat(40),
  source: 'hub',
  page: 'https://hub.example/ada/tiny',
  license: { name: 'apache-2.0', link: null },
  gated: 'open',
  modelType: 'qwen3',
  bytes: 1.5e9,
  missingBytes: 1.2e9,
  freeBytes: 70e9,
  files: [{ path: 'model.safetensors', bytes: 1.5e9, hash: 'b'.repeat(64), cached: 3e8 }],
  folder: '/cache/models--ada--tiny/snapshots/a',
};

test('size, licence, access, architecture, commit and folder are told before anything is loaded', () => {
  assert.deepEqual(modelDetail(description).split('\n\n'), [
    'Licence: apache-2.0',
    'Open to everyone.',
    'Size: 1.5 GB. Files: 1. Still to be loaded: 1.2 GB. Free on the disk: 70.0 GB.',
    'Architecture: qwen3',
    `Commit ${'a'.repeat(40)}`,
    '/cache/models--ada--tiny/snapshots/a',
  ]);
});

test('a gated model says what is to be done, and a licence where it stands', () => {
  const license = { name: 'llama3.2', link: 'https://hub.example/licence' };
  const lines = modelDetail({ ...description, gated: 'manual', license, modelType: null }).split('\n\n');
  assert.equal(lines[0], 'Licence: llama3.2 (https://hub.example/licence)');
  assert.match(lines[1] ?? '', /^Gated: .*owners have to agree/);
  assert.equal(lines.length, 5);
  assert.match(modelDetail({ ...description, license: { name: null, link: null } }), /^Licence: not stated/);
});

test('words of the hub cannot turn the direction of a dialog or fill it', () => {
  const license = { name: `\u202Emit${'x'.repeat(500)}`, link: null };
  const [first = ''] = modelDetail({ ...description, license }).split('\n\n');
  assert.ok(first.length < 100 && !first.includes('\u202E'));
});

test('an id is checked while it is written', () => {
  assert.equal(modelIdProblem(' Qwen/Qwen3-0.6B '), null);
  assert.equal(modelIdProblem('Qwen/Qwen3-0.6B@v1'), null);
  assert.match(modelIdProblem('Qwen3-0.6B') ?? '', /owner\/name/);
  assert.match(modelIdProblem('Qwen/..') ?? '', /letters, digits/);
  assert.match(modelIdProblem('Qwen/Qwen3@../x') ?? '', /branch, a tag or a commit/);
});

test('loading says how far it is, and what holds it up', () => {
  const progress = { type: 'progress', file: 'f', doneBytes: 1.2e9, totalBytes: 1.5e9 } as const;
  assert.equal(
    loadingText({ ...progress, bytesPerSecond: 35e6, secondsLeft: 9 }),
    '1.2 GB of 1.5 GB, 35 MB a second, 9 s left',
  );
  assert.equal(loadingText({ ...progress, bytesPerSecond: null, secondsLeft: null }), '1.2 GB of 1.5 GB');
  assert.match(loadingText({ type: 'waiting', pid: 7 }), /process 7/);
  assert.match(loadingText({ type: 'retrying', reason: 'the hub says 502', seconds: 1 }), /the hub says 502/);
});
