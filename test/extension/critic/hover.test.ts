/** What stands over the first line of a function, with as much of VS Code as makes hovers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import type { Verification } from '../../../trainer/protocol/workspace.ts';
import { TestResults } from '../../../extension/workspace/results.ts';
import type { Critique, FunctionVerdict } from '../../../trainer/protocol/critic-server.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { failing, testRun, verification } from '../workspace/folder.ts';
import { sampleCritic, sampleVerdict } from './samples.ts';

/** Notes what is appended, and how. */
class MarkdownString {
  readonly parts: string[];
  isTrusted: unknown;

  constructor(value = '') {
    this.parts = [value];
  }

  appendMarkdown(text: string): this {
    this.parts.push(text);
    return this;
  }

  appendText(text: string): this {
    this.parts.push(text);
    return this;
  }

  appendCodeblock(text: string, language: string): this {
    this.parts.push(`<${language}>${text}</${language}>`);
    return this;
  }
}

class Hover {
  readonly contents: readonly MarkdownString[];

  constructor(contents: readonly MarkdownString[]) {
    this.contents = contents;
  }
}

class CancellationTokenSource {
  readonly token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => 0 }) };
  cancel(): void {
    this.token.isCancellationRequested = true;
  }
  dispose(): void {
    this.cancel();
  }
}

const workspace = { isTrusted: true };
standInForVscode({ MarkdownString, Hover, CancellationTokenSource, workspace });
const { VerdictHover } = await import('../../../extension/critic/hover.ts');

interface Server {
  readonly verdict?: Partial<FunctionVerdict>;
  readonly phase?: 'off' | 'running';
  readonly answer?: () => Promise<Critique>;
  /** What the function's tests said. */
  readonly tested?: Verification | 'running';
}

const judged: Critique = {
  kind: 'judged',
  opinion: { state: 'incorrect', confidence: 0.84 },
  critique: 'It subtracts.\u202e',
};

/** The parts of the hover over the function's first line, each as one text, and what was asked of the server. */
async function hoverOver({
  verdict,
  phase = 'running',
  answer = () => Promise.resolve(judged),
  tested,
}: Server = {}) {
  const uri = 'file:///pair.py';
  const verdicts = new VerdictStore();
  verdicts.set({ uri, version: 7, functions: [sampleVerdict(verdict)] });
  const asked: unknown[] = [];
  const client = {
    sendRequest: async <T>(_method: string, place: unknown): Promise<T> => {
      asked.push(place);
      return (await answer()) as T;
    },
  };
  const results = new TestResults();
  const of = { uri, hash: sampleVerdict().hash };
  if (tested === 'running') results.begin(of);
  else if (tested !== undefined) results.end(of, tested, new Date(2026, 10, 27, 14, 30, 5));
  const link = { phase, client: () => Promise.resolve(client) };
  const hover = new VerdictHover({
    verdicts,
    results,
    link,
    critic: () => sampleCritic,
    judges: () => true,
  });
  const document = { uri: { toString: () => uri }, version: 7 } as vscode.TextDocument;
  const { token } = new CancellationTokenSource();
  const at = { line: 3 } as vscode.Position;
  const shown = (await hover.provideHover(document, at, token)) as Hover | null;
  return { texts: shown?.contents.map(({ parts }) => parts.join('')) ?? [], asked };
}

test('a judged function says its verdict, its critique as text, its critic, and what can be done', async () => {
  const { texts, asked } = await hoverOver();
  const [words = '', critique, links = ''] = texts;
  assert.match(words, /^\*\*likely incorrect · 84%\*\*/);
  assert.match(words, /held-out balanced accuracy 73%.*Threshold.*a model's opinion, not a proof\*$/s);
  assert.equal(critique, '<markdown>It subtracts.\\u{202e}</markdown>');
  assert.match(links, /^\[Show critique\]\(command:critiqueCoder\.showCritique\?/);
  assert.deepEqual(asked, [{ uri: 'file:///pair.py', id: 'total' }]);
});

test('a function without an opinion asks the server for none', async () => {
  for (const verdict of [
    { state: 'unchecked', confidence: null },
    { state: 'unsure', reason: 'undocumented' },
  ] satisfies Partial<FunctionVerdict>[]) {
    const { texts, asked } = await hoverOver({ verdict });
    assert.deepEqual([texts.length, asked], [2, []], verdict.state);
  }
});

test('a server that rests is left resting, and one that cannot answer is no obstacle', async () => {
  const rests = await hoverOver({ phase: 'off' });
  assert.deepEqual([rests.texts.length, rests.asked], [2, []]);
  const fails = await hoverOver({ answer: () => Promise.reject(new Error('The function is gone.')) });
  assert.deepEqual([fails.texts.length, fails.asked.length], [2, 1]);
});

test('tests that were run say which files they are, and the end of what a failing one printed, as text', async () => {
  const output = '[click](command:evil)\n```\nE   assert 3 == 4\u001b[0m\n';
  const runs = [testRun(), testRun({ file: 'tests/test_two.py', status: 'failed', output })];
  const { texts } = await hoverOver({ tested: failing({ runs }) });
  const [, , words = '', printed, links = ''] = texts;
  assert.match(
    words,
    /^\*\*tests fail\*\*\n\nOf the test files that call it, these fail: tests\/test_two\.py\./,
  );
  assert.match(words, /The tests were run at 02:30:05/);
  assert.equal(printed, '<text>[click](command:evil)\n```\nE   assert 3 == 4\\u{1b}[0m</text>');
  assert.match(links, /\[Run its tests\]\(command:critiqueCoder\.verifyFunction\?.*\[Show test output\]/);
  const passing = await hoverOver({ tested: verification() });
  assert.match(
    passing.texts[2] ?? '',
    /^\*\*tests pass\*\*\n\nThe test files that call it pass: tests\/test_pair\.py\./,
  );
  assert.equal(passing.texts.length, 4);
});

test('tests can be run where they were not, stopped while they run, and neither in a restricted window', async () => {
  const linksOf = async (server: Server): Promise<string> => (await hoverOver(server)).texts.at(-1) ?? '';
  assert.match(await linksOf({}), /Show critique\].*Run its tests\].*Wrong verdict\]/);
  assert.doesNotMatch(await linksOf({}), /Show test output/);
  const running = await linksOf({ tested: 'running' });
  assert.match(running, /\[Stop its tests\]\(command:critiqueCoder\.stopTests/);
  assert.doesNotMatch(running, /Run its tests/);
  workspace.isTrusted = false;
  assert.doesNotMatch(await linksOf({}), /tests/);
  workspace.isTrusted = true;
});

test('a result of another text is not shown', async () => {
  const { texts } = await hoverOver({ tested: verification(), verdict: { hash: 'c'.repeat(64) } });
  assert.ok(!texts.some((text) => text.includes('tests pass')));
});
