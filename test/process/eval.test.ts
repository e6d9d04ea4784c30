/** `eval` as a real process: critics on pairs, solutions on tests, and two results beside each other. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { criticEvaluationSchema } from '../../trainer/protocol/evaluation.ts';
import { evalReportSchema } from '../../trainer/protocol/reports.ts';
import { openWorkshop } from '../support/critic.ts';
import { documentOf, runCli } from './program.ts';

const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

test('a critic is measured on pairs, and what came out is left as a document, a table and a page', async () => {
  await using workshop = await openWorkshop();
  await workshop.make();
  const critic = workshop.input.directory;
  const pairs = join(workshop.folder, 'pairs.jsonl');
  const out = join(workshop.folder, 'result');
  await writeFile(pairs, jsonLines(workshop.pairs));
  const told = ['eval', '--critic', critic, '--pairs', pairs, '--out', out, '--json'];
  const ended = await runCli(...told, '--pick', 'balanced', '--pick', 'tpr=0.9');
  const result = criticEvaluationSchema.parse(documentOf(ended));
  assert.equal(evalReportSchema.parse(result).n, workshop.pairs.length);
  assert.deepEqual(
    result.rows.map(({ id }) => id),
    workshop.pairs.map(({ id }) => id),
  );
  assert.equal(result.picks.length, 2);
  assert.match(ended.stderr, /^Balanced accuracy +\d/m);
  assert.deepEqual((await readdir(out)).sort(), ['report.html', 'result.json', 'table.txt']);
  assert.deepEqual(JSON.parse(await readFile(join(out, 'result.json'), 'utf8')), result);

  const again = await runCli(...told);
  assert.deepEqual([again.code, again.stdout], [1, '']);
  assert.match(again.stderr, /result\.json is there already.*\n.*--force/);
});

test('what is measured must be said, and only one thing', async () => {
  for (const options of [[], ['--pairs', 'x.jsonl'], ['--critic', 'x', '--pairs', 'x', '--pick', 'tpr=2']]) {
    const ended = await runCli('eval', ...options);
    assert.deepEqual([ended.code, ended.stdout], [2, '']);
    assert.match(ended.stderr, /Usage: critique-coder eval/);
  }
});
