/** Asks before anything of a workspace is run for the first time. What is agreed to holds for this workspace. */
import * as vscode from 'vscode';
import { z } from 'zod';
import { remembered, type Memory } from '../base/memory.ts';
import { t } from '../l10n.ts';

const key = 'workspace.runsTests';

/** `memory` is the workspace's own. */
export async function agreesToRunTests(memory: Memory): Promise<boolean> {
  if (remembered(memory, key, z.boolean(), false)) return true;
  const run = t('Run Tests');
  const chosen = await vscode.window.showWarningMessage(
    t('Run the tests of this workspace?'),
    { modal: true, detail: whatHappens() },
    run,
  );
  if (chosen !== run) return false;
  await memory.update(key, true);
  return true;
}

/** The same wherever tests are run. */
export const whatHappens = (): string =>
  t(
    'They run on this machine with your rights, as they do when you run them yourself, and not in a sandbox. They run in a copy of the workspace in the folder for temporary files; the workspace itself is left alone.',
  );
