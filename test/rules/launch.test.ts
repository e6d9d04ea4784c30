/** What VS Code starts by F5 is run by the Node that runs the sources, whichever is first on the path. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

type Launch = Readonly<Record<string, unknown>> & { readonly name: string; readonly type: string };

/** As VS Code has it: what a configuration says for one system goes before what it says for all. */
const systems: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: 'linux',
  win32: 'windows',
  darwin: 'osx',
};

test('every program of .vscode/launch.json is run by Node 24 or newer', () => {
  const { configurations } = JSON.parse(readFileSync(`${root}/.vscode/launch.json`, 'utf8')) as {
    configurations: readonly Launch[];
  };
  const programs = configurations.filter(({ type }) => type === 'node');
  assert.ok(programs.length > 0);
  for (const launch of programs) {
    const own = launch[systems[process.platform] ?? ''] as { runtimeExecutable?: string } | undefined;
    const runtime = (own?.runtimeExecutable ?? 'node').replace('${workspaceFolder}', root);
    const { stdout, error } = spawnSync(runtime, ['--version'], { encoding: 'utf8' });
    assert.equal(error, undefined, launch.name);
    assert.ok(Number(/^v(\d+)/.exec(stdout)?.[1]) >= 24, `${launch.name}: ${stdout}`);
  }
});
