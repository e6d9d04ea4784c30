/** What commands leave where they are called is no part of the project: neither git, nor the formatter, nor the linter reads it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { getFileInfo } from 'prettier';
import { defaultAblationFolder } from '../../trainer/commands/ablate.ts';
import { defaultRunsFolder } from '../../trainer/commands/runs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Who does not read a file, of git, the formatter and the linter. */
async function ignoring(file: string): Promise<string[]> {
  const byGit = spawnSync('git', ['check-ignore', '--quiet', file], { cwd: root }).status === 0;
  const { ignored } = await getFileInfo(join(root, file), { ignorePath: join(root, '.prettierignore') });
  const byLinter = await new ESLint({ cwd: root }).isPathIgnored(join(root, file));
  return [byGit && 'git', ignored && 'prettier', byLinter && 'eslint'].filter((name) => name !== false);
}

test('what commands leave in the repository unless told otherwise is ignored', async () => {
  for (const folder of [defaultAblationFolder, defaultRunsFolder]) {
    assert.deepEqual(await ignoring(`${folder}/some/left.ts`), ['git', 'prettier', 'eslint'], folder);
  }
});

test('sources of the same name are not ignored', async () => {
  for (const file of ['trainer/ablation/grid.ts', 'test/trainer/ablation/grid.test.ts']) {
    assert.deepEqual(await ignoring(file), [], file);
  }
});
