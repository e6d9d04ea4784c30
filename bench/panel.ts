/**
 * `npm run bench:panel -- [steps]`: how long the Monitor takes to read a run of so many steps (100,000 unless given), to
 * follow it, to make a snapshot of it and, where there is a Chromium, to draw one; and how large a snapshot is.
 */
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { FollowedRun } from '../extension/panel/series/follow.ts';
import { frameOf } from '../extension/panel/series/reduce.ts';
import { rowLimit, snapshotOf } from '../extension/panel/snapshot.ts';
import { chartedMetrics } from '../trainer/protocol/panel-chart-table.ts';
import { panelMessageSchema } from '../trainer/protocol/panel.ts';
import { chromium } from '../test/support/browser.ts';
import { openPanelPage } from '../test/support/panel-page.ts';
import { entryOf } from '../test/support/run-entries.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { appendSteps, writeRun } from '../test/support/written-run.ts';
import { mebibytes, print, printTable, type Cell } from './table.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const steps = Number(positionals[0] ?? 100_000);
const rounds = 20;
const metricsSchema = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) });

async function milliseconds(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const repeated = (work: () => unknown): Promise<Cell[]> => timesOf(() => milliseconds(work));

/** The median and the longest of so many. */
async function timesOf(measure: () => Promise<number>): Promise<Cell[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await measure());
  times.sort((a, b) => a - b);
  return [times[Math.floor(rounds / 2)] ?? NaN, times.at(-1) ?? NaN];
}

await using root = await temporaryFolder();
const run = { id: 'run', steps };
const folder = await writeRun(root.path, run);
const signal = new AbortController().signal;
const followed = new FollowedRun(folder.path);
const pauses: number[] = [];
let last = performance.now();
const reading = await milliseconds(() =>
  followed.refresh(signal, () => {
    pauses.push(performance.now() - last);
    last = performance.now();
  }),
);
const entry = entryOf(folder.path, 'run', { step: steps });
const view = { runs: [], metrics: [], range: null };
const input = { entries: [entry], shown: [{ entry, followed }], view, system: [], focus: null };
const limit = rowLimit(chartedMetrics.length, 1);
const snapshot = snapshotOf(input);

let grown = steps;
const rows: Cell[][] = [
  ['what', 'median ms', 'most ms'],
  [
    'a new step is read',
    ...(await repeated(async () => {
      await appendSteps(folder, grown + 1, { ...run, steps: (grown += 1), validationEvery: 0 });
      await followed.refresh(signal, () => undefined);
    })),
  ],
  [
    'all metrics are reduced',
    ...(await repeated(() => frameOf(followed.steps, chartedMetrics, null, limit))),
  ],
  ['a snapshot is made', ...(await repeated(() => snapshotOf(input)))],
  ['a snapshot is checked', ...(await repeated(() => panelMessageSchema.parse(snapshot)))],
];
const drawn = chromium === undefined ? undefined : await drawing();
if (drawn !== undefined) rows.push(['a snapshot is drawn', ...drawn.elapsed]);

print(`${steps.toLocaleString('en')} steps, ${mebibytes((await stat(folder.metrics)).size)} of metrics`);
print(`read in ${Math.round(reading)} ms, in pages of ${Math.round(Math.max(...pauses, 0))} ms at most`);
print(`snapshot: ${Buffer.byteLength(JSON.stringify(snapshot)).toLocaleString('en')} bytes, ${limit} rows`);
if (drawn !== undefined)
  print(`drawing keeps the page's thread busy for ${drawn.work.toFixed(1)} ms of its own time`);
printTable('The Monitor', rows);

/**
 * From a message to the end of the frame that it is drawn in, with a window full of charts: those out of sight are not
 * drawn. The wait for the screen is part of it, so the main thread's own work is told besides.
 */
async function drawing(): Promise<{ readonly elapsed: Cell[]; readonly work: number }> {
  await using page = await openPanelPage([entry], 900);
  await page.until(`document.querySelectorAll('panel-chart canvas').length >= 2`);
  await page.browser.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = metricsSchema.parse(await page.browser.send('Performance.getMetrics'));
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  };
  await page.browser.evaluate(`window.snapshot = ${JSON.stringify(snapshot)}`);
  const before = await busy();
  const elapsed = await timesOf(async () =>
    Number(
      await page.browser.evaluate(`new Promise((resolve) => {
        const began = performance.now();
        dispatchEvent(new MessageEvent('message', { data: structuredClone(window.snapshot) }));
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      })`),
    ),
  );
  return { elapsed, work: ((await busy()) - before) / rounds };
}
