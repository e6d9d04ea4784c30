import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CheckpointChoice, RunContents } from '../../../extension/run/contents.ts';
import { contentsOf, startFiles } from '../../../extension/run/contents.ts';
import type { PerformTools, Resumption, RunDialogs } from '../../../extension/run/perform.ts';
import { performAction } from '../../../extension/run/perform.ts';
import type { RunAction, RunEntry } from '../../../extension/run/store.ts';
import type { CommandBody } from '../../../trainer/protocol/control.ts';
import { acquireLock } from '../../../trainer/run/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, trainToy } from '../../trainer/run/fixtures/toy-run.ts';
import { entry, running } from '../support/entries.ts';

interface Answers {
  readonly delete?: () => Promise<boolean> | boolean;
  readonly endProcess?: boolean;
  readonly takeOver?: boolean;
  readonly checkpoint?: number;
  readonly steps?: number;
}

/** A user with fixed answers, who notes what they were asked. */
class User implements RunDialogs {
  readonly asked: unknown[] = [];
  readonly discarded: string[] = [];
  readonly revealed: string[] = [];
  readonly errors: { code: string; message: string }[] = [];
  readonly #answers: Answers;

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  async confirmDelete(_entry: RunEntry, contents: RunContents): Promise<boolean> {
    this.asked.push(contents);
    return (await this.#answers.delete?.()) ?? false;
  }

  confirmEndProcess({ summary }: RunEntry): Promise<boolean> {
    this.asked.push(summary.pid);
    return Promise.resolve(this.#answers.endProcess ?? false);
  }

  confirmTakeOver(_entry: RunEntry, host: string): Promise<boolean> {
    this.asked.push(host);
    return Promise.resolve(this.#answers.takeOver ?? false);
  }

  chooseCheckpoint(_entry: RunEntry, checkpoints: readonly CheckpointChoice[]): Promise<number | undefined> {
    this.asked.push(checkpoints);
    return Promise.resolve(this.#answers.checkpoint);
  }

  askSteps({ summary }: RunEntry): Promise<number | undefined> {
    this.asked.push(summary.step);
    return Promise.resolve(this.#answers.steps);
  }

  reveal(folder: string): Promise<void> {
    this.revealed.push(folder);
    return Promise.resolve();
  }

  discard(paths: readonly string[]): Promise<void> {
    this.discarded.push(...paths);
    return Promise.resolve();
  }

  showError(cause: unknown): void {
    this.errors.push(cause as { code: string; message: string });
  }
}

interface Done {
  readonly said: (readonly [string, CommandBody])[];
  readonly resumed: (readonly [string, Resumption])[];
  readonly ended: string[];
  readonly taken: (readonly [string, string])[];
  refreshes: number;
}

async function perform(action: RunAction, run: RunEntry, user: User): Promise<Done> {
  const done: Done = { said: [], resumed: [], ended: [], taken: [], refreshes: 0 };
  const tools: PerformTools = {
    dialogs: user,
    get: (folder) => (folder === run.summary.folder ? run : undefined),
    steer: (folder, command) => {
      done.said.push([folder, command]);
      return Promise.resolve(running);
    },
    resume: (folder, resumption) => Promise.resolve(void done.resumed.push([folder, resumption])),
    endTrainer: (folder) => Promise.resolve(void done.ended.push(folder)),
    takeOver: (folder, host) => Promise.resolve(void done.taken.push([folder, host])),
    refresh: () => Promise.resolve(void (done.refreshes += 1)),
  };
  await performAction(action, run.summary.folder, tools);
  return done;
}

test('each word to the trainer is the command of the protocol', async () => {
  const live = entry({ status: running });
  const commands: [RunAction, CommandBody][] = [
    ['pause', { type: 'pause' }],
    ['stopAndSave', { type: 'stop', save: true }],
    ['stop', { type: 'stop', save: false }],
  ];
  for (const [action, command] of commands) {
    const { said, refreshes } = await perform(action, live, new User());
    assert.deepEqual([said, refreshes], [[['/runs/mine', command]], 1]);
  }
  const paused = entry({ status: { ...running, state: 'paused' } });
  assert.deepEqual((await perform('unpause', paused, new User())).said, [
    ['/runs/mine', { type: 'unpause' }],
  ]);
});

test('what is not possible is not done, and the user is told the state', async () => {
  const user = new User();
  const { said, refreshes } = await perform('pause', entry({ state: 'finished' }), user);
  assert.deepEqual([said, refreshes, user.errors[0]?.code], [[], 1, 'shell.not-possible']);
  assert.match(user.errors[0]?.message ?? '', /“Pause” is not possible for mine, which is finished/);
});

test('the process of a silent trainer is ended after a yes, and not without', async () => {
  const silent = entry({ state: 'running', pid: 4711, contact: 'silent' });
  const no = new User();
  assert.deepEqual([(await perform('endProcess', silent, no)).ended, no.asked], [[], [4711]]);
  const { ended, refreshes } = await perform('endProcess', silent, new User({ endProcess: true }));
  assert.deepEqual([ended, refreshes], [['/runs/mine'], 1]);
});

test('a run that another machine holds is taken over after a yes, and not without', async () => {
  const held = entry({ state: 'running', pid: 4711, contact: 'elsewhere' });
  const no = new User();
  assert.deepEqual([(await perform('takeOver', held, no)).taken, no.asked], [[], ['old-box']]);
  const { taken } = await perform('takeOver', held, new User({ takeOver: true }));
  assert.deepEqual(taken, [['/runs/mine', 'old-box']]);
});

test('revealing shows the folder', async () => {
  const user = new User();
  await perform('reveal', entry(), user);
  assert.deepEqual(user.revealed, ['/runs/mine']);
});

test('a run with several checkpoints is resumed from the one that is chosen', async () => {
  await using root = await temporaryFolder();
  const trained = await newRun(root.path, 'trained', { checkpoint: { keep: 3 } });
  await trainToy(trained, { steps: 4 });
  const run = entry({ folder: trained.path });
  const user = new User({ checkpoint: 3 });
  assert.deepEqual((await perform('resume', run, user)).resumed, [[trained.path, { fromStep: 3 }]]);
  const offered = user.asked[0] as CheckpointChoice[];
  assert.deepEqual(
    offered.slice(0, 3).map(({ step, isNewest }) => [step, isNewest]),
    [
      [4, true],
      [3, false],
      [2, false],
    ],
  );
  assert.equal(offered.filter(({ best }) => best !== null).length, 1, 'the best one says so');
  // The newest is left to the trainer, which can fall back from it.
  assert.deepEqual((await perform('resume', run, new User({ checkpoint: 4 }))).resumed, [[trained.path, {}]]);
  assert.deepEqual((await perform('resume', run, new User())).resumed, []);
});

test('where there is no choice of checkpoints there is no question', async () => {
  await using root = await temporaryFolder();
  const { path } = await newRun(root.path, 'run');
  const user = new User();
  assert.deepEqual((await perform('resume', entry({ folder: path }), user)).resumed, [[path, {}]]);
  assert.deepEqual(user.asked, []);
});

test('a finished run is extended to the number of steps that is asked for', async () => {
  const finished = entry({ state: 'finished', step: 75 });
  const { resumed } = await perform('extend', finished, new User({ steps: 150 }));
  assert.deepEqual(resumed, [['/runs/mine', { steps: 150 }]]);
  assert.deepEqual((await perform('extend', finished, new User())).resumed, []);
});

test('before a run is deleted everything in it is named, and without a yes it stays', async () => {
  await using root = await temporaryFolder();
  const run = await newRun(root.path, 'run');
  await trainToy(run, { steps: 3, ballast: 1_000_000 });
  const starts = startFiles(root.path, 'run').folder;
  await mkdir(starts, { recursive: true });
  await mkdir(run.critic);
  await writeFile(join(run.critic, 'critic.json'), '{}');
  const no = new User();
  await perform('delete', entry({ folder: run.path }), no);
  const contents = no.asked[0] as RunContents;
  assert.deepEqual(
    [contents.steps, contents.hasCritic, contents.outside, no.discarded],
    [3, true, [starts], []],
  );
  assert.ok(contents.checkpoints >= 2 && contents.bytes > 2_000_000, JSON.stringify(contents));
  const yes = new User({ delete: () => true });
  await perform('delete', entry({ folder: run.path }), yes);
  assert.deepEqual(yes.discarded, [run.path, starts]);
});

test('a run that somebody has resumed while the question was open is not deleted', async () => {
  await using root = await temporaryFolder();
  const run = await newRun(root.path, 'run');
  const user = new User({
    delete: async () => {
      await acquireLock(run, join(run.path, 's'));
      return true;
    },
  });
  await perform('delete', entry({ folder: run.path }), user);
  assert.deepEqual([user.discarded, user.errors[0]?.code], [[], 'shell.still-training']);
});

test('a run without a critic and without a start of ours has nothing beside it', async () => {
  await using root = await temporaryFolder();
  const run = await newRun(root.path, 'run');
  const { hasCritic, outside, steps, checkpoints } = await contentsOf(run.path);
  assert.deepEqual([hasCritic, outside, steps, checkpoints], [false, [], 0, 0]);
});
