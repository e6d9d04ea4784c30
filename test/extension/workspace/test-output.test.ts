/** The page with what tests printed, in an editor of which as much is there as opens and closes pages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { TestResults } from '../../../extension/workspace/results.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { failing, verification } from './folder.ts';

interface Parts {
  readonly scheme: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

const uriFrom = ({ scheme, path, query, fragment }: Parts): vscode.Uri =>
  ({ toString: () => `${scheme}:${path}?${query}#${fragment}` }) as vscode.Uri;

const opened: string[] = [];
let close: (document: { uri: vscode.Uri }) => void = () => assert.fail('nobody listens');
standInForVscode({
  workspace: {
    openTextDocument: (uri: vscode.Uri) => Promise.resolve(opened.push(uri.toString())),
    onDidCloseTextDocument: (heard: typeof close) => {
      close = heard;
      return { dispose: () => undefined };
    },
  },
  window: { showTextDocument: () => Promise.resolve() },
  Uri: { from: uriFrom },
  Disposable: {
    from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((each) => each.dispose()) }),
  },
  ViewColumn: { Beside: -2 },
});
const { TestOutputDocuments } = await import('../../../extension/workspace/test-output.ts');

const tested = { uri: 'file:///w/pair.py', hash: 'a1' };
const address = uriFrom({
  scheme: 'critique-coder-tests',
  path: '/Stack.push tests.txt',
  query: 'a1',
  fragment: tested.uri,
});

test('a page has what the tests printed last, and is told of each further run while it is open', async () => {
  const results = new TestResults();
  const documents = new TestOutputDocuments(results);
  results.end(tested, failing({ name: 'Stack.push' }), new Date());
  await documents.show('Stack.push', tested);
  assert.deepEqual(opened, [address.toString()]);
  assert.match(
    documents.provideTextDocumentContent(address),
    /^Stack\.push \(pair\.py:4\)\n\n── .*failed.*assert 3 == 4/s,
  );
  let news = 0;
  documents.onDidChange(() => (news += 1));
  results.end(tested, verification({ name: 'Stack.push' }), new Date());
  assert.match(documents.provideTextDocumentContent(address), /· passed ·/);
  close({ uri: address });
  results.begin(tested);
  assert.equal(news, 1, 'the closed page is told nothing');
  documents.dispose();
});

test('a page that VS Code brings back after a restart says how to get its content', () => {
  const documents = new TestOutputDocuments(new TestResults());
  assert.match(documents.provideTextDocumentContent(address), /Run the tests again/);
  documents.dispose();
});
