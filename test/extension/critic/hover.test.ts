/** What stands over the first line of a function, with as much of VS Code as makes hovers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type * as vscode from 'vscode';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import type { Critique, FunctionVerdict } from '../../../trainer/protocol/critic-server.ts';
import { standInForVscode } from '../support/vscode-module.ts';
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

standInForVscode({ MarkdownString, Hover, CancellationTokenSource });
const { VerdictHover } = await import('../../../extension/critic/hover.ts');

interface Server {
  readonly verdict?: Partial<FunctionVerdict>;
  readonly phase?: 'off' | 'running';
  readonly answer?: () => Promise<Critique>;
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
  const link = { phase, client: () => Promise.resolve(client) };
  const hover = new VerdictHover({ verdicts, critic: () => sampleCritic, link, judges: () => true });
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
