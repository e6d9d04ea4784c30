/** Marks beside the line numbers: a shape each, so that they are told apart without their colours. */
import * as vscode from 'vscode';
import { shownOf, type ShownVerdicts } from './verdict-store.ts';
import { opinionWords } from './words.ts';

type Marked = 'correct' | 'incorrect' | 'unsure';

const shapes: Readonly<
  Record<Marked, { readonly path: string; readonly light: string; readonly dark: string }>
> = {
  correct: { path: 'M3 8.5l3.2 3.2L13 5', light: '#388a34', dark: '#89d185' },
  incorrect: { path: 'M8 2.5L14 13.5H2ZM8 6.5v3.5M8 11.2v1', light: '#bf8803', dark: '#cca700' },
  unsure: {
    path: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.8M8 12v1',
    light: '#616161',
    dark: '#c5c5c5',
  },
};

function icon(path: string, colour: string): vscode.Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="${path}"/></svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}

export class Gutter implements vscode.Disposable {
  readonly #shown: ShownVerdicts;
  readonly #heard: vscode.Disposable[];
  #types: Readonly<Record<Marked, vscode.TextEditorDecorationType>> | null = null;

  constructor(shown: ShownVerdicts) {
    this.#shown = shown;
    this.#heard = [
      shown.verdicts.onDidChange(() => this.draw()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.draw()),
    ];
  }

  draw(): void {
    if (!this.#shown.isOn()) return this.#clear();
    this.#types ??= makeTypes();
    for (const editor of vscode.window.visibleTextEditors) this.#drawIn(editor, this.#types);
  }

  #drawIn(editor: vscode.TextEditor, types: Readonly<Record<Marked, vscode.TextEditorDecorationType>>): void {
    const functions = shownOf(this.#shown, editor.document);
    for (const state of Object.keys(shapes) as Marked[]) {
      const marked = functions.filter((verdict) => verdict.state === state && verdict.reason === null);
      editor.setDecorations(
        types[state],
        marked.map(({ line, confidence }) => ({
          range: new vscode.Range(line, 0, line, 0),
          hoverMessage: opinionWords({ state, confidence }),
        })),
      );
    }
  }

  #clear(): void {
    for (const type of Object.values(this.#types ?? {})) type.dispose();
    this.#types = null;
  }

  dispose(): void {
    for (const each of this.#heard) each.dispose();
    this.#clear();
  }
}

function makeTypes(): Readonly<Record<Marked, vscode.TextEditorDecorationType>> {
  const make = (state: Marked): vscode.TextEditorDecorationType => {
    const { path, light, dark } = shapes[state];
    return vscode.window.createTextEditorDecorationType({
      light: { gutterIconPath: icon(path, light), gutterIconSize: 'contain' },
      dark: { gutterIconPath: icon(path, dark), gutterIconSize: 'contain' },
    });
  };
  return { correct: make('correct'), incorrect: make('incorrect'), unsure: make('unsure') };
}
