/** What the pictures in the documentation show beside the tour: a longer training, in the side panel and wide. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runConfigSchema } from '../../../trainer/protocol/config.ts';
import { takePictures, wantsPictures } from '../harness/pictures.ts';
import type { Judging } from './judging.ts';
import { extensionId, startTraining, watch } from './training.ts';

const steps = 60;

/** Starts a second training, and takes its pictures when there is something to see in its charts. */
export async function photographTraining({ workbench, file }: Judging): Promise<void> {
  if (!wantsPictures()) return;
  const configuration = join(dirname(file), 'critique-coder.json');
  const short = runConfigSchema.parse(JSON.parse(await readFile(configuration, 'utf8')));
  const validation = { ...short.validation, every: 5 };
  await writeFile(configuration, JSON.stringify({ ...short, length: { steps }, validation }, null, 2));
  await workbench.runCommand('View: Focus First Editor Group');
  await workbench.runCommand('View: Close Editors in Other Groups');
  await startTraining(workbench);
  await watch(workbench, { atLeast: 16, of: steps });
  await workbench.runCommand('Notifications: Clear All Notifications');
  await workbench.collapseView('Critics');
  await workbench.widenSideBar(460);
  await workbench.webviewView(extensionId).locator('article.card').first().scrollIntoViewIfNeeded();
  await takePictures(workbench, 'training');
  await workbench.runCommand('Open Monitor in Editor');
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.webviewEditor().locator('canvas').first().waitFor();
  await takePictures(workbench, 'monitor');
  await workbench.openFile('lists.py');
  await workbench.openContainer('Critique-Coder');
}
