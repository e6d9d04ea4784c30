/** What `npm run build` makes does what the sources do. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { critiqueReportSchema, labelReportSchema } from '../../trainer/protocol/reports.ts';
import { documentOf, repository, runCli, startNode, type Ended } from './program.ts';
import { smallRun } from './small-run.ts';
import { jsonLines } from '../support/json-lines.ts';

/** Inside the repository, so that the packages which are not bundled are found, as they are from `dist/`. */
const caches = join(repository, 'node_modules', '.cache', 'critique-coder');
await mkdir(caches, { recursive: true });
const out = await mkdtemp(join(caches, 'build-'));
after(() => rm(out, { recursive: true, force: true }));

const built = await startNode([join(repository, 'esbuild.mjs'), out]).ended;
assert.equal(built.code, 0, built.stderr);

const runBuilt = (...parameters: readonly string[]): Promise<Ended> =>
  startNode([join(out, 'critique-coder.mjs'), ...parameters]).ended;

test('the built program prints the same help as the sources, and nothing was said while it was built', async () => {
  assert.equal(built.stderr, '');
  const [ours, sources] = [await runBuilt('--help'), await runCli('--help')];
  assert.deepEqual(ours, sources);
  assert.equal(ours.code, 0);
});

test('the built program trains, and its critic judges a file', async () => {
  await using run = await smallRun(1, { context: { first: 16, maxPromptTokens: 400 } });
  const trained = await runBuilt(
    'train',
    '--config',
    run.config,
    '--runs',
    run.runs,
    '--id',
    'run',
    '--json',
  );
  const { state, critic } = documentOf(trained) as { state: string; critic: string };
  assert.equal(state, 'finished', trained.stderr);
  const file = join(run.path, 'double.py');
  await writeFile(file, 'def double(n):\n    """Return twice the number."""\n    return n + n\n');
  const { rows } = critiqueReportSchema.parse(
    documentOf(await runBuilt('critique', '--critic', critic, '--json', file)),
  );
  assert.deepEqual(
    rows.map((row) => [row.function, row.line, row.endLine]),
    [['double', 1, 3]],
  );
});

test('the built program executes Python, JavaScript and TypeScript in the sandbox', async () => {
  const programs = {
    python: 'def double(n):\n    return n * 2\n',
    javascript: 'const double = (n) => n * 2;\n',
    typescript: 'function double(n: number): number {\n  return n * n;\n}\n',
  };
  const languages = Object.keys(programs);
  const problems = languages.map((language) => ({
    id: language,
    question: 'Return twice the number.',
    language,
    entryPoint: 'double',
    tests: [
      { input: [2], expected: 4 },
      { input: [3], expected: 6 },
    ],
  }));
  const solutions = Object.entries(programs).map(([id, solution]) => ({ id, problemId: id, solution }));
  const [problemFile, solutionFile] = [join(out, 'problems.jsonl'), join(out, 'solutions.jsonl')];
  await writeFile(problemFile, jsonLines(problems));
  await writeFile(solutionFile, jsonLines(solutions));
  const { rows } = labelReportSchema.parse(
    documentOf(await runBuilt('label', '--problems', problemFile, '--solutions', solutionFile, '--json')),
  );
  assert.deepEqual(
    rows.map((row) => [row.id, row.correct, row.passRate]),
    [
      ['python', true, 1],
      ['javascript', true, 1],
      ['typescript', false, 0.5],
    ],
  );
});
