/** The functions of a workspace: which there are, and about which of them a question can be asked. */
import { questionFor } from '../critic/question.ts';
import { TrainerError } from '../errors/error.ts';
import type { FunctionFinder } from '../source/finder.ts';
import type { FoundFunction } from '../source/found.ts';
import { withPlainLineEnds } from '../source/text.ts';
import type { SourceFile } from './types.ts';

export interface SourceText extends SourceFile {
  /** With line ends `\n`. */
  readonly text: string;
  readonly functions: readonly FoundFunction[];
}

/** A function that can be judged: it is documented and stands in no other function. */
export interface Target {
  /** Counts the targets of the whole workspace; what its probe writes. */
  readonly number: number;
  /** `src/stack.py/Stack.push`; the second function of that name has `#2` behind it. */
  readonly id: string;
  readonly source: SourceText;
  /** Which of its file's functions it is. */
  readonly index: number;
  readonly found: FoundFunction;
  /** What a critic is asked about it. */
  readonly question: string;
  /** The function without its docstring, as a critic is shown it. */
  readonly solution: string;
}

export interface ReadSources {
  readonly sources: readonly SourceText[];
  /** Files that are no text in UTF-8, or take too long to read. */
  readonly unread: readonly string[];
}

export interface SourcesReader {
  readonly read: (file: string) => Promise<string>;
  readonly finder: FunctionFinder;
  readonly signal: AbortSignal;
}

export async function readSources(
  files: readonly SourceFile[],
  { read, finder, signal }: SourcesReader,
): Promise<ReadSources> {
  const sources: SourceText[] = [];
  const unread: string[] = [];
  for (const source of files) {
    signal.throwIfAborted();
    const text = withPlainLineEnds(await read(source.file));
    // What stands for a byte that is no character would be written in its place.
    const functions = text.includes('\uFFFD') ? null : functionsOf(text, source, finder);
    if (functions === null) unread.push(source.file);
    else sources.push({ ...source, text, functions });
  }
  return { sources, unread };
}

function functionsOf(text: string, { language }: SourceFile, finder: FunctionFinder): FoundFunction[] | null {
  try {
    return finder.find(text, language);
  } catch (cause) {
    if (cause instanceof TrainerError && cause.code === 'critic.parse-too-long') return null;
    throw cause;
  }
}

export interface Targets {
  readonly targets: readonly Target[];
  /** Functions of which there can be no pairs; a nested one is counted as such, documented or not. */
  readonly nested: number;
  readonly undocumented: number;
}

export function targetsOf(sources: readonly SourceText[]): Targets {
  const targets: Target[] = [];
  const times = new Map<string, number>();
  let [nested, undocumented] = [0, 0];
  for (const source of sources) {
    for (const [index, found] of source.functions.entries()) {
      const name = `${source.file}/${found.name}`;
      const nth = (times.get(name) ?? 0) + 1;
      times.set(name, nth);
      const asked = questionFor(found);
      if (found.nested) nested += 1;
      else if (asked.kind === 'unsure') undocumented += 1;
      else {
        const { question, solution } = asked.subject;
        const id = nth === 1 ? name : `${name}#${nth}`;
        targets.push({ number: targets.length, id, source, index, found, question, solution });
      }
    }
  }
  return { targets, nested, undocumented };
}
