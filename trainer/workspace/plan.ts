import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspacePlan } from '../protocol/workspace.ts';
import type { FunctionFinder } from '../source/finder.ts';
import { readSources, targetsOf } from './targets.ts';
import type { Workspace } from './types.ts';

/** What labelling the workspace would run. Reads it and runs nothing. Rejects with the signal's reason. */
export async function planOf(
  workspace: Workspace,
  { finder, signal }: { readonly finder: FunctionFinder; readonly signal: AbortSignal },
): Promise<WorkspacePlan> {
  const { folder, frameworks } = workspace;
  const read = (file: string): Promise<string> => readFile(join(folder, file), 'utf8');
  const { sources } = await readSources(workspace.sources, { read, finder, signal });
  const found = sources.reduce((sum, { functions }) => sum + functions.length, 0);
  const documented = targetsOf(sources).targets.length;
  return { folder, sourceFiles: sources.length, functions: { found, documented }, frameworks };
}
