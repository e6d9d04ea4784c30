/** The functions of a workspace: which there are, and about which of them a question can be asked. */
import { questionFor } from '../critic/question.ts';
import { TrainerError } from '../errors/error.ts';
import type { FunctionFinder } from '../source/finder.ts';
import type { FoundFunction } from '../source/found.ts';
import { functionIds } from '../source/ids.ts';
import { withoutByteOrderMark, withPlainLineEnds } from '../source/text.ts';
import type { SourceFile } from './types.ts';

export interface SourceText extends SourceFile {
  /** With line ends `\n`. */
  readonly text: string;
  readonly functions: readonly FoundFunction[];
}

/** A function that can be judged: it is documented, stands in no other function and is not risky. */
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
    const text = withPlainLineEnds(withoutByteOrderMark(await read(source.file)));
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
  /** Functions of which there are no pairs, each counted once, by the first that is true of it. */
  readonly nested: number;
  readonly undocumented: number;
  readonly risky: number;
}

/**
 * Calls that delete files or start programs. With a mistake beside it such a call may mean another file, also outside
 * the copy. This spares the plain cases; what a function calls by other names is not followed.
 */
const riskyCall =
  /\b(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|rimraf|removeSync|emptyDir|emptyDirSync|spawn|spawnSync|execSync|execFile|execFileSync|execa|rmtree|removedirs|system|popen|Popen)\s*\(|\b(?:os\.remove|subprocess\.\w+)\s*\(/;

export function targetsOf(sources: readonly SourceText[]): Targets {
  const targets: Target[] = [];
  let [nested, undocumented, risky] = [0, 0, 0];
  for (const source of sources) {
    const ids = functionIds(source.functions);
    for (const [index, found] of source.functions.entries()) {
      const asked = questionFor(found);
      if (found.nested) nested += 1;
      else if (asked.kind === 'unsure') undocumented += 1;
      else if (riskyCall.test(found.solution)) risky += 1;
      else {
        const { question, solution } = asked.subject;
        const id = `${source.file}/${ids[index]}`;
        targets.push({ number: targets.length, id, source, index, found, question, solution });
      }
    }
  }
  return { targets, nested, undocumented, risky };
}
