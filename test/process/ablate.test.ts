/** An ablation through the command line: killed and gone on with, extended, with a failed run, refused when changed. */
import assert from 'node:assert/strict';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  ablationRecordSchema,
  ablationReportSchema,
  heldOutRecordSchema,
  planReportSchema,
  type AblationReport,
} from '../../trainer/protocol/ablation.ts';
import { runEventSchema, type RunEvent } from '../../trainer/protocol/events.ts';
import { runsReportSchema } from '../../trainer/protocol/reports.ts';
import { documentOf, runCli, startCli } from './program.ts';
import { reachStep, smallRun } from './small-run.ts';

const small = await smallRun(2);
after(() => small[Symbol.asyncDispose]());

const out = join(small.path, 'ablation');
const grid = join(small.path, 'grid.json');
await writeFile(
  grid,
  JSON.stringify({
    config: 'critique-coder.json',
    axes: [{ path: 'critiqueShare', values: [0.5, 1] }],
    seeds: [1, 2],
    heldOut: { problems: 2, pairs: 4 },
  }),
);

const text = (...names: readonly string[]): Promise<string> => readFile(join(out, ...names), 'utf8');

async function eventsOf(run: string): Promise<RunEvent[]> {
  const lines = (await text(run, 'events.jsonl')).trim().split('\n');
  return lines.map((line) => runEventSchema.parse(JSON.parse(line)));
}

const beginnings = (events: readonly RunEvent[]): string[] =>
  events.map(({ type }) => type).filter((type) => type === 'started' || type === 'resumed');

const planOf = async (...options: readonly string[]) =>
  planReportSchema.parse(documentOf(await runCli('ablate', '--out', out, '--plan', '--json', ...options)));

test('a plan names every run, seed after seed, and leaves nothing behind', async () => {
  const plan = await planOf('--grid', grid);
  assert.deepEqual(
    plan.runs.map(({ id, state, steps, measured }) => [id, state, steps, measured]),
    [
      ['centre-seed1', 'new', 2, false],
      ['critiqueShare-1-seed1', 'new', 2, false],
      ['centre-seed2', 'new', 2, false],
      ['critiqueShare-1-seed2', 'new', 2, false],
    ],
  );
  assert.deepEqual([plan.secondsPerStep, plan.secondsLeft], [null, null]);
  await assert.rejects(stat(out));
});

let report: AblationReport;

test('an ablation that was killed goes on where it was, and trains nothing twice', async () => {
  const first = startCli('ablate', '--out', out, '--grid', grid);
  await reachStep(first, join(out, 'critiqueShare-1-seed1', 'metrics.jsonl'), 1);
  first.child.kill('SIGKILL');
  assert.equal((await first.ended).signal, 'SIGKILL');
  const measured = await text('centre-seed1', 'held-out.json');
  const plan = await planOf();
  assert.deepEqual(
    plan.runs.map(({ measured: isMeasured }) => isMeasured),
    [true, false, false, false],
  );
  assert.ok((plan.secondsLeft ?? 0) > 0 && (plan.secondsPerStep ?? 0) > 0);

  report = ablationReportSchema.parse(documentOf(await runCli('ablate', '--out', out, '--json')));
  assert.deepEqual(
    report.runs.map(({ state, step, measured: isMeasured, reason }) => [state, step, isMeasured, reason]),
    Array(4).fill(['finished', 2, true, 'all-steps']),
  );
  assert.deepEqual(beginnings(await eventsOf('centre-seed1')), ['started']);
  assert.equal(await text('centre-seed1', 'held-out.json'), measured);
  const killed = await eventsOf('critiqueShare-1-seed1');
  assert.deepEqual(beginnings(killed), ['started', 'resumed']);
  assert.equal(killed.find((event) => event.type === 'resumed')?.after, 'interrupted');
});

test('its runs are ordinary runs, which are listed', async () => {
  const { runs } = runsReportSchema.parse(documentOf(await runCli('runs', '--runs', out, '--json')));
  assert.deepEqual(runs.map(({ id, state }) => [id, state]).sort(), [
    ['centre-seed1', 'finished'],
    ['centre-seed2', 'finished'],
    ['critiqueShare-1-seed1', 'finished'],
    ['critiqueShare-1-seed2', 'finished'],
  ]);
});

test('every run and the base are measured on the same rows, and the report’s figures are those of the rows', async () => {
  const records = await Promise.all(
    ['base-held-out.json', ...report.runs.map(({ id }) => join(id, 'held-out.json'))].map(async (name) =>
      heldOutRecordSchema.parse(JSON.parse(await text(name))),
    ),
  );
  const [base] = records;
  assert.deepEqual([base?.step, base?.rows.length], [null, 6]);
  for (const { rows } of records) {
    assert.deepEqual(
      rows.map(({ task, id }) => [task, id]),
      base?.rows.map(({ task, id }) => [task, id]),
    );
  }
  const centre = report.cells.find(({ name }) => name === 'centre');
  const rows = [1, 3].flatMap((index) => records[index]?.rows ?? []);
  const solve = rows.filter(({ task }) => task === 'solve');
  assert.equal(
    centre?.figures.sampled.pass1?.estimate,
    solve.filter(({ sampled }) => sampled === true).length / solve.length,
  );
  const wrong = rows.filter((row) => row.task === 'critique' && !row.correct);
  assert.equal(
    centre?.figures.greedy.tnr?.estimate,
    wrong.filter(({ greedy }) => greedy === false).length / wrong.length,
  );
  assert.equal(centre?.paper?.critiqueShare, 0.5);
});

test('the report is written as JSON and as a page, and is the same when it is made anew', async () => {
  const [page, json] = [await text('report.html'), await text('report.json')];
  assert.deepEqual(ablationReportSchema.parse(JSON.parse(json)), report);
  assert.match(page, /<svg/);
  for (const { name } of report.cells) assert.ok(page.includes(name), name);
  const again = await runCli('ablate', '--out', out, '--report');
  assert.equal(again.code, 0);
  assert.match(again.stderr, /^critiqueShare-1 +100\.0 % +2 /m);
  assert.deepEqual([await text('report.html'), await text('report.json')], [page, json]);
});

test('another grid in the same folder is refused, and nothing of the folder is changed', async () => {
  const before = await text('ablation.json');
  for (const [options, says] of [
    [['--steps', '3'], /length was \{"steps":2\} and is \{"steps":3\}/],
    [['--shares', '0.5,0.7'], /the cell critiqueShare-1 is missing/],
    [['--seeds', '2,3'], /seed 1 is missing/],
    [['--pairs', '2'], /heldOut was .*"pairs":4.* and is .*"pairs":2/],
  ] as const) {
    const { code, stdout, stderr } = await runCli('ablate', '--out', out, '--json', ...options);
    assert.deepEqual([code, stdout], [1, ''], options.join(' '));
    assert.match(stderr, says);
  }
  assert.equal(await text('ablation.json'), before);
});

test('a seed is added; a failed run is passed over and told, until it is to be tried again', async () => {
  const interrupted = startCli('ablate', '--out', out, '--seeds', '1,2,3', '--json');
  await reachStep(interrupted, join(out, 'centre-seed3', 'metrics.jsonl'), 1);
  interrupted.child.kill('SIGINT');
  const stopped = await interrupted.ended;
  assert.deepEqual([stopped.code, stopped.stdout], [130, '']);
  const failure: RunEvent = {
    type: 'failed',
    step: (await eventsOf('centre-seed3')).at(-1)?.step ?? 0,
    time: new Date().toISOString(),
    code: 'run.metric-not-finite',
    message: 'Its loss was no number.',
    hint: 'Lower the rate.',
  };
  await appendFile(join(out, 'centre-seed3', 'events.jsonl'), `${JSON.stringify(failure)}\n`);

  const passed = await runCli('ablate', '--out', out, '--json');
  assert.equal(passed.code, 1);
  const partial = ablationReportSchema.parse(JSON.parse(passed.stdout));
  const failed = partial.runs.find(({ id }) => id === 'centre-seed3');
  assert.deepEqual([failed?.state, failed?.measured], ['failed', false]);
  assert.match(failed?.problem ?? '', /Its loss was no number/);
  assert.deepEqual(
    partial.cells.map(({ name, seeds }) => [name, seeds]),
    [
      ['centre', [1, 2]],
      ['critiqueShare-1', [1, 2, 3]],
    ],
  );

  const retried = await runCli('ablate', '--out', out, '--retry', '--json');
  const whole = ablationReportSchema.parse(documentOf(retried));
  assert.deepEqual(
    whole.cells.map(({ seeds }) => seeds),
    [
      [1, 2, 3],
      [1, 2, 3],
    ],
  );
  assert.deepEqual(ablationRecordSchema.parse(JSON.parse(await text('ablation.json'))).seeds, [1, 2, 3]);
});

test('a run of another configuration in a cell’s place is refused', async () => {
  const file = join(out, 'centre-seed1', 'run.json');
  const record = await readFile(file, 'utf8');
  await writeFile(file, record.replace('"groupSize": 4', '"groupSize": 5'));
  const { code, stderr } = await runCli('ablate', '--out', out, '--report');
  assert.equal(code, 1);
  assert.ok(stderr.includes(join(out, 'centre-seed1')) && stderr.includes('another configuration'), stderr);
});

test('options that mean nothing are wrong usage, and a report of no ablation is a failure', async () => {
  const nowhere = join(small.path, 'nowhere');
  for (const [options, says] of [
    [['--plan', '--report'], /--plan and --report/],
    [['--shares', '0.1,much'], /--shares takes numbers .*"much"/],
    [['--switches', 'soon'], /--switches takes plateau, step:N and never, not "soon"/],
    [['--seeds', '1,1.5'], /--seeds takes whole numbers from 0, not "1.5"/],
  ] as const) {
    const ended = await runCli('ablate', '--out', nowhere, ...options);
    assert.equal(ended.code, 2, options.join(' '));
    assert.match(ended.stderr, says);
  }
  const { code, stderr } = await runCli('ablate', '--out', nowhere, '--report');
  assert.equal(code, 1);
  assert.match(stderr, /there is no ablation\.json/);
  await assert.rejects(stat(nowhere));
});
