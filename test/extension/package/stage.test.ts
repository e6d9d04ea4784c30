/** The folder that becomes this machine's VSIX works by itself: away from the project, and without a network. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stage } from '../../../extension/package/stage.ts';
import { ownTarget } from '../../../extension/package/targets.ts';
import { critiqueReportSchema, doctorReportSchema } from '../../../trainer/protocol/reports.ts';
import { documentOf, repository, startNode, startProgram, type Ended } from '../../process/program.ts';
import { smallRun } from '../../process/small-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const target = ownTarget();
const skip = target === undefined ? `no VSIX is made for ${process.platform}-${process.arch}` : false;

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const [dist, staged] = [join(folder.path, 'dist'), join(folder.path, 'extension')];

if (target !== undefined) {
  const built = await startNode([join(repository, 'esbuild.mjs'), dist]).ended;
  assert.equal(built.code, 0, built.stderr);
  await stage(target, { root: repository, dist }, staged);
}

/** Puts a program into a network of its own that has no way out, where the system lets this user do so. */
const alone = ['unshare', '--map-root-user', '--net'];
const canBeAlone = spawnSync(alone[0] ?? '', [...alone.slice(1), 'true']).status === 0;

function runStaged(...parameters: readonly string[]): Promise<Ended> {
  const command = [process.execPath, join(staged, 'dist', 'critique-coder.mjs'), ...parameters];
  const [program = '', ...rest] = canBeAlone ? [...alone, ...command] : command;
  return startProgram(program, rest, folder.path).ended;
}

test('the staged folder holds the extension and nothing of its building', { skip }, async () => {
  const names = await readdir(staged);
  for (const name of ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']) {
    assert.ok(names.includes(name), name);
  }
  const everything = await readdir(staged, { recursive: true });
  for (const page of ['network.md', 'architecture.md', join('decisions', 'hub.md')]) {
    assert.ok(everything.includes(join('docs', page)), page);
  }
  assert.deepEqual(
    everything.filter((name) => /\.(ts|map)$|(^|[\\/])(esbuild|test)[\\/]/.test(name)),
    [],
  );
});

test('the staged program finds all that it needs', { skip }, async () => {
  const report = doctorReportSchema.parse(documentOf(await runStaged('doctor', '--json')));
  assert.deepEqual(
    report.checks.filter(({ ok }) => !ok),
    [],
  );
});

test('the staged program trains, and its critic judges a file', { skip }, async () => {
  await using run = await smallRun(1, { context: { first: 16, maxPromptTokens: 400 } });
  const where = ['--config', run.config, '--runs', run.runs, '--id', 'run', '--json'];
  const { state, critic } = documentOf(await runStaged('train', ...where)) as {
    state: string;
    critic: string;
  };
  assert.equal(state, 'finished');
  const file = join(run.path, 'double.py');
  await writeFile(file, 'def double(n):\n    """Return twice the number."""\n    return n + n\n');
  const { rows } = critiqueReportSchema.parse(
    documentOf(await runStaged('critique', '--critic', critic, '--json', file)),
  );
  assert.deepEqual(
    rows.map((row) => [row.function, row.line, row.endLine]),
    [['double', 1, 3]],
  );
});
