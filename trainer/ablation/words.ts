/** A plan and a report in lines for people, and what every reader of the figures has to know. Pure. */
import type { AblationReport, PlanReport } from '../protocol/ablation.ts';
import { duration } from '../protocol/duration.ts';
import { textTable } from '../report/table.ts';
import { changesTable, figuresTable, paperTable, spreadTable } from './tables.ts';
import type { Decoding } from './tally.ts';

export const decodingTitle = (decoding: Decoding, { heldOut }: AblationReport): string =>
  decoding === 'greedy' ? 'Greedy' : `Sampled at temperature ${heldOut.temperature}`;

export const measuredSentence = ({ runs, heldOut, cells }: AblationReport): string =>
  `${runs.filter(({ measured }) => measured).length} of ${runs.length} runs of ${cells.length} cells, the best checkpoint ` +
  `of each by validation, on the same ${heldOut.problems} held-out problems and ${heldOut.pairs} pairs.`;

export const centreSentence = ({ baseline, centre }: AblationReport): string => {
  const values = Object.entries(centre).map(([path, value]) => `${path} ${JSON.stringify(value)}`);
  return `At the centre: ${values.join(', ') || 'nothing is varied'}. Cells are called by what they change; the baseline is ${baseline}.`;
};

export const intervalSentence =
  'Per cent, the mean over the seeds, with 95 % intervals: 2,000 resamples that draw seeds and problems with replacement, ' +
  'each for itself. Differences are paired: the same seeds and the same problems on both sides. One interval in twenty ' +
  'misses by chance, so look at all of them before believing one.';

export const paperSentence =
  'The paper’s numbers (arXiv 2509.22824, Table 5) are other quantities: benchmarks of whole programs, solved by a model of ' +
  '4 billion parameters, without intervals or the number of seeds. Only the order of the shares can be compared. It never ' +
  'ran 10, 30 and 40 %.';

export function reportLines(report: AblationReport): readonly string[] {
  const failed = report.runs.filter(({ state }) => state === 'failed');
  return [
    measuredSentence(report),
    centreSentence(report),
    intervalSentence,
    ...(['sampled', 'greedy'] as const).flatMap((decoding) => [
      '',
      decodingTitle(decoding, report),
      textTable(figuresTable(report, decoding)),
    ]),
    '',
    textTable(changesTable(report)),
    '',
    textTable(spreadTable(report)),
    '',
    textTable(paperTable(report)),
    paperSentence,
    ...failed.map(({ id, problem }) => `${id} failed: ${problem ?? 'it does not say why'}`),
  ];
}

export function planLines({ runs, secondsPerStep, secondsLeft }: PlanReport): readonly string[] {
  const done = runs.filter(({ measured }) => measured).length;
  const failed = runs.filter(({ state }) => state === 'failed').length;
  const time =
    secondsPerStep === null || secondsLeft === null
      ? 'how long that takes can be told once a run has made two steps'
      : `about ${duration(secondsLeft)}, at ${secondsPerStep.toFixed(1)} s a step`;
  return [
    textTable({
      columns: [{ title: 'Run' }, { title: 'state' }, { title: 'left', align: 'right' }],
      rows: runs.map((run) => [run.id, stateWords(run), leftWords(run.secondsLeft)]),
    }),
    `${runs.length} runs: ${done} done, ${failed} failed, ${runs.length - done - failed} left; ${time}.`,
  ];
}

function stateWords({ measured, state, step, steps }: PlanReport['runs'][number]): string {
  if (measured) return 'done';
  if (state === 'new') return `${steps} steps`;
  return state === 'finished' ? 'finished, to be measured' : `${state} at step ${step} of ${steps}`;
}

const leftWords = (seconds: number | null): string =>
  seconds === null || seconds === 0 ? '' : duration(seconds);
