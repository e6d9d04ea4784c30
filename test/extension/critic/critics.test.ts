/** The critics that can be used, and how they look. */
import assert from 'node:assert/strict';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { criticItem } from '../../../extension/critic/critic-item.ts';
import { Critics } from '../../../extension/critic/critics.ts';
import { runName } from '../../../extension/run/names.ts';
import type { RunEntry } from '../../../extension/run/store.ts';
import { readCriticInfo } from '../../../trainer/critic/server/info.ts';
import { changeRecord } from '../../process/critic-support.ts';
import { openWorkshop } from '../../support/critic.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { MapMemory } from './samples.ts';

let workshop: Awaited<ReturnType<typeof openWorkshop>>;
before(async () => {
  workshop = await openWorkshop();
  await workshop.make({ maxCritiqueTokens: 4 });
});
after(() => workshop[Symbol.asyncDispose]());

const run = (folder: string, id: string): RunEntry => ({
  summary: {
    id,
    folder,
    state: 'finished',
    createdAt: null,
    step: 1,
    steps: 1,
    best: null,
    pid: null,
    problem: null,
  },
  name: runName(id),
  status: null,
  contact: 'none',
  host: null,
  actions: [],
  secondsLeft: null,
});

async function openCritics(folder: string) {
  const [done, going] = [join(folder, 'done'), join(folder, 'going')];
  await mkdir(going);
  await cp(workshop.input.directory, join(done, 'critic'), { recursive: true });
  const [workspace, user] = [new MapMemory(), new MapMemory()];
  const runs = { runs: [run(going, 'going'), run(done, 'done')] };
  const critics = new Critics({ workspace, user, runs });
  await critics.refresh();
  return {
    critics,
    done: join(done, 'critic'),
    reopen: () => new Critics({ workspace, user, runs }),
    user,
    runs,
  };
}

test('critics are those of the runs that have one, and of the folders that were added', async () => {
  await using folder = await temporaryFolder();
  const { critics, done, reopen } = await openCritics(folder.path);
  const mine = join(folder.path, 'mine');
  await cp(workshop.input.directory, mine, { recursive: true });
  assert.equal(await critics.add(mine), mine);
  // A run's folder stands for the critic in it, which is listed once.
  assert.equal(await critics.add(join(folder.path, 'done')), done);
  const again = reopen();
  await again.refresh();
  for (const each of [critics, again]) {
    assert.deepEqual(
      each.entries.map(({ name, added }) => [name, added]),
      [
        ['done', false],
        ['mine', true],
      ],
    );
  }
  await critics.remove(mine);
  assert.deepEqual(
    critics.entries.map(({ name }) => name),
    ['done'],
  );
});

test('a critic is called like its run, to the second where another run has the same minute', async () => {
  await using folder = await temporaryFolder();
  const ids = ['2026-11-22-1430-05-3fa9', '2026-11-22-1430-41-0c11'];
  const [made = '', other = ''] = ids.map((id) => join(folder.path, id));
  await mkdir(join(made, 'critic'), { recursive: true });
  await writeFile(join(made, 'critic', 'critic.json'), '{}');
  const runs = { runs: [run(made, ids[0] ?? ''), run(other, ids[1] ?? '')] };
  const critics = new Critics({ workspace: new MapMemory(), user: new MapMemory(), runs });
  await critics.refresh();
  const [entry = assert.fail()] = critics.entries;
  assert.match(criticItem(entry, false).label, /^Nov 2[123], \d\d:\d\d:05/);
  assert.equal(critics.titleOf(ids[0] ?? ''), entry.title);
});

test('the active critic is remembered, also by workspaces that have not chosen', async () => {
  await using folder = await temporaryFolder();
  const { critics, done, reopen, user, runs } = await openCritics(folder.path);
  let changes = 0;
  critics.onDidChange(() => (changes += 1));
  assert.equal(critics.active, null);
  await critics.activate(done);
  assert.equal(changes, 1);
  assert.equal(reopen().active, done);
  const elsewhere = new Critics({ workspace: new MapMemory(), user, runs });
  assert.equal(elsewhere.active, done);
  await elsewhere.activate(null);
  assert.equal(elsewhere.active, null);
  assert.equal(critics.active, done);
});

test('a folder without a critic is a named error, and one that is damaged is listed with its problem', async () => {
  await using folder = await temporaryFolder();
  const { critics } = await openCritics(folder.path);
  await assert.rejects(critics.add(folder.path), { code: 'critique.not-a-critic' });
  const mine = join(folder.path, 'mine');
  await cp(workshop.input.directory, mine, { recursive: true });
  await critics.add(mine);
  await writeFile(join(mine, 'critic.json'), '{}');
  await critics.refresh();
  const [, damaged] = critics.entries;
  assert.equal(damaged?.record, null);
  assert.notEqual(damaged?.problem, null);
  await rm(mine, { recursive: true });
  await critics.refresh();
  assert.equal(critics.entries[1]?.problem, 'missing');
});

test('a critic that is replaced in its folder is another one', async () => {
  await using folder = await temporaryFolder();
  const { critics, done } = await openCritics(folder.path);
  await critics.activate(done);
  const before = critics.identity;
  assert.deepEqual(before, { folder: done, hash: (await readCriticInfo(done)).hash });
  let changes = 0;
  critics.onDidChange(() => (changes += 1));
  await changeRecord(done, { createdAt: '2026-11-23T12:00:00.000Z' });
  await critics.refresh();
  assert.equal(changes, 1);
  assert.equal(critics.identity.folder, done);
  assert.notEqual(critics.identity.hash, before.hash);
});

test('a critic shows its held-out figures, and menus know what can be done with it', async () => {
  await using folder = await temporaryFolder();
  const { critics } = await openCritics(folder.path);
  const [entry = assert.fail()] = critics.entries;
  const record = entry.record ?? assert.fail();
  const heldOut = {
    n: 400,
    accuracy: 0.7,
    balancedAccuracy: 0.731,
    tpr: 0.7,
    tnr: null,
    auroc: 0.8,
    ece: 0.1,
    abstained: 3,
  };
  const look = criticItem({ ...entry, record: { ...record, heldOut } }, true);
  assert.deepEqual(
    [look.label, look.description, look.contextValue],
    ['done', 'active · 73% balanced accuracy', 'critic active'],
  );
  assert.deepEqual(look.tooltip.slice(1, 4), [
    ['Held-out balanced accuracy', '73% (400)'],
    ['Correct recognised (TPR)', '70%'],
    ['Incorrect recognised (TNR)', '—'],
  ]);
  const drift = { n: 100, mean: 0.0136, max: 0.065, flipped: 3 };
  const smaller = criticItem({ ...entry, record: { ...record, precision: 'int4', drift } }, true);
  assert.deepEqual(
    [look, smaller].map(({ tooltip }) => tooltip.find(([name]) => name === 'Precision')?.[1]),
    ['fp32', 'int4 (P(correct) ±1.4 points, at most 6.5; 3 of 100 verdicts differ)'],
  );
  const unmeasured = criticItem({ ...entry, added: true, record: { ...record, heldOut: null } }, false);
  assert.deepEqual(
    [unmeasured.description, unmeasured.contextValue],
    ['not measured', 'critic usable added'],
  );
  const broken = criticItem({ ...entry, record: null, problem: 'missing' }, false);
  assert.deepEqual(
    [broken.description, broken.icon, broken.contextValue],
    ['cannot be used', 'error', 'critic'],
  );
});
