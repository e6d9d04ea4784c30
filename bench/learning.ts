/**
 * `npm run bench:learning -- --seeds 11,12,13`: trains the starter model once a seed as the demo does, and prints the
 * held-out figures before and after with 95 % intervals, then whether they reach what is expected of learning.
 */
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { programVersions } from '../trainer/commands/versions.ts';
import { trainAndMeasure, type BeforeAfter } from '../trainer/demo/before-after.ts';
import { describeFigures, gain, summarise } from '../trainer/demo/figures.ts';
import { readRunConfig, runConfigOf } from '../trainer/run/configuration.ts';
import { loadRunData } from '../trainer/run/crl/data.ts';
import { createRun } from '../trainer/run/folder.ts';
import { showProgress } from '../trainer/run/progress.ts';
import { starterSettings } from '../trainer/starter/settings.ts';
import { print, printTable, type Cell } from './table.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '11,12,13' },
    steps: { type: 'string', default: '75' },
    problems: { type: 'string', default: '300' },
    pairs: { type: 'string', default: '400' },
    config: { type: 'string' },
  },
});
const seeds = values.seeds.split(',').map(Number);
const steps = Number(values.steps);
/** The demo's, or those of a configuration file. */
const settings = values.config === undefined ? starterSettings : await readRunConfig(values.config);
const heldOut = { problems: Number(values.problems), pairs: Number(values.pairs) };

interface Learned {
  readonly seed: number;
  readonly minutes: number;
  readonly figures: BeforeAfter;
}

/** Null where the run was stopped. */
async function learn(seed: number): Promise<Learned | null> {
  await using folder = await temporaryFolder();
  const config = runConfigOf({ ...settings, seed, length: { steps } }, 'the learning bench');
  const data = await loadRunData(config);
  const { folder: run } = await createRun(folder.path, {
    config,
    versions: programVersions(),
    seeds: { run: seed },
    datasets: data.datasets,
  });
  using progress = showProgress({ stream: process.stderr });
  const began = performance.now();
  const figures = await trainAndMeasure({
    folder: run,
    config,
    data,
    counts: heldOut,
    steps,
    observer: progress,
  });
  return figures && { seed, minutes: (performance.now() - began) / 60_000, figures };
}

/** The rows of a seed: what is expected of the figures sampled on held-out problems of trained families. */
function expectations({ seed, minutes, figures: { before, after } }: Learned): Cell[][] {
  const [base, trained] = [summarise(before.sampled), summarise(after.sampled)];
  const [greedyBase, greedyTrained] = [summarise(before.greedy), summarise(after.greedy)];
  const { pass1 } = gain(before.sampled, after.sampled);
  const rise = trained.critique.balancedAccuracy - base.critique.balancedAccuracy;
  const greedyRise = greedyTrained.critique.balancedAccuracy - greedyBase.critique.balancedAccuracy;
  const rows: readonly (readonly [what: string, figure: number, least: number])[] = [
    ['balanced critique accuracy', trained.critique.balancedAccuracy, 0.8],
    ['its rise over the base', rise, 0.1],
    ['lower end of the rise of pass@1', pass1?.low ?? NaN, 0],
    ['correct ones recognised', trained.critique.tpr, 0.7],
    ['wrong ones recognised', trained.critique.tnr, 0.7],
    ['rise of the greedy accuracy', greedyRise, 0],
    ['rise of the greedy pass@1', greedyTrained.pass1 - greedyBase.pass1, 0],
  ];
  const reached = rows.map(([what, figure, least]): Cell[] => {
    const isStrict = least === 0;
    const holds = isStrict ? figure > least : figure >= least;
    return [
      `seed ${seed}: ${what}`,
      figure.toFixed(3),
      `${isStrict ? '>' : '≥'} ${least}`,
      holds ? 'yes' : 'no',
    ];
  });
  return [
    ...reached,
    [`seed ${seed}: minutes, measuring included`, minutes.toFixed(1), '≤ 30', minutes <= 30 ? 'yes' : 'no'],
  ];
}

const learned: Learned[] = [];
for (const seed of seeds) {
  const one = await learn(seed);
  if (one === null) {
    print(`\nSeed ${seed}: stopped`);
    break;
  }
  const { end } = one.figures;
  const best = end.best === null ? 'no best checkpoint' : `best at step ${end.best.step}`;
  print(
    `\nSeed ${seed}: ${end.kind} at step ${end.step} of ${steps}, ${best}, ${one.minutes.toFixed(1)} minutes`,
  );
  print(describeFigures(one.figures).join('\n'));
  learned.push(one);
}
printTable(`Sampled on ${heldOut.problems} held-out problems and ${heldOut.pairs} pairs`, [
  ['', 'reached', 'expected', 'holds'],
  ...learned.flatMap(expectations),
]);
