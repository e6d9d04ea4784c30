/** From a workspace to labelled pairs: what its tests run, then one function after the other. */
import { nothingLabelled, nothingToTest } from '../errors/workspace.ts';
import type { Pair } from '../protocol/data.ts';
import type { WorkspaceReport } from '../protocol/workspace.ts';
import { cover } from './cover.ts';
import { drawProblems, type DrawnProblems } from './draw-problems.ts';
import { changedFiles, fingerprint } from './fingerprint.ts';
import type { Labelled } from './label.ts';
import { pairsOf } from './pairs.ts';
import { ScratchPool } from './pool.ts';
import { openScratch } from './scratch.ts';
import { readSources, targetsOf } from './targets.ts';
import { coveredTargets, tryTargets, type TryOptions } from './try-targets.ts';
import type { Workspace } from './types.ts';

export interface ConductOptions extends Omit<TryOptions, 'time'> {
  /** Copies in which tests run at once. */
  readonly jobs: number;
  /** Most functions that are tried. */
  readonly functions: number;
  /** For one run of a test file as it stands. */
  readonly limitMs: number;
  /** For everything; what was done until then is what comes out. */
  readonly timeMs: number;
  readonly python: string | undefined;
  /** Whether problems are made, too; not unless told. */
  readonly drawsProblems?: boolean;
}

export interface Conducted {
  readonly pairs: readonly Pair[];
  /** Null where none were asked for. */
  readonly drawn: DrawnProblems | null;
  readonly report: Omit<WorkspaceReport, 'out' | 'problemsOut' | 'problems' | 'withoutProblem' | 'seconds'>;
}

/** Throws a `TrainerError` where nothing can be or could be labelled. Rejects with the signal's reason. */
export async function labelWorkspace(workspace: Workspace, options: ConductOptions): Promise<Conducted> {
  const { signal, say, jobs, python } = options;
  const { folder, tests } = workspace;
  if (workspace.frameworks.every(({ command }) => command === null)) throw nothingToTest(folder, 'tests');
  const bounds = { signal, time: AbortSignal.timeout(options.timeMs) };
  const before = await fingerprint(folder, { signal });
  await using pool = await ScratchPool.open(jobs, () => openScratch(workspace, { signal, python }));
  const read = (file: string): Promise<string> => pool.read(file);
  const { sources, unread } = await readSources(workspace.sources, { read, ...options });
  const { targets, ...without } = targetsOf(sources);
  if (targets.length === 0) throw nothingToTest(folder, 'functions');

  say(`running ${tests.length} test files, twice each, to see which pass and what they run`);
  const { used, unused } = await cover(pool, tests, { ...options, ...bounds, targets });
  for (const { file, reason } of unused) say(`${file} is not used: ${reason}`);

  if (options.drawsProblems === true) say('running them once more, to record what functions return');
  const drawn =
    options.drawsProblems === true
      ? await drawProblems(pool, targets, used, { ...options, ...bounds })
      : null;
  const covered = coveredTargets(targets, used);
  const tried = await tryTargets(pool, covered.slice(0, options.functions), { ...options, ...bounds });
  const pairs = tried.flatMap(pairsOf);
  const labelled = tried.filter((one) => pairsOf(one).length > 0);
  const unsteady = tried.filter((one) => one.unsteady).length;
  const leftOut = {
    ...without,
    untested: targets.length - covered.length,
    unshaken: tried.length - labelled.length - unsteady,
    unsteady,
    untried: covered.length - tried.length,
  };
  const isEmpty = pairs.length === 0 && (drawn?.problems ?? []).length === 0;
  if (isEmpty) throw nothingLabelled(folder, targets.length, leftOut);

  const changed = changedFiles(before, await fingerprint(folder, { signal }));
  const correct = pairs.filter((pair) => pair.correct).length;
  const report = {
    folder,
    pairs: { correct, incorrect: pairs.length - correct },
    functions: labelled.map(described),
    leftOut,
    unused,
    unread,
    changed,
    testFiles: tests.length,
  };
  return { pairs, drawn, report };
}

function described({ target, tests, failing, surviving }: Labelled): WorkspaceReport['functions'][number] {
  const { name, line, language } = target.found;
  return { file: target.source.file, name, line, language, tests, failing: failing.length, surviving };
}
