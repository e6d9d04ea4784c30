/**
 * Texts that tell which of their functions are run: each function's body begins with a marker.
 *
 * A marker calls a small function that stands in the same text, so a text needs nothing beside it and runs under any
 * framework. What was reached is written to the file that the environment names, a function once a process (again where a
 * framework loads the file again), by one append: several processes may share the file.
 */
import { applied, type Edit } from '../candidates/mutation/operator.ts';
import type { SourceLanguage } from '../source/grammars.ts';
import { descendantsOf, type SyntaxReader } from '../source/syntax.ts';
import { withPlainLineEnds } from '../source/text.ts';
import { javaScriptHelper, javaScriptMarker } from './probes/javascript.ts';
import { pythonHelper, pythonMarker } from './probes/python.ts';

export { reachedVariable } from './probes/names.ts';

export interface Probe {
  /** What is written when the function is run. */
  readonly number: number;
  /** Where the function's body begins: `place.body` of a found function. */
  readonly body: number;
}

/**
 * The text with markers, its line ends `\n`. Behaviour stays as it is, but for what looks at the text itself
 * (`toString()` of a function). Lines keep their numbers, except below a Python function, or in a file, that begins with
 * a compound statement. A function in which no marker can stand has none; a text that does not parse stays as it is.
 */
export function withProbes(
  { source, language }: { readonly source: string; readonly language: SourceLanguage },
  probes: readonly Probe[],
  reader: SyntaxReader,
): string {
  const text = withPlainLineEnds(source);
  const tree = reader.read(text, language);
  if (tree === null || tree.broken || probes.length === 0) return text;
  const numbers = new Map(probes.map(({ body, number }) => [body, number]));
  const [marker, helper] =
    language === 'python' ? [pythonMarker, pythonHelper] : [javaScriptMarker, javaScriptHelper];
  const edits: Edit[] = [];
  for (const node of descendantsOf(tree.root)) {
    const number = node.field === 'body' ? numbers.get(node.start) : undefined;
    if (number !== undefined) edits.push(...marker(node, number, text));
  }
  if (edits.length === 0) return text;
  const marked = applied(text, [...edits, helper(tree.root, text, language)]);
  return reader.read(marked, language)?.broken === false ? marked : text;
}

/** The numbers that texts with markers have written. The end of a process in the middle of a line loses that one. */
export function reachedNumbers(written: string): ReadonlySet<number> {
  const lines = written.split('\n').slice(0, -1);
  return new Set(lines.filter((line) => /^\d+$/.test(line)).map(Number));
}
