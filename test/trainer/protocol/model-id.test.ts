import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hubModelOf, isCommit, modelIdText, parseModelId } from '../../../trainer/protocol/model-id.ts';

test('owner/name is a model at main, and @ names another revision', () => {
  const { id } = parseModelId('Qwen/Qwen3-0.6B') as { id: unknown };
  assert.deepEqual(id, { owner: 'Qwen', name: 'Qwen3-0.6B', revision: 'main' });
  for (const revision of ['v1.0', 'refs/pr/3', 'c1899de', 'feature/a+b', '0'.repeat(40)]) {
    assert.deepEqual(parseModelId(`a/b@${revision}`), { ok: true, id: { owner: 'a', name: 'b', revision } });
  }
});

test('what has no owner, or more than one slash, has not the form', () => {
  for (const text of ['', 'gpt2', 'starter', 'a/b/c', '/a/b', 'https://huggingface.co/a/b', 'a\\b']) {
    assert.deepEqual(parseModelId(text), { ok: false, problem: 'form' }, text);
  }
});

test('names that the hub does not give, and that could leave a folder, are none', () => {
  const texts = [
    './b',
    '../b',
    'a/..',
    '/b',
    'a/',
    'a/b--c',
    'a/b..c',
    'a/-b',
    'a/b.',
    'a/b.git',
    'C:/b',
    'a/b c',
  ];
  for (const text of [...texts, 'a/ü', `a/${'b'.repeat(97)}`, '~/b', '$HOME/b']) {
    assert.deepEqual(parseModelId(text), { ok: false, problem: 'name' }, text);
  }
  assert.equal(parseModelId(`a/${'b'.repeat(96)}`).ok, true);
  assert.equal(parseModelId('_a/0_b-c.d').ok, true);
});

test('a revision cannot leave a folder either', () => {
  for (const revision of [
    '',
    '..',
    '../x',
    'a/../b',
    '/a',
    'a/',
    'a//b',
    'a/.b',
    '.a',
    'a.lock',
    'a b',
    'a~1',
    '-a',
  ]) {
    assert.deepEqual(parseModelId(`a/b@${revision}`), { ok: false, problem: 'revision' }, revision);
  }
});

test('the text of a model is read back as the same', () => {
  for (const text of ['a/b', 'a/b@v1', `a/b@${'f'.repeat(40)}`]) {
    const id = hubModelOf(text);
    assert.ok(id);
    assert.equal(modelIdText(id), text);
  }
  assert.equal(modelIdText({ owner: 'a', name: 'b', revision: 'main' }), 'a/b');
});

test('starter and absolute paths are no models of the hub', () => {
  for (const base of ['starter', '/m/qwen', 'C:\\m\\qwen', 'C:/m'])
    assert.equal(hubModelOf(base), undefined, base);
});

test('a commit has 40 digits', () => {
  assert.deepEqual(
    [isCommit('a'.repeat(40)), isCommit('a'.repeat(39)), isCommit('g'.repeat(40))],
    [true, false, false],
  );
});
