/** Opening what is not there, in an editor that says so in its own way. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Findings } from '../../../extension/critic/findings.ts';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import { MapMemory } from '../critic/samples.ts';
import { uriOf } from '../support/vscode-double.ts';
import { standInForVscode } from '../support/vscode-module.ts';

standInForVscode({
  window: {
    showTextDocument: ({ fsPath }: { readonly fsPath: string }) =>
      Promise.reject(new Error(`Unable to read file '${fsPath}'`)),
  },
  Uri: { file: uriOf, parse: (uri: string) => uriOf(uri.replace('file://', '')) },
  Range: class {},
});
const { openFile } = await import('../../../extension/commands/open-file.ts');
const { findingCommandHandlers } = await import('../../../extension/critic/finding-commands.ts');

test('a log that is not written yet is told as a file that is not there, and not as a defect', async () => {
  await assert.rejects(openFile('/runs/new/trainer.log'), {
    code: 'shell.file-not-opened',
    message: /^Opening \/runs\/new\/trainer\.log failed: Unable to read/,
    hint: /has just begun/,
  });
});

test('so is the file of a finding, which leaves the list with it', async () => {
  const memory = new MapMemory();
  const finding = {
    uri: 'file:///gone.py',
    id: 'f',
    name: 'f',
    line: 3,
    hash: 'a',
    confidence: 0.9,
    changed: false,
  };
  await memory.update('critique.findings', [finding]);
  const findings = new Findings(memory);
  const open = findingCommandHandlers(findings, new VerdictStore())['findings.open'];
  await assert.rejects(async () => void (await open?.(findings.all[0])), { code: 'shell.file-not-opened' });
  assert.deepEqual(findings.all, []);
});
