/**
 * `npm run demo`: trains the starter model on the starter set, prints held-out figures before and after, exports the
 * critic and judges a sample file with it. Leaves everything in runs/demo, with summary.json and report.html.
 */
import { rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { critiqueCommand } from '../commands/critique.ts';
import { exportRunCritic } from '../commands/run-critic.ts';
import { programVersions } from '../commands/versions.ts';
import { TrainerError } from '../errors/error.ts';
import { demoSummarySchema, type DemoSummary } from '../protocol/reports.ts';
import { metricsLineSchema } from '../protocol/run-folder.ts';
import { STOPPED_EXIT_CODE } from '../run/signals.ts';
import { runConfigOf } from '../run/configuration.ts';
import { loadRunData } from '../run/crl/data.ts';
import { createRun } from '../run/folder.ts';
import { readJournal } from '../run/journal-reader.ts';
import { showProgress } from '../run/progress.ts';
import { starterSettings } from '../starter/settings.ts';
import { trainAndMeasure, type BeforeAfter } from './before-after.ts';
import { describeFigures, gain, summarise } from './figures.ts';
import { reportPage } from './report.ts';

const runsFolder = resolve('runs');
const demoId = 'demo';
const sampleFile = fileURLToPath(new URL('./sample.py', import.meta.url));

/** Chosen so that the whole demo fits six minutes on two cores. */
const demoSteps = 10;
const heldOut = { problems: 300, pairs: 400 };

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** An earlier demo is kept under the time at which it was last written. */
async function setAsideEarlierDemo(): Promise<void> {
  const folder = join(runsFolder, demoId);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  const kept = `${folder}-${found.mtime.toISOString().slice(0, 19).replaceAll(':', '')}`;
  await rename(folder, kept);
  say(`The earlier demo is kept in ${kept}`);
}

async function demo(signal: AbortSignal): Promise<number> {
  const began = performance.now();
  const config = runConfigOf({ ...starterSettings, length: { steps: demoSteps } }, 'the demo');
  const data = await loadRunData(config, { signal });
  await setAsideEarlierDemo();
  const { folder, record } = await createRun(runsFolder, {
    id: demoId,
    config,
    versions: programVersions(),
    seeds: { run: config.seed },
    datasets: data.datasets,
  });
  say(
    `Measuring the base model on ${heldOut.problems} held-out problems and ${heldOut.pairs} pairs, then training.`,
  );
  using progress = showProgress({ stream: process.stderr });
  const result = await trainAndMeasure({
    folder,
    config,
    data,
    counts: heldOut,
    steps: demoSteps,
    observer: progress,
    signal,
  });
  if (result === null) return STOPPED_EXIT_CODE;
  const critic = await exportRunCritic(folder, config, data, say, { signal });
  if (critic === null) return 1;
  say(`\nWhat the critic says of ${sampleFile}:`);
  await judgeSample(critic, signal);
  const seconds = (performance.now() - began) / 1000;
  const summary = summaryOf(result, { seconds, steps: result.end.step, seed: config.seed, critic });
  await writeFile(join(folder.path, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  const { records } = await readJournal(folder.metrics, metricsLineSchema);
  await writeFile(
    join(folder.path, 'report.html'),
    reportPage({ record, metrics: records, summary, result }),
  );
  say(`\n${describeFigures(result).join('\n')}`);
  say(`\n${seconds.toFixed(0)} seconds. ${join(dirname(critic), 'report.html')} shows the curves.`);
  return 0;
}

function judgeSample(critic: string, signal: AbortSignal): Promise<unknown> {
  return critiqueCommand.run({
    values: { critic, explain: true },
    positionals: [sampleFile],
    json: () => undefined,
    say,
    signal: AbortSignal.any([signal, AbortSignal.timeout(120_000)]),
  });
}

function summaryOf(
  { before, after }: BeforeAfter,
  run: { seconds: number; steps: number; seed: number; critic: string },
): DemoSummary {
  return demoSummarySchema.parse({
    ...run,
    baseline: { ...summarise(before.sampled), greedy: summarise(before.greedy) },
    trained: { ...summarise(after.sampled), greedy: summarise(after.greedy) },
    gain: gain(before.sampled, after.sampled),
    heldOutNewFamilies: { ...summarise(after.newFamilies), baseline: summarise(before.newFamilies) },
  });
}

function report(cause: unknown): number {
  say(
    cause instanceof TrainerError
      ? `${cause.message}\n${cause.hint}`
      : String(cause instanceof Error ? cause.stack : cause),
  );
  return 1;
}

const stopped = new AbortController();
const stop = (): void => stopped.abort();
process.once('SIGINT', stop).once('SIGTERM', stop);
try {
  process.exitCode = await demo(stopped.signal);
} catch (cause) {
  process.exitCode = stopped.signal.aborted ? STOPPED_EXIT_CODE : report(cause);
}
