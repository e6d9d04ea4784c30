/** The list of problems, with as much of VS Code as keeps it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../extension/base/emitter.ts';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { sampleVerdict } from './samples.ts';

class Range {
  readonly places: readonly number[];

  constructor(...places: readonly number[]) {
    this.places = places;
  }
}

class Diagnostic {
  readonly range: Range;
  readonly message: string;

  constructor(range: Range, message: string) {
    this.range = range;
    this.message = message;
  }
}

/** A document of ten lines that are 20 characters long. */
const open = (uri: string) => ({
  uri,
  validateRange: ({ places: [line = 0, from = 0, , to = 0] }: Range) => {
    const last = Math.min(line, 9);
    return new Range(last, from, last, Math.min(to, 20));
  },
});

const listed = new Map<string, readonly Diagnostic[]>();
const closed = new Emitter<{ readonly uri: string }>();
const textDocuments = [open('a'), open('b')];
standInForVscode({
  languages: {
    createDiagnosticCollection: () => ({
      set: (uri: string, diagnostics: readonly Diagnostic[]) => void listed.set(uri, diagnostics),
      delete: (uri: string) => void listed.delete(uri),
      dispose: () => listed.clear(),
    }),
  },
  workspace: { textDocuments, onDidCloseTextDocument: closed.event },
  Range,
  Diagnostic,
  DiagnosticSeverity: { Information: 2 },
});
const { Problems } = await import('../../../extension/critic/problems.ts');

/** What is listed, as `<document> <line>`. */
const lines = (): readonly string[] =>
  [...listed].flatMap(([uri, all]) => all.map(({ range }) => `${uri} ${range.places[0]}`));

function openProblems() {
  const verdicts = new VerdictStore();
  const now = { isOn: true, judged: ['a', 'b'] };
  const problems = new Problems({
    verdicts,
    isOn: () => now.isOn,
    judges: ({ uri }) => now.judged.includes(String(uri)),
  });
  for (const uri of ['a', 'b', 'closed']) {
    const functions = [sampleVerdict({ line: 3 }), sampleVerdict({ line: 6, state: 'correct' })];
    verdicts.set({ uri, version: 1, functions });
  }
  return { verdicts, now, problems };
}

test('listed is what is likely incorrect in open documents, on its first line, as an opinion', () => {
  const { verdicts, problems } = openProblems();
  assert.deepEqual(lines(), ['a 3', 'b 3']);
  const [problem] = listed.get('a') ?? [];
  assert.deepEqual(problem?.range.places, [3, 0, 3, 20]);
  assert.match(problem.message, /^total is likely incorrect \(84%\)/);
  verdicts.set({ uri: 'a', version: 2, functions: [sampleVerdict({ line: 3, state: 'correct' })] });
  assert.deepEqual(lines(), ['b 3']);
  verdicts.set({ uri: 'b', version: 2, functions: [sampleVerdict({ line: 30 })] });
  assert.deepEqual(lines(), ['b 9'], 'the document is shorter by now');
  problems.dispose();
  assert.deepEqual(lines(), []);
});

test('it goes with its document, with the critic, and where it is switched off; and comes back without a server', () => {
  const { verdicts, now, problems } = openProblems();
  closed.fire({ uri: 'b' });
  assert.deepEqual(lines(), ['a 3']);
  now.judged = ['b'];
  problems.list();
  assert.deepEqual(lines(), ['b 3']);
  now.isOn = false;
  problems.list();
  assert.deepEqual(lines(), []);
  [now.isOn, now.judged] = [true, ['a', 'b']];
  problems.list();
  assert.deepEqual(lines(), ['a 3', 'b 3']);
  verdicts.clear();
  assert.deepEqual(lines(), []);
  problems.dispose();
});
