/**
 * What a run trains on, validates on and holds out, as its configuration names it. 'starter' brings its own splits;
 * a user's files are divided by problem, unless the configuration names files for a side itself.
 */
import { hashContent, hashFile } from '../../hash.ts';
import type { Pair, Problem } from '../../protocol/data.ts';
import type { RunConfig } from '../../protocol/config.ts';
import type { RunRecord } from '../../protocol/run-folder.ts';
import { loadStarterSplit } from '../../starter/load.ts';
import { loadAll, readPairs, readProblems } from '../../tasks/read.ts';
import { countGroups, splitByProblem } from '../../tasks/split.ts';

export interface Side {
  readonly problems: readonly Problem[];
  readonly pairs: readonly Pair[];
}

export interface RunData {
  readonly train: Side;
  readonly validation: Side;
  readonly heldOut: Side;
  readonly datasets: RunRecord['datasets'];
}

type SideName = 'train' | 'validation' | 'heldOut';

const starterSplit = { train: 'train', validation: 'validation', heldOut: 'held-out-same-families' } as const;

export interface LoadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of the files named here only so many rows, the first, are read. */
  readonly rowsOf?: ReadonlyMap<string, number>;
}

/** Reads every source once. A bad row is an error that names it. */
export async function loadRunData(config: RunConfig, { signal, rowsOf }: LoadOptions = {}): Promise<RunData> {
  const { data } = config;
  const datasets: RunRecord['datasets'] = [];
  const optionsFor = (source: string) => ({ signal, rows: rowsOf?.get(source) });
  const read = async (side: SideName, sources: { problems: readonly string[]; pairs: readonly string[] }) => {
    const problems: Problem[] = [];
    const pairs: Pair[] = [];
    for (const source of sources.problems) {
      const rows =
        source === 'starter'
          ? (await loadStarterSplit(starterSplit[side])).problems
          : await loadAll(readProblems(source, optionsFor(source)));
      problems.push(...rows);
      datasets.push({
        role: `${side} problems`,
        source,
        sha256: await hashSource(source, rows),
        rows: rows.length,
      });
    }
    for (const source of sources.pairs) {
      const rows =
        source === 'starter'
          ? (await loadStarterSplit(starterSplit[side])).pairs
          : await loadAll(readPairs(source, optionsFor(source)));
      pairs.push(...rows);
      datasets.push({
        role: `${side} pairs`,
        source,
        sha256: await hashSource(source, rows),
        rows: rows.length,
      });
    }
    return { problems, pairs };
  };
  const isStarter = (source: string) => source === 'starter';
  const own = {
    problems: data.problems.filter((source) => !isStarter(source)),
    pairs: data.pairs.filter((source) => !isStarter(source)),
  };
  const starter = { problems: data.problems.filter(isStarter), pairs: data.pairs.filter(isStarter) };
  // With the starter set for both kinds, no side depends on rows of one's own.
  const mayStayWhole = (['problems', 'pairs'] as const).every(
    (kind) => own[kind].length === 0 || starter[kind].length > 0,
  );
  const divided = divide(await read('train', own), data, { seed: config.seed, mayStayWhole });
  const side = async (name: SideName, named: { problems: readonly string[]; pairs: readonly string[] }) => {
    const given = await read(name, named);
    return {
      problems: [...divided[name].problems, ...given.problems],
      pairs: [...divided[name].pairs, ...given.pairs],
    };
  };
  return {
    train: await side('train', starter),
    validation: await side('validation', namedOr(data.validation, starter)),
    heldOut: await side('heldOut', namedOr(data.heldOut, starter)),
    datasets,
  };
}

/** The sources that the configuration names for a side; the starter's own split where it names none. */
function namedOr(
  named: RunConfig['data']['validation'],
  starter: { problems: readonly string[]; pairs: readonly string[] },
): { problems: readonly string[]; pairs: readonly string[] } {
  return isNamed(named) ? named : starter;
}

function isNamed({ problems, pairs }: RunConfig['data']['validation']): boolean {
  return problems.length + pairs.length > 0;
}

interface Division {
  readonly seed: number;
  /** Rows that are too few to divide, such as the first verdicts that were called wrong, are all trained on. */
  readonly mayStayWhole: boolean;
}

/** Holds a share of the user's own rows back for each side that has no sources of its own. */
function divide(
  rows: Side,
  data: RunConfig['data'],
  { seed, mayStayWhole }: Division,
): Record<SideName, Side> {
  const none: Side = { problems: [], pairs: [] };
  const shareOf = (side: RunConfig['data']['validation']) => (isNamed(side) ? 0 : side.share);
  const shares = { validation: shareOf(data.validation), heldOut: shareOf(data.heldOut) };
  const wanted = Object.entries({ train: 1 - shares.validation - shares.heldOut, ...shares }).filter(
    ([, share]) => share > 0,
  );
  // An id that no pair names ties nothing: another file may have it for another problem.
  const named = new Set(rows.pairs.map(({ problemId }) => problemId));
  const all = [
    ...rows.problems.map((row) => tied(row, named.has(row.id) ? row.id : undefined)),
    ...rows.pairs.map((row) => tied(row, row.problemId)),
  ];
  const isTooSmall = mayStayWhole && countGroups(all) < wanted.length;
  if (all.length === 0 || wanted.length === 1 || isTooSmall) {
    return { train: rows, validation: none, heldOut: none };
  }
  const sides = splitByProblem(all, Object.fromEntries(wanted), seed);
  const sideOf = (name: SideName): Side => {
    const chosen = new Set(sides[name]?.rows.map(({ row }) => row));
    return {
      problems: rows.problems.filter((row) => chosen.has(row)),
      pairs: rows.pairs.filter((row) => chosen.has(row)),
    };
  };
  return { train: sideOf('train'), validation: sideOf('validation'), heldOut: sideOf('heldOut') };
}

function tied<Row extends Problem | Pair>(row: Row, problemId: string | undefined) {
  const { question, family } = row;
  return { row, question, family, problemId };
}

/** Of a file's bytes; the starter set is no single file, so of its rows. */
async function hashSource(source: string, rows: readonly unknown[]): Promise<string> {
  return source === 'starter' ? hashContent(JSON.stringify(rows)) : hashFile(source);
}
