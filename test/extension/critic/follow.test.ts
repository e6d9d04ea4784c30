/** What comes of changes in the editor. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { keptLog } from '../support/log.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { FollowedEditor, followedParts } from './following.ts';
import { MapMemory, sampleVerdict } from './samples.ts';

const editor = new FollowedEditor();
standInForVscode(editor.api);
const { follow } = await import('../../../extension/critic/follow.ts');

const log = keptLog() as unknown as vscode.LogOutputChannel;

test('a folder that is deleted takes its findings along, and one that is renamed leaves what was dismissed', () => {
  const { parts, findings, dismissals } = followedParts();
  const following = follow(parts, log);
  for (const uri of ['src/a.py', 'src/deep/b.py', 'test/c.py']) {
    findings.update({ uri, version: 1, functions: [sampleVerdict()] });
  }
  editor.deleted.fire({ files: ['src'] });
  assert.deepEqual(findings.uris, ['test/c.py']);
  dismissals.dismissFile('test/d.py');
  editor.renamed.fire({ files: [{ oldUri: 'test', newUri: 'tests' }] });
  assert.deepEqual([findings.uris, dismissals.files], [[], ['tests/d.py']]);
  following.dispose();
});

test('dismissing and restoring start a server that rests, where something of it is seen', () => {
  const { parts, link, dismissals } = followedParts();
  const following = follow(parts, log);
  dismissals.dismissFile('a.py');
  assert.equal(link.needed, 0, 'nothing is seen');
  editor.visibleTextEditors.push({ document: {} });
  dismissals.dismissFile('b.py');
  assert.equal(link.needed, 1);
  dismissals.restore(new Set(['b.py']));
  assert.equal(link.needed, 2);
  editor.visibleTextEditors.length = 0;
  following.dispose();
});

test('a server that has started is told the settings as they are by then, once', () => {
  const { parts, link, dismissals } = followedParts();
  const following = follow(parts, log);
  link.become('starting');
  dismissals.dismissFile('a.py');
  assert.deepEqual(link.told, []);
  link.become('running');
  const configured = ['critiqueCoder/configure', { dismissedFiles: ['a.py'] }];
  assert.deepEqual(link.told, [configured]);
  link.become('running');
  assert.equal(link.told.length, 1, 'another state of the same server');
  for (const phase of ['waiting', 'starting', 'running']) link.become(phase);
  assert.deepEqual(link.told, [configured, configured]);
  following.dispose();
});

test('what a critic has said goes when another takes its place, and the server is told to look', () => {
  const { parts, link, critics, verdicts, findings } = followedParts();
  const following = follow(parts, log);
  link.become('running');
  const says = () => verdicts.set({ uri: 'a.py', version: 1, functions: [sampleVerdict()] });
  critics.become({ folder: '/critic', hash: 'x' });
  says();
  // Another entry of the list has changed.
  critics.become({ folder: '/critic', hash: 'x' });
  assert.equal(findings.all.length, 1);
  const told = link.told.length;
  critics.become({ folder: '/critic', hash: 'y' });
  assert.deepEqual([verdicts.get('a.py'), findings.all], [undefined, []]);
  assert.deepEqual(link.told.slice(told), [['critiqueCoder/configure', { dismissedFiles: [] }]]);
  says();
  // The server has noticed first.
  link.state = { critic: { folder: '/critic', hash: 'z' } };
  link.become('running');
  assert.deepEqual([verdicts.get('a.py'), findings.all], [undefined, []]);
  says();
  link.become('running');
  assert.equal(findings.all.length, 1, 'the same state once more');
  following.dispose();
});

test('what another critic found is gone where the choice changed while the window was closed', () => {
  const memory = new MapMemory();
  const before = followedParts(memory);
  before.critics.identity = { folder: '/earlier', hash: 'x' };
  follow(before.parts, log).dispose();
  before.findings.update({ uri: 'a.py', version: 1, functions: [sampleVerdict()] });
  const now = followedParts(memory);
  assert.equal(now.findings.all.length, 1);
  follow(now.parts, log).dispose();
  assert.deepEqual(now.findings.all, []);
});

test('whatever shows verdicts follows the settings, also while the server rests', () => {
  const { parts, shown } = followedParts();
  const following = follow(parts, log);
  editor.configured.fire({ affectsConfiguration: (section) => section === 'critiqueCoder.runs' });
  assert.deepEqual(shown, []);
  editor.configured.fire({ affectsConfiguration: (section) => section === 'critiqueCoder.critique' });
  assert.deepEqual(shown.toSorted(), ['gutter', 'lenses', 'problems']);
  following.dispose();
});
