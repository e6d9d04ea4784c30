/** The lines above functions, with as much of VS Code as makes them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import type { LensHost } from '../../../extension/critic/lenses.ts';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import { TestResults } from '../../../extension/workspace/results.ts';
import { keptLog } from '../support/log.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { verification } from '../workspace/folder.ts';
import { sampleVerdict } from './samples.ts';

class CodeLens {
  readonly command: vscode.Command;

  constructor(_range: unknown, command: vscode.Command) {
    this.command = command;
  }
}

standInForVscode({ CodeLens, Range: class {} });
const { Lenses } = await import('../../../extension/critic/lenses.ts');

const uri = 'file:///pair.py';

test('a function shows what its tests said for exactly as long as its text is the one that they ran on', async () => {
  const [verdicts, results] = [new VerdictStore(), new TestResults()];
  const link = { state: null } as LensHost['link'];
  const lenses = new Lenses({ verdicts, results, link, log: keptLog(), judges: () => true });
  const token = { isCancellationRequested: false } as vscode.CancellationToken;
  const shownAt = async (version: number, hash: string): Promise<vscode.Command | undefined> => {
    verdicts.set({ uri, version, functions: [sampleVerdict({ hash })] });
    const document = { uri: { toString: () => uri }, version } as vscode.TextDocument;
    const [lens] = (await lenses.provideCodeLenses(document, token)) ?? [];
    return lens?.command;
  };
  const [before, after] = ['a'.repeat(64), 'b'.repeat(64)];
  assert.equal((await shownAt(1, before))?.title, '$(warning)\u00a0likely incorrect · 84%');
  results.begin({ uri, hash: before });
  assert.match((await shownAt(1, before))?.title ?? '', / · running its tests…$/);
  results.end({ uri, hash: before }, verification(), new Date());
  const lens = await shownAt(1, before);
  assert.equal(lens?.title, '$(warning)\u00a0likely incorrect · 84% · tests pass');
  assert.match(lens?.tooltip ?? '', /^The test files that call it pass: tests\/test_pair\.py\./);
  assert.equal((await shownAt(2, after))?.title, '$(warning)\u00a0likely incorrect · 84%');
  lenses.dispose();
});
