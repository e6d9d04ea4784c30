/** The marks beside line numbers, with as much of VS Code as draws them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VerdictStore } from '../../../extension/critic/verdict-store.ts';
import { standInForVscode } from '../support/vscode-module.ts';
import { sampleVerdict } from './samples.ts';

const uri = 'file:///a.py';
/** Lines with a mark, by the kind of mark; a kind that is disposed of marks nothing. */
const marks = new Map<object, readonly number[]>();
const editor = {
  document: { uri: { toString: () => uri } },
  setDecorations: (type: object, options: readonly { range: { line: number } }[]) =>
    void marks.set(
      type,
      options.map(({ range }) => range.line),
    ),
};
standInForVscode({
  window: {
    visibleTextEditors: [editor],
    onDidChangeVisibleTextEditors: () => ({ dispose: () => undefined }),
    createTextEditorDecorationType: () => {
      const type = { dispose: () => void marks.delete(type) };
      return type;
    },
  },
  Range: class {
    readonly line: number;

    constructor(line: number) {
      this.line = line;
    }
  },
  Uri: { parse: () => ({}) },
});
const { Gutter } = await import('../../../extension/critic/gutter.ts');

const marked = (): readonly number[] => [...marks.values()].flat().toSorted();

test('functions are marked for as long as marks are wanted and their document is judged, told anew or not', () => {
  const verdicts = new VerdictStore();
  const now = { isOn: true, judges: true };
  const gutter = new Gutter({ verdicts, isOn: () => now.isOn, judges: () => now.judges });
  const functions = [
    sampleVerdict({ line: 3 }),
    sampleVerdict({ line: 7, state: 'correct' }),
    sampleVerdict({ line: 9, state: 'unchecked' }),
  ];
  verdicts.set({ uri, version: 1, functions });
  assert.deepEqual(marked(), [3, 7]);
  now.judges = false;
  gutter.draw();
  assert.deepEqual(marked(), []);
  now.judges = true;
  gutter.draw();
  assert.deepEqual(marked(), [3, 7]);
  now.isOn = false;
  gutter.draw();
  assert.deepEqual(marked(), []);
  now.isOn = true;
  gutter.draw();
  gutter.dispose();
  assert.equal(marks.size, 0);
});
