/** The tour of a new user: from a clean profile to a trained critic and its verdicts, in a real window with the VSIX. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { takePictures } from '../harness/pictures.ts';
import type { Server } from '../harness/server.ts';
import { skipWithoutWorkbench } from '../harness/tools.ts';
import { withWindow } from '../harness/window.ts';
import type { Workbench } from '../harness/workbench.ts';
import {
  activateCritic,
  dismissFinding,
  editFunction,
  judgeFile,
  markWrong,
  readCritique,
} from './judging.ts';
import { photographTraining } from './photos.ts';
import {
  endTrainers,
  finish,
  readCharts,
  runFolderIn,
  startTraining,
  steps,
  trainerOf,
  watch,
} from './training.ts';
import { packOwn } from './vsix.ts';

const workspaceFiles = fileURLToPath(new URL('./workspace', import.meta.url));

async function tour(workbench: Workbench, server: Server, workspace: string): Promise<void> {
  await startTraining(workbench);
  const run = await runFolderIn(join(workspace, '.critique-coder', 'runs'));
  await watch(workbench, { atLeast: 2, of: steps });
  await workbench.widenSideBar(520);
  await readCharts(workbench, 2);
  const trainer = await trainerOf(run);
  await workbench.open();
  await watch(workbench, { atLeast: 3, of: steps });
  assert.equal(await trainerOf(run), trainer, 'the same process trains after the window has reloaded');
  await finish(workbench);
  const judging = { workbench, server, run, file: join(workspace, 'lists.py') };
  await activateCritic(workbench);
  const before = await judgeFile(judging);
  const said = await editFunction(judging, before);
  await readCritique(judging, said);
  await takePictures(workbench, 'critique');
  await photographTraining(judging);
  const left = await dismissFinding(judging, said);
  await markWrong(judging, left);
}

describe('a first run', { skip: skipWithoutWorkbench() }, () => {
  test('trains, is watched, outlives a reload, and its critic judges functions', async () => {
    await using folder = await temporaryFolder();
    const workspace = join(folder.path, 'workspace');
    await cp(workspaceFiles, workspace, { recursive: true });
    const { vsix } = await packOwn(folder.path);
    try {
      await withWindow({ name: 'first-run', workspace, vsix }, (workbench, server) =>
        tour(workbench, server, workspace),
      );
    } finally {
      await endTrainers(join(workspace, '.critique-coder', 'runs'));
    }
  });
});
