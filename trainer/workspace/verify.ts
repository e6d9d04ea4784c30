/**
 * Whether the test files that call one function pass. Each is run once in a copy of the workspace, the likely ones
 * first, with a marker in the function that tells which of them call it. The unlikely ones are run only where none of
 * the likely does.
 */
import { cannotBeMarked } from '../errors/verify.ts';
import type { TestFile, TestRun, Verification } from '../protocol/workspace.ts';
import type { SourceLanguage } from '../source/grammars.ts';
import { openSyntaxReader } from '../source/syntax.ts';
import { withPlainLineEnds } from '../source/text.ts';
import { mapInOrder } from '../tasks/in-order.ts';
import { loadAll } from '../tasks/read.ts';
import type { ChosenFunction } from './choose.ts';
import { likelyFirst, type RankedTest } from './likely-tests.ts';
import { withoutMarkers } from './plain-output.ts';
import { reachedNumbers, reachedVariable, withProbes } from './probes.ts';
import { runWriting } from './run-writing.ts';
import type { Scratch, Workspace } from './types.ts';

/** What may be other than the file has it on the disk: an editor's text is not saved yet. */
export interface VerifiedText {
  /** Relative to the workspace's folder, with `/` on every system. */
  readonly file: string;
  readonly text: string;
  readonly language: SourceLanguage;
  readonly chosen: ChosenFunction;
}

export interface VerifyOptions {
  readonly workspace: Workspace;
  /** Is left with the text that was verified. */
  readonly scratch: Scratch;
  readonly subject: VerifiedText;
  /** For all runs together, in milliseconds. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Called before each test file. */
  readonly onTest?: (test: TestFile) => void;
}

/** The most for one test file, in milliseconds. */
export const testLimitMs = 60_000;

/** Fails with a TrainerError where the function cannot be marked, and with the signal's reason. */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { workspace, subject, signal } = options;
  const began = performance.now();
  const marked = await writeMarked(options);
  const missing = workspace.frameworks.filter(({ reason }) => reason !== null);
  const tests = workspace.tests.filter(
    (test) => !missing.some(({ framework }) => framework === test.framework),
  );
  const read = ({ file }: TestFile): Promise<string> => options.scratch.read(file);
  const texts = await loadAll(mapInOrder(tests, read, 16, signal));
  const { id, found } = subject.chosen;
  const ranked = likelyFirst(tests, texts, { file: subject.file, name: found.name });
  const { tried, notRun } = await runInTime(ranked, options);
  const { outcome, runs } = judged(tried, missing.length > 0 && tests.length === 0);
  // What was printed is for people: its places are in their files, and its lines are theirs.
  const shown = (output: string): string =>
    withoutMarkers(output.replaceAll(options.scratch.folder, workspace.folder), marked, subject.text);
  return {
    file: subject.file,
    name: id,
    line: found.line,
    outcome,
    runs: runs.map((run) => ({ ...run, output: shown(run.output) })),
    notRun,
    missing,
    seconds: (performance.now() - began) / 1000,
  };
}

/** The text that was written. */
async function writeMarked({ scratch, subject }: VerifyOptions): Promise<string> {
  const { file, text, language, chosen } = subject;
  using reader = await openSyntaxReader();
  const marked = withProbes(
    { source: text, language },
    [{ number: 1, body: chosen.found.place.body }],
    reader,
  );
  if (marked === withPlainLineEnds(text)) {
    const isBroken = reader.read(text, language)?.broken !== false;
    throw cannotBeMarked(file, chosen.id, isBroken);
  }
  await scratch.write(file, marked);
  return marked;
}

interface Tried {
  readonly run: TestRun;
  readonly names: RankedTest['names'];
  readonly calls: boolean;
}

async function runInTime(
  ranked: readonly RankedTest[],
  { scratch, limitMs, signal, onTest }: VerifyOptions,
): Promise<{ tried: Tried[]; notRun: string[] }> {
  const deadline = performance.now() + limitMs;
  const tried: Tried[] = [];
  const notRun: string[] = [];
  for (const { test, names } of ranked) {
    // Whoever does not name it calls it through others, and takes longest to find.
    if (names === 'neither' && tried.some(({ calls }) => calls)) break;
    const left = deadline - performance.now();
    if (left <= 0) {
      notRun.push(test.file);
      continue;
    }
    onTest?.(test);
    const options = { limitMs: Math.min(left, testLimitMs), signal, variable: reachedVariable };
    const { run, written } = await runWriting(scratch, test, options);
    // It had less than its time, so nothing is said of it.
    if (run.status === 'timed out' && left < testLimitMs) notRun.push(test.file);
    else tried.push({ run, names, calls: reachedNumbers(written).size > 0 });
  }
  return { tried, notRun };
}

/** `nothingRuns`: there are test files, and none of a framework that can be run. */
function judged(tried: readonly Tried[], nothingRuns: boolean): Pick<Verification, 'outcome' | 'runs'> {
  const calling = tried.filter(({ calls, run }) => calls && run.status !== 'unusable');
  if (calling.length > 0) {
    const passes = calling.every(({ run }) => run.status === 'passed');
    return { outcome: passes ? 'passed' : 'failed', runs: calling.map(({ run }) => run) };
  }
  // What should call it may not have come as far.
  const stopped = tried.filter(({ names, run }) => names !== 'neither' && run.status !== 'passed');
  const noneRuns = tried.length > 0 && tried.every(({ run }) => run.status === 'unusable');
  const telling = noneRuns ? tried : stopped;
  const isUnusable = nothingRuns || telling.length > 0;
  return { outcome: isUnusable ? 'unusable' : 'untested', runs: telling.map(({ run }) => run) };
}
