/** From training to verdicts through the command line: a critic is trained, judges files, and is measured. */
import assert from 'node:assert/strict';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunConfigInput } from '../../trainer/protocol/config.ts';
import { critiqueReportSchema, evalReportSchema, runsReportSchema } from '../../trainer/protocol/reports.ts';
import { openRun } from '../../trainer/run/folder.ts';
import { documentOf, runCli, startCli } from './program.ts';
import { reachStep, smallRun } from './small-run.ts';

const run = await smallRun(2);
after(() => run[Symbol.asyncDispose]());

const trained = await runCli(
  ...['train', '--config', run.config, '--runs', run.runs, '--id', 'done', '--json'],
);
const critic = join(run.runs, 'done', 'critic');

const python = `def double(n):
    """Return twice the number."""
    return n + n


def helper(x):
    return x
`;

const typeScript = `/** Returns the last item of the list. */
export function last(items: number[]): number | undefined {
  return items.at(-1);
}

export const first = (items: number[]) => items[0];
`;

test('train prints one document, tells its progress on standard error, and leaves a critic', async () => {
  const document = documentOf(trained) as Record<string, unknown>;
  assert.deepEqual(Object.keys(document).sort(), ['best', 'critic', 'run', 'state', 'step']);
  assert.deepEqual(
    [document['run'], document['state'], document['step'], document['critic']],
    [join(run.runs, 'done'), 'finished', 2, critic],
  );
  assert.match(trained.stderr, /step 2\/2/);
  await access(join(critic, 'model.onnx'));
});

test('the log of a run begins with what it was estimated to take', async () => {
  const [first = ''] = (await readFile(join(run.runs, 'done', 'trainer.log'), 'utf8')).split('\n');
  const said = first.slice(first.indexOf(' ') + 1);
  assert.match(said, /^Estimated: .* of memory, up to .* of disk /);
  assert.ok(trained.stderr.includes(said), 'it is what was said');
});

test('critique judges documented functions of Python and TypeScript, and is unsure of the others', async () => {
  const [py, ts] = [join(run.path, 'functions.py'), join(run.path, 'functions.ts')];
  await writeFile(py, python);
  await writeFile(ts, typeScript);
  const ended = await runCli('critique', '--critic', critic, '--json', py, ts);
  const report = critiqueReportSchema.parse(documentOf(ended));
  assert.equal(report.critic, critic);
  assert.deepEqual(
    report.rows.map((row) => [row.file, row.function, row.line, row.endLine]),
    [
      [py, 'double', 1, 3],
      [py, 'helper', 6, 7],
      [ts, 'last', 2, 4],
      [ts, 'first', 6, 6],
    ],
  );
  for (const row of report.rows.filter((each) => ['helper', 'first'].includes(each.function))) {
    assert.equal(row.verdict, 'unsure');
    assert.match(row.reason ?? '', /neither docstring nor comment/);
  }
  for (const row of report.rows.filter((each) => ['double', 'last'].includes(each.function))) {
    assert.doesNotMatch(row.reason ?? '', /neither docstring nor comment/);
    assert.ok(row.confidence >= 0.5, 'the probability of the likelier verdict');
  }
  assert.equal(ended.stderr.trim().split('\n').length, 4);
});

test('critique of a file that is no program it can read is a failure that names the file', async () => {
  const file = join(run.path, 'notes.txt');
  await writeFile(file, 'nothing\n');
  const { code, stdout, stderr } = await runCli('critique', '--critic', critic, '--json', file);
  assert.deepEqual([code, stdout], [1, '']);
  assert.ok(stderr.includes(file));
});

test('eval measures the critic on pairs, and its rates agree with one another', async () => {
  const ended = await runCli('eval', '--critic', critic, '--pairs', run.pairs, '--json');
  const report = evalReportSchema.parse(documentOf(ended));
  const pairs = (await readFile(run.pairs, 'utf8')).trim().split('\n');
  assert.equal(report.n, pairs.length);
  assert.ok(report.tpr !== null && report.tnr !== null && report.balancedAccuracy !== null);
  assert.ok(Math.abs(report.balancedAccuracy - (report.tpr + report.tnr) / 2) < 1e-12);
  const correct = pairs.filter((line) => (JSON.parse(line) as { correct: boolean }).correct).length;
  const right = report.tpr * correct + report.tnr * (pairs.length - correct);
  assert.ok(Math.abs((report.accuracy ?? NaN) - right / pairs.length) < 1e-12);
});

test('export writes the critic of a step that is asked for', async () => {
  const out = join(run.path, 'exported');
  const document = documentOf(
    await runCli('export', '--run', join(run.runs, 'done'), '--step', '2', '--out', out, '--json'),
  );
  assert.deepEqual(document, { critic: out });
  const record = JSON.parse(await readFile(join(out, 'critic.json'), 'utf8')) as { training: unknown };
  assert.match(JSON.stringify(record.training), /"step":2\b/);
});

test('an interrupted training run ends with 130, is listed as stopped, and is finished by resuming it', async () => {
  const path = join(run.runs, 'interrupted');
  const started = startCli(
    ...['train', '--config', run.config, '--runs', run.runs, '--id', 'interrupted'],
    ...['--steps', '500', '--json'],
  );
  await reachStep(started, join(path, 'metrics.jsonl'), 1);
  started.child.kill('SIGINT');
  const { code, stdout } = await started.ended;
  assert.equal(code, 130);
  const stopped = JSON.parse(stdout) as { state: string; step: number; critic: unknown };
  assert.deepEqual([stopped.state, stopped.critic], ['stopped', null]);
  assert.ok(stopped.step >= 1 && stopped.step < 500);

  const listed = runsReportSchema.parse(documentOf(await runCli('runs', '--runs', run.runs, '--json')));
  const row = listed.runs.find(({ id }) => id === 'interrupted');
  assert.deepEqual([row?.state, row?.pid], ['stopped', null]);

  const steps = stopped.step + 1;
  const resumed = documentOf(await runCli('train', '--resume', path, '--steps', String(steps), '--json'));
  const { state, step } = resumed as { state: string; step: number };
  assert.deepEqual([state, step], ['finished', steps]);
});

test('a run is not cut off where it is or before: that would train nothing and count as finished', async () => {
  const path = join(run.runs, 'done');
  for (const [args, says] of [
    [['--steps', '1'], /--steps 1 leaves nothing to train: the run has reached step 2/],
    [['--steps', '1', '--from-step', '1'], /--steps 1 leaves nothing to train: --from-step is 1/],
  ] as const) {
    const { code, stderr } = await runCli('train', '--resume', path, ...args);
    assert.equal(code, 2);
    assert.match(stderr, says);
  }
  const { events } = (await openRun(path)).folder;
  assert.doesNotMatch(await readFile(events, 'utf8'), /"resumed"/);
});

test('a run that was extended and stopped goes on to the step it was extended to', async () => {
  const path = join(run.runs, 'extended');
  documentOf(await runCli('train', '--config', run.config, '--runs', run.runs, '--id', 'extended', '--json'));
  const started = startCli('train', '--resume', path, '--steps', '4');
  await reachStep(started, join(path, 'metrics.jsonl'), 3);
  started.child.kill('SIGINT');
  await started.ended;
  const resumed = documentOf(await runCli('train', '--resume', path, '--json'));
  const { state, step } = resumed as { state: string; step: number };
  assert.deepEqual([state, step], ['finished', 4]);
});

test('a run whose validation pairs are all of one kind is finished, and says why it has no critic', async () => {
  const lines = (await readFile(join(run.path, 'validation-pairs.jsonl'), 'utf8')).trim().split('\n');
  const correct = lines.filter((line) => (JSON.parse(line) as { correct: boolean }).correct);
  const pairs = join(run.path, 'correct-pairs.jsonl');
  await writeFile(pairs, `${correct.join('\n')}\n`);
  const config = JSON.parse(await readFile(run.config, 'utf8')) as RunConfigInput;
  const file = join(run.path, 'one-kind.json');
  const data = { ...config.data, validation: { ...config.data?.validation, pairs: [pairs] } };
  await writeFile(file, JSON.stringify({ ...config, data }));
  const ended = await runCli('train', '--config', file, '--runs', run.runs, '--id', 'one-kind', '--json');
  const { state, critic: none } = documentOf(ended) as Record<string, unknown>;
  assert.deepEqual([state, none], ['finished', null]);
  assert.match(ended.stderr, /No critic was exported: .* correct/);
});
