/** The tables of an ablation's report, for the page and for the terminal. Pure. */
import type { AblationReport, CellReport, PaperRow } from '../protocol/ablation.ts';
import { bounds, percent, signedPoints } from '../report/figures.ts';
import type { Table } from '../report/table.ts';
import type { Decoding } from './tally.ts';

type Figure = CellReport['figures']['sampled']['pass1'];

const none = '–';
const bare = (share: number): string => (100 * share).toFixed(1);

/** `45.3 [41.0, 49.8]`, in per cent. */
const figureText = (figure: Figure | undefined): string =>
  figure ? `${bare(figure.estimate)} ${bounds(figure, bare)}` : none;

/** `+4.1 [−0.2, +8.0]`, in percentage points. */
const changeText = (figure: Figure | undefined): string =>
  figure ? `${signedPoints(figure.estimate)} ${bounds(figure, signedPoints)}` : none;

const amounts = (titles: readonly string[]) => titles.map((title) => ({ title, align: 'right' }) as const);

/** Cells with their figures; the untrained base first. */
export function figuresTable({ base, cells }: AblationReport, decoding: Decoding): Table {
  const figures = (of: CellReport['figures'] | null): string[] => {
    const rates = of?.[decoding];
    return [rates?.pass1, rates?.balancedAccuracy, rates?.tpr, rates?.tnr].map(figureText);
  };
  return {
    columns: [
      { title: 'Cell' },
      ...amounts(['critiques', 'seeds', 'pass@1', 'balanced accuracy', 'TPR', 'TNR']),
    ],
    rows: [
      ['untrained', none, none, ...figures(base)],
      ...cells.map((cell) => [
        cell.name,
        percent(cell.critiqueShare),
        String(cell.seeds.length),
        ...figures(cell.figures),
      ]),
    ],
  };
}

/** What differs, of the sampled figures: cell − baseline, and cell − untrained. */
export function changesTable({ baseline, cells }: AblationReport): Table {
  return {
    columns: [
      { title: 'Cell' },
      ...amounts([
        `pass@1 − ${baseline}`,
        `balanced − ${baseline}`,
        'pass@1 − untrained',
        'balanced − untrained',
      ]),
    ],
    rows: cells.map(({ name, versusBaseline, versusBase }) => [
      name,
      changeText(versusBaseline?.sampled.pass1),
      changeText(versusBaseline?.sampled.balancedAccuracy),
      changeText(versusBase?.sampled.pass1),
      changeText(versusBase?.sampled.balancedAccuracy),
    ]),
  };
}

/** How much the sampled figures vary from one seed to the next. */
export function spreadTable({ cells }: AblationReport): Table {
  const deviation = (value: number | null): string => (value === null ? none : bare(value));
  return {
    caption: 'Standard deviation from seed to seed, of the sampled figures.',
    columns: [{ title: 'Cell' }, ...amounts(['pass@1', 'balanced accuracy'])],
    rows: cells.map(({ name, spread }) => [
      name,
      deviation(spread.pass1),
      deviation(spread.balancedAccuracy),
    ]),
  };
}

/** The cells that differ in their share alone, beside the paper's row of the same share where it has one. */
export function paperTable({ cells, heldOut, paper }: AblationReport): Table {
  const shares = cells.filter(({ isShareOnly }) => isShareOnly);
  const reference = paper.find(({ critiqueShare }) => critiqueShare === 0.2);
  const theirs = (row: PaperRow | null): string[] => {
    if (row === null) return ['never run', ...Array<string>(5).fill('')];
    const { evalPlus, bigCodeBenchFull, bigCodeBenchHard, aider, liveCodeBench, average } = row;
    const change = reference === undefined ? '' : ` (${signedTenth(average - reference.average)})`;
    const values = [evalPlus, bigCodeBenchFull, bigCodeBenchHard, aider, liveCodeBench];
    return [...values.map((value) => value.toFixed(1)), `${average.toFixed(1)}${change}`];
  };
  return {
    caption: `Ours at temperature ${heldOut.temperature}; the paper’s mean with its difference to its 20 % in brackets.`,
    columns: [
      { title: 'Critiques' },
      ...amounts([
        'our pass@1',
        'our balanced',
        'EvalPlus',
        'BCB-Full',
        'BCB-Hard',
        'Aider',
        'LCB v5',
        'mean',
      ]),
    ],
    rows: shares
      .toSorted((a, b) => a.critiqueShare - b.critiqueShare)
      .map(({ critiqueShare, figures: { sampled }, paper: row }) => [
        percent(critiqueShare),
        figureText(sampled.pass1),
        figureText(sampled.balancedAccuracy),
        ...theirs(row),
      ]),
  };
}

const signedTenth = (difference: number): string => signedPoints(difference / 100);

export function runsTable({ runs }: AblationReport): Table {
  return {
    columns: [
      { title: 'Run' },
      { title: 'state' },
      ...amounts(['step', 'best step', 'second phase after', 'minutes of training']),
      { title: 'remark' },
    ],
    rows: runs.map((run) => [
      run.id,
      run.measured ? 'measured' : run.state,
      `${run.step} of ${run.steps}`,
      run.bestStep === null ? none : String(run.bestStep),
      run.switchedAt === null ? none : `step ${run.switchedAt}`,
      (run.trainingSeconds / 60).toFixed(1),
      run.problem ?? (run.reason === 'all-steps' ? '' : (run.reason ?? '')),
    ]),
  };
}
