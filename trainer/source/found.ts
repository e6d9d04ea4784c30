import type { Language } from '../protocol/data.ts';

/** Where a function stands: UTF-16 units of the text whose line ends are `\n`. */
interface Place {
  /** With its decorators, without a comment above it. */
  readonly start: number;
  readonly end: number;
  /** Where its body begins: at the bracket or the expression of JavaScript, at the first statement of Python. */
  readonly body: number;
}

/** A function of a source file, as far as a critic or an editor needs to know it. */
export interface FoundFunction {
  /** With the classes, objects and functions around it: `Stack.push`, `outer.inner`. */
  readonly name: string;
  /** What a critic is told; `typescript` for `tsx` as well. */
  readonly language: Language;
  /** 1-based lines. `line` is where the function itself begins, below its comment and its decorators. */
  readonly line: number;
  readonly endLine: number;
  readonly place: Place;
  /** The whole function with its decorators, line ends `\n`, without the indentation of its first line. */
  readonly source: string;
  /** `source` without the docstring; equal to it in languages that document above the function. */
  readonly solution: string;
  /** From the first word to the body, on one line. */
  readonly signature: string;
  /** The docstring, else the comment directly above; `null` without words. */
  readonly documentation: string | null;
  /** Stands inside another function. */
  readonly nested: boolean;
}
