/** What comes of changes in the editor. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { keptLog } from '../support/log.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { FollowedEditor, followedParts } from './following.ts';
import { sampleVerdict } from './samples.ts';

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
