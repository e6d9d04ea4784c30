import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { Observer } from '../../../extension/panel/observer.ts';
import { PanelSession, shownRuns } from '../../../extension/panel/session.ts';
import type { RunEntry } from '../../../extension/run/store.ts';
import type { PanelMessage } from '../../../trainer/protocol/panel.ts';
import type { PanelView } from '../../../trainer/protocol/panel-request.ts';
import { PROTOCOL_VERSION } from '../../../trainer/protocol/version.ts';
import { entryOf } from '../../support/run-entries.ts';
import { appendSteps, sampleRows, writeRun, writeSamples } from '../../support/written-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const view: PanelView = { runs: [], metrics: [], range: null };
const ready = { type: 'ready', protocol: PROTOCOL_VERSION, view };

/** A session over runs that the test changes, and what it did. */
function sessionOver(entries: RunEntry[]) {
  const posted: PanelMessage[] = [];
  const done: string[] = [];
  const reported: string[] = [];
  const session = new PanelSession(
    {
      runs: () => entries,
      perform: (action, folder) => Promise.resolve(void done.push(`${action} ${folder}`)),
      command: (command, folder) => Promise.resolve(void done.push(`${command} ${folder}`)),
      exportChart: ({ chart }) => Promise.resolve(void done.push(`export ${chart}`)),
      train: () => Promise.resolve(void done.push('train')),
      post: (message) => void posted.push(message),
      report: ({ code }) => void reported.push(code),
    },
    new Observer(),
  );
  const snapshots = () => posted.filter((message) => message.type === 'snapshot');
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await sleep(10);
  };
  return {
    session,
    posted,
    done,
    reported,
    snapshots,
    until,
    [Symbol.dispose]: () => session[Symbol.dispose](),
  };
}

test('a page that says it is ready gets everything, also when it says so again', async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 12 });
  using page = sessionOver([entryOf(path, 'run', { step: 12 })]);
  await page.session.receive(ready);
  await page.session.receive(ready);
  assert.deepEqual(
    page.snapshots().map(({ shown }) => shown[0]?.frames.steps.step.length),
    [12, 12],
  );
});

test('a page of another version is refused and gets nothing else', async () => {
  using page = sessionOver([]);
  await page.session.receive({ type: 'ready', protocol: 99, view: 'unknown to us' });
  assert.deepEqual(
    page.posted.map(({ type }) => type),
    ['refused'],
  );
});

test('a message of no known form changes nothing and is answered with a failure', async () => {
  using page = sessionOver([]);
  for (const message of [null, 7, { type: 'perform', action: 'format-disk', run: '/' }, { type: 'view' }]) {
    await page.session.receive(message);
  }
  assert.deepEqual(new Set(page.reported), new Set(['panel.request-invalid']));
  assert.deepEqual(
    page.posted.map(({ type }) => type),
    ['failed', 'failed', 'failed', 'failed'],
  );
  assert.deepEqual(page.done, []);
});

test('no folder is opened for the page but those of known runs', async () => {
  using page = sessionOver([]);
  const run = '/etc';
  await page.session.receive({ type: 'log', query: { run, level: 'info', pages: 1 } });
  await page.session.receive({
    type: 'samples',
    query: { run, task: 'any', reward: 'any', timeouts: false, from: null },
  });
  await page.session.receive({
    type: 'text',
    place: { run, step: 1, row: 0, completion: null, field: 'prompt' },
    from: 0,
  });
  await page.session.receive({ type: 'command', run, command: 'openLog' });
  await page.session.receive({ type: 'perform', run, action: 'delete' });
  assert.deepEqual(page.reported, Array(5).fill('shell.run-gone'));
  assert.deepEqual(page.done, []);
});

test('only what a run allows at that moment is done to it', async () => {
  const entries = [entryOf('/runs/a', 'a', {}, { actions: ['resume'] })];
  using page = sessionOver(entries);
  await page.session.receive({ type: 'perform', run: '/runs/a', action: 'resume' });
  await page.session.receive({ type: 'perform', run: '/runs/a', action: 'pause' });
  assert.deepEqual(page.done, ['resume /runs/a']);
  assert.deepEqual(page.reported, ['shell.not-possible']);
});

test('commands, exports and training reach the host', async () => {
  using page = sessionOver([entryOf('/runs/a', 'a')]);
  await page.session.receive({ type: 'command', run: '/runs/a', command: 'exportMetrics' });
  await page.session.receive({ type: 'exportChart', chart: 'reward', axis: 'step', smoothing: 0.5, view });
  await page.session.receive({ type: 'train' });
  assert.deepEqual(page.done, ['exportMetrics /runs/a', 'export reward', 'train']);
});

test('a change is told, and one that says nothing new is not', async () => {
  await using root = await temporaryFolder();
  const run = { id: 'run', steps: 2 };
  const folder = await writeRun(root.path, run);
  using page = sessionOver([entryOf(folder.path, 'run', { step: 2 })]);
  await page.session.receive(ready);
  await page.session.receive({ type: 'view', view });
  assert.equal(page.snapshots().length, 1);
  await appendSteps(folder, 3, { ...run, steps: 4 });
  page.session.changed();
  await page.until(() => page.snapshots().length === 2);
  assert.equal(page.snapshots()[1]?.shown[0]?.frames.steps.step.at(-1), 4);
});

test('a hidden page gets nothing, and everything once it is shown', async () => {
  await using root = await temporaryFolder();
  const { path } = await writeRun(root.path, { id: 'run', steps: 1 });
  using page = sessionOver([entryOf(path, 'run')]);
  await page.session.receive(ready);
  page.session.visible(false);
  page.session.changed();
  await page.session.receive({ type: 'view', view });
  assert.equal(page.snapshots().length, 1);
  page.session.visible(true);
  await page.until(() => page.snapshots().length === 2);
});

test('a run that is trained is looked at again by itself', async () => {
  await using root = await temporaryFolder();
  const run = { id: 'run', steps: 1 };
  const folder = await writeRun(root.path, run);
  using page = sessionOver([entryOf(folder.path, 'run', { state: 'running' })]);
  await page.session.receive(ready);
  await appendSteps(folder, 2, { ...run, steps: 2 });
  await page.until(() => page.snapshots().at(-1)?.shown[0]?.frames.steps.step.at(-1) === 2);
});

test('a run that is asked for from outside is named in the snapshot', async () => {
  using page = sessionOver([]);
  page.session.show({ id: 'wish', runs: ['/runs/a'] });
  await page.session.receive(ready);
  assert.deepEqual(page.snapshots()[0]?.focus, { id: 'wish', runs: ['/runs/a'] });
});

test('samples and log answer the question that they carry', async () => {
  await using root = await temporaryFolder();
  const folder = await writeRun(root.path, { id: 'run', steps: 1 });
  await writeSamples(folder, 1, sampleRows(1));
  using page = sessionOver([entryOf(folder.path, 'run')]);
  const query = { run: folder.path, task: 'solve', reward: 'any', timeouts: false, from: null } as const;
  await page.session.receive({ type: 'samples', query });
  await page.session.receive({ type: 'log', query: { run: folder.path, level: 'step', pages: 1 } });
  const [samples, log] = page.posted;
  assert.ok(samples?.type === 'samples' && log?.type === 'log');
  assert.deepEqual(samples.query, query);
  assert.equal(log.entries.length, 1);
});

test('a run that cannot be read is shown with its problem, and others beside it', async () => {
  await using root = await temporaryFolder();
  const good = await writeRun(root.path, { id: 'good', steps: 3 });
  await writeFile(`${root.path}/run.json`, 'damaged');
  using page = sessionOver([
    entryOf(root.path, 'bad', { state: 'unreadable', problem: 'It is damaged.' }),
    entryOf(good.path, 'good', { step: 3 }),
  ]);
  await page.session.receive({ ...ready, view: { ...view, runs: [root.path, good.path] } });
  const shown = page.snapshots()[0]?.shown ?? [];
  assert.deepEqual(
    shown.map(({ state, problem, frames }) => [state, problem, frames.steps.step.length]),
    [
      ['unreadable', 'It is damaged.', 0],
      ['stopped', null, 3],
    ],
  );
});

test('runs that are gone are not shown, and without any the newest is', () => {
  const [a, b] = [entryOf('/a', 'a'), entryOf('/b', 'b')];
  const ids = (folders: string[]) => shownRuns([a, b], folders).map(({ summary }) => summary.id);
  assert.deepEqual(ids(['/b', '/gone', '/b', '/a']), ['b', 'a']);
  assert.deepEqual(ids(['/gone']), ['a']);
  assert.deepEqual(ids([]), ['a']);
  assert.deepEqual(shownRuns([], ['/a']), []);
});
