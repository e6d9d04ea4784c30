/** The first half of the tour: a run is started, watched, left alone while the window reloads, and finishes. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { eventually, type Workbench } from '../harness/workbench.ts';

export const extensionId = 'critique-coder.critique-coder';

/** Of the run, as its configuration says: so many that on a quiet machine it outlasts the reload of the window. */
export const steps = 16;

/** A busy machine of two cores trains the run in minutes. */
const whileTraining = { within: 600_000 };

const lockSchema = z.object({ pid: z.int() });

/** Ends what a failed test has left behind: trainers outlive windows, so nothing else does. */
export async function endTrainers(runs: string): Promise<void> {
  for (const id of await readdir(runs).catch(() => [])) {
    const pid = await trainerOf(join(runs, id)).catch(() => null);
    if (pid !== null) process.kill(pid, 'SIGKILL');
  }
}

/** Answers the questions with the workspace's configuration and the workspace itself. */
export async function startTraining(workbench: Workbench): Promise<void> {
  await workbench.runCommand('Train Critique-Coder');
  await workbench.pick('critique-coder.json');
  await workbench.pick('In the workspace');
}

/** The one run's folder, once it is there. */
export async function runFolderIn(runs: string): Promise<string> {
  const folders = async (): Promise<string[]> =>
    (await readdir(runs).catch(() => [])).filter((name) => /^\d{4}-/.test(name));
  const [id] = await eventually(folders, ({ length }) => length > 0, 'the folder of runs');
  return join(runs, id ?? '');
}

/** The process that trains it; its lock is there for as long as it lives. */
export async function trainerOf(run: string): Promise<number> {
  return lockSchema.parse(JSON.parse(await readFile(join(run, 'lock.json'), 'utf8'))).pid;
}

export interface Progress {
  readonly atLeast: number;
  /** The steps of the whole run. */
  readonly of: number;
}

/** Tree, status bar and Monitor show a run that goes on. Gives back the step that the Monitor has reached. */
export async function watch(workbench: Workbench, { atLeast, of }: Progress): Promise<number> {
  await workbench.openContainer('Critique-Coder');
  await workbench
    .treeRows('Runs')
    .filter({ hasText: new RegExp(`\\d+/${of}`) })
    .first()
    .waitFor();
  await workbench.statusItem(/Phase 1 · \d+%|Preparing/).waitFor();
  return await eventually(
    () => stepInMonitor(workbench, of),
    (step) => step >= atLeast,
    'the step in the Monitor',
    whileTraining,
  );
}

async function stepInMonitor(workbench: Workbench, steps: number): Promise<number> {
  const monitor = workbench.webviewView(extensionId);
  const text = await monitor
    .getByText(new RegExp(`^Step \\d+ of ${steps}`))
    .textContent({ timeout: 5000 })
    .catch(() => null);
  return Number(/Step (\d+)/.exec(text ?? '')?.[1] ?? -1);
}

/** Charts have lines, and the table beside each has a row a step. */
export async function readCharts(workbench: Workbench, steps: number): Promise<void> {
  const monitor = workbench.webviewView(extensionId);
  const card = monitor.locator('article.card').first();
  await card.scrollIntoViewIfNeeded();
  await card.locator('canvas').first().waitFor();
  await card.locator('summary').click();
  const rows = card.locator('tbody tr');
  await eventually(
    () => rows.count(),
    (count) => count >= steps,
    'the rows of the first chart’s table',
  );
  assert.match(await rows.first().innerText(), /\d/);
  await card.locator('summary').click();
}

export async function finish(workbench: Workbench): Promise<void> {
  const toast = workbench.toasts().filter({ hasText: `is finished after step ${steps}` });
  await toast.waitFor({ timeout: whileTraining.within });
  await toast.getByRole('button', { name: 'Open run' }).click();
  await workbench
    .treeRows('Runs')
    .filter({ hasText: new RegExp(`${steps}/${steps}.*best 0\\.\\d\\d`) })
    .first()
    .waitFor();
}
