/**
 * Draws problems from a workspace: its tests run once more with functions that record their calls, and of each function
 * that was called often enough, and can be taken out of its module, the calls become a problem.
 */
import type { Problem } from '../protocol/data.ts';
import type { WorkspaceReport } from '../protocol/workspace.ts';
import type { SyntaxReader, SyntaxTree } from '../source/syntax.ts';
import { loadAll } from '../tasks/read.ts';
import { inTime, type Bounds } from './in-time.ts';
import type { ScratchPool } from './pool.ts';
import { problemOf, readCalls, testsOf, type RecordedCall } from './problems.ts';
import { recordableFunctions, withRecorder } from './record.ts';
import { callsVariable } from './recorders.ts';
import { runWriting } from './run-writing.ts';
import { standaloneProgram } from './standalone.ts';
import type { SourceText, Target } from './targets.ts';
import type { Baseline } from './trust.ts';

/** Why functions that tests run gave no problem; whether their programs work outside is not known yet. */
export type WithoutProblem = Pick<
  NonNullable<WorkspaceReport['withoutProblem']>,
  'unrecorded' | 'fewCalls' | 'varying' | 'entangled'
>;

export interface DrawnProblems {
  readonly problems: readonly Problem[];
  readonly without: WithoutProblem;
}

export interface DrawOptions extends Bounds {
  readonly reader: SyntaxReader;
  /** For one run of a test file. */
  readonly limitMs: number;
}

/** Leaves the copies as they were. What there is no time for is not recorded. Rejects with the signal's reason. */
export async function drawProblems(
  pool: ScratchPool,
  targets: readonly Target[],
  used: readonly Baseline[],
  options: DrawOptions,
): Promise<DrawnProblems> {
  const covered = targets.filter(({ number }) => used.some(({ reached }) => reached.has(number)));
  const bySource = Map.groupBy(covered, ({ source }) => source);
  const modules = [...bySource].map(([source, own]) => moduleOf(source, own, options.reader));
  const recorded = modules.flatMap(({ recordable }) => recordable);
  const calls = await record(pool, modules, used, { ...options, recorded });
  const byFunction = Map.groupBy(calls, ({ file, name }) => `${file}/${name}`);
  const problems: Problem[] = [];
  const without = { unrecorded: covered.length - recorded.length, fewCalls: 0, varying: 0, entangled: 0 };
  for (const { tree, recordable } of modules) {
    for (const target of recordable) {
      const own = byFunction.get(`${target.source.file}/${target.found.name}`) ?? [];
      const drawn = problemFrom(target, tree, own);
      if (typeof drawn === 'string') without[drawn] += 1;
      else problems.push(drawn);
    }
  }
  return { problems, without };
}

/** A source with those of its functions whose calls can be recorded. */
interface Module {
  readonly source: SourceText;
  /** Null where nothing can be recorded. */
  readonly tree: SyntaxTree | null;
  readonly recordable: readonly Target[];
}

function moduleOf(source: SourceText, own: readonly Target[], reader: SyntaxReader): Module {
  const tree = reader.read(source.text, source.language);
  if (tree === null || tree.broken) return { source, tree: null, recordable: [] };
  const recordable = new Set(recordableFunctions(source.functions, tree));
  return { source, tree, recordable: own.filter(({ found }) => recordable.has(found)) };
}

async function record(
  pool: ScratchPool,
  modules: readonly Module[],
  used: readonly Baseline[],
  { recorded, limitMs, signal, time }: DrawOptions & { readonly recorded: readonly Target[] },
): Promise<readonly RecordedCall[]> {
  const texts = modules.flatMap(recordingText);
  const covering = used.filter(({ reached }) => recorded.some(({ number }) => reached.has(number)));
  const runs = (): AsyncGenerator<readonly RecordedCall[] | null> =>
    pool.map(
      covering,
      ({ test }, { scratch, signal: stop }) =>
        inTime({ signal: stop, time }, async (either) => {
          const running = { limitMs, signal: either, variable: callsVariable };
          return readCalls((await runWriting(scratch, test, running)).written);
        }),
      signal,
    );
  const calls = await pool.withTexts(texts, () => loadAll(runs()));
  return calls.flatMap((recordedCalls) => recordedCalls ?? []);
}

function recordingText({ source, tree, recordable }: Module): [file: string, text: string][] {
  if (tree === null || recordable.length === 0) return [];
  const { file, language, text } = source;
  const names = recordable.map(({ found }) => found.name);
  return [[file, withRecorder(text, tree, { file, language, names })]];
}

function problemFrom(
  { id, source, found, solution }: Target,
  tree: SyntaxTree | null,
  calls: readonly RecordedCall[],
): Problem | 'fewCalls' | 'varying' | 'entangled' {
  const tests = testsOf(calls);
  if (tests === 'few') return 'fewCalls';
  if (tests === 'varying') return 'varying';
  const { language } = source;
  const program = tree === null ? null : standaloneProgram(tree, { language, name: found.name, solution });
  const problem = program === null ? null : problemOf({ id, file: source.file, found, program, tests });
  return problem ?? 'entangled';
}
