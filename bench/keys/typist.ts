/** A window in which somebody types into a long file: the extension judges it in one, and is disabled in the other. */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { writeRun } from '../../test/support/written-run.ts';
import { openPage } from '../../test/vscode/harness/browser.ts';
import type { Server } from '../../test/vscode/harness/server.ts';
import { eventually, Workbench } from '../../test/vscode/harness/workbench.ts';
import { endOfKeys, watchKeys } from './paint.ts';
import { sourceOf } from './source.ts';

const runId = '2026-11-22-143005-bench';

const typed = ' + number * 3 - total // 2';

/** A quick and steady hand, that stops to think now and then: long enough for continuous checking to begin. */
const paceMs = 120;
const keysInOneGo = 20;
const thoughtMs = 1200;

const fileOf = (round: number): string => `long-${round}.py`;

export interface Workspace {
  readonly rounds: number;
  /** In each file. */
  readonly functions: number;
  /** The folder of a critic. */
  readonly critic: string;
}

/** A folder to work in, with a file for each round and a run that has left this critic. */
export async function makeWorkspace(folder: string, { rounds, functions, critic }: Workspace): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let round = 0; round < rounds; round++) {
    await writeFile(join(folder, fileOf(round)), sourceOf(round, functions).text);
  }
  const run = await writeRun(join(folder, '.critique-coder', 'runs'), { id: runId, steps: 3 });
  await cp(critic, join(run.path, 'critic'), { recursive: true });
}

/** What reads along: nothing at all, an extension whose lenses say nothing, or the critic. */
export type Reader = 'disabled' | 'bare' | 'critic';

export class Typist {
  readonly #workbench: Workbench;
  readonly #reader: Reader;
  readonly #functions: number;

  private constructor(workbench: Workbench, reader: Reader, functions: number) {
    this.#workbench = workbench;
    this.#reader = reader;
    this.#functions = functions;
  }

  static async open(
    browser: Browser,
    server: Server,
    folder: string,
    reader: Reader,
    functions: number,
  ): Promise<Typist> {
    const payload = reader === 'disabled' ? ([['disableExtensions', 'true']] as const) : [];
    const workbench = new Workbench(await openPage(browser), server, { folder, payload });
    await workbench.open();
    return new Typist(workbench, reader, functions);
  }

  /** Opens the round's file in the middle, and waits for lenses where there are to be some. */
  async begin(round: number): Promise<void> {
    await this.#workbench.openFile(fileOf(round));
    await this.#workbench.placeCursor(sourceOf(round, this.#functions).line, 1);
    if (this.#reader === 'critic') {
      await this.#workbench.runCommand('Choose a Critic');
      await this.#workbench.pick(runId);
    }
    if (this.#reader !== 'disabled') {
      await this.#workbench.lenses().filter({ visible: true }).first().waitFor();
    }
  }

  /** Types so many keys into the function in the middle; how long each took until it was painted. */
  async type(round: number, keys: number): Promise<readonly number[]> {
    const { page } = this.#workbench;
    const { line, prefix } = sourceOf(round, this.#functions);
    await this.#workbench.placeCursor(line, prefix.length + 1);
    await sleep(thoughtMs);
    await watchKeys(page, prefix);
    const began = performance.now();
    for (let count = 0; count < keys; count++) {
      await page.keyboard.press(typed[count % typed.length] ?? ' ');
      const thoughts = Math.floor((count + 1) / keysInOneGo);
      await sleep(Math.max(0, began + paceMs * (count + 1) + thoughtMs * thoughts - performance.now()));
    }
    return await endOfKeys(page);
  }

  /** Puts critic and file away, and waits until the critic's process has ended as well. */
  async end(): Promise<void> {
    if (this.#reader === 'critic') {
      await this.#workbench.runCommand('Stop Using the Critic');
      await eventually(
        () => this.#workbench.lenses().count(),
        (count) => count === 0,
        'the lenses',
      );
    }
    await this.#workbench.runCommand('Revert and Close Editor');
    await sleep(3000);
  }
}

const verdictsSchema = z.object({ verdicts: z.array(z.unknown()) });

/** How many verdicts the critic server has kept in this profile. */
export async function verdictsIn({ folder }: Server): Promise<number> {
  const storage = join(folder, 'data/User/workspaceStorage');
  const files = (await readdir(storage, { recursive: true })).filter((file) =>
    file.endsWith('/verdicts.json'),
  );
  const counts = files.map(async (file) => {
    const kept: unknown = JSON.parse(await readFile(join(storage, file), 'utf8'));
    return verdictsSchema.parse(kept).verdicts.length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
