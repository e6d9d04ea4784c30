/** What an ablation shows: the figures of each cell with their intervals, and their differences. Pure. */
import type { AblationReport, CellReport, Design, HeldOutRecord, HeldOutRow } from '../protocol/ablation.ts';
import { crossedBootstrap, type Estimates } from './bootstrap.ts';
import { axisPaths } from './default-grid.ts';
import { baselineOf, cellsOf, valueAt, type Cell } from './grid.ts';
import { paperRows } from './paper.ts';
import { differenceOf, problemOrder, ratesOf, tallyOf, totalOf, type Decoding, type Rates } from './tally.ts';
import { standardDeviation } from '../mean.ts';

/** The seed makes a report repeatable. */
const bootstrap = { seed: 20_250_922, resamples: 2000 };

type Decodings = CellReport['figures'];

export interface MeasuredRun {
  readonly cell: string;
  readonly seed: number;
  readonly rows: readonly HeldOutRow[];
}

/** The runs of a cell that are measured, by seed. */
type Measured = ReadonlyMap<number, readonly HeldOutRow[]>;

/** Everything of the report that is made of held-out rows. */
export function summarise(
  design: Design,
  base: HeldOutRecord | null,
  runs: readonly MeasuredRun[],
): Pick<AblationReport, 'baseline' | 'centre' | 'base' | 'cells' | 'paper'> {
  const cells = cellsOf(design);
  const baseline = baselineOf(cells, design.baseline);
  const measured = (cell: Cell): Measured =>
    new Map(runs.filter((run) => run.cell === cell.name).map(({ seed, rows }) => [seed, rows]));
  const reference = measured(baseline);
  const untrained = base === null ? null : base.rows;
  return {
    baseline: baseline.name,
    centre: Object.fromEntries(design.axes.map(({ path }) => [path, valueAt(design.config, path)])),
    base: untrained === null ? null : both((decoding) => figuresOf([[untrained]], decoding)),
    cells: cells.map((cell) =>
      cellReport(cell, measured(cell), cell === baseline ? null : reference, untrained),
    ),
    paper: [...paperRows],
  };
}

function cellReport(
  cell: Cell,
  own: Measured,
  reference: Measured | null,
  untrained: readonly HeldOutRow[] | null,
): CellReport {
  const seeds = [...own.keys()];
  const runs = [...own.values()];
  const common = seeds.filter((seed) => reference?.has(seed) === true);
  const of = (measured: Measured | null) => common.map((seed) => measured?.get(seed) ?? []);
  const isShareOnly = Object.keys(cell.changes).every((path) => path === axisPaths.share);
  const { critiqueShare } = cell.config;
  return {
    name: cell.name,
    changes: cell.changes,
    critiqueShare,
    seeds,
    figures: both((decoding) => figuresOf([runs], decoding)),
    spread: {
      pass1: spreadOf(runs, 'pass1'),
      balancedAccuracy: spreadOf(runs, 'balancedAccuracy'),
    },
    versusBaseline:
      common.length === 0 ? null : both((decoding) => figuresOf([of(own), of(reference)], decoding)),
    versusBase:
      untrained === null || runs.length === 0
        ? null
        : both((decoding) => figuresOf([runs, runs.map(() => untrained)], decoding)),
    isShareOnly,
    paper: (isShareOnly && paperRows.find((row) => row.critiqueShare === critiqueShare)) || null,
  };
}

const both = (of: (decoding: Decoding) => Estimates): Decodings => ({
  sampled: of('sampled'),
  greedy: of('greedy'),
});

/** Of one arm its rates, of two the first minus the second. */
function figuresOf(arms: readonly (readonly (readonly HeldOutRow[])[])[], decoding: Decoding): Estimates {
  const order = problemOrder(arms.flat(2));
  const tallies = arms.map((runs) => runs.map((rows) => tallyOf(rows, decoding, order)));
  const statistic = ([first, second]: readonly Float64Array[]): Rates => {
    const rates = ratesOf(first ?? new Float64Array());
    return second === undefined ? rates : differenceOf(rates, ratesOf(second));
  };
  return crossedBootstrap(tallies, statistic, bootstrap);
}

/** Standard deviation of a sampled figure over the runs, with Bessel's correction; null below two runs. */
function spreadOf(runs: readonly (readonly HeldOutRow[])[], name: keyof Rates): number | null {
  const values = runs
    .map((rows) => ratesOf(totalOf(tallyOf(rows, 'sampled', problemOrder(rows))))[name])
    .filter((value) => value !== null);
  return values.length < 2 ? null : standardDeviation(values);
}
