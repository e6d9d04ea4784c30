import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { listCheckpoints } from '../../../trainer/run/checkpoint.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newRun, outcome, startToy, trainToy } from './fixtures/toy-run.ts';

/** A shell whose programs may not write files longer than this; the system then fails as it does for a full disk. */
const atMost = (kilobytes: number): string[] => ['bash', '-c', `ulimit -f ${kilobytes}; exec "$@"`, 'bash'];

const skip = process.platform === 'win32';

test(
  'a journal that may not grow ends the run with whole lines, and the run goes on when there is room',
  { skip },
  async () => {
    await using root = await temporaryFolder();
    const whole = await newRun(root.path, 'whole');
    await trainToy(whole, { steps: 30 });

    const cut = await newRun(root.path, 'cut');
    const failed = await startToy(cut, { steps: 30 }, { wrapper: atMost(4) }).ended;
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /^run\.disk-full: Writing .*\/cut\/(metrics|events)\.jsonl failed/);
    for (const journal of [cut.metrics, cut.events]) {
      const text = await readFile(journal, 'utf8');
      assert.ok(text.endsWith('}\n') && text.length <= 4096);
    }
    assert.ok(!(await readdir(cut.path)).includes('lock.json'));

    await trainToy(cut, { steps: 30 });
    assert.deepEqual(await outcome(cut, 30), await outcome(whole, 30));
  },
);

test('a checkpoint that does not fit leaves no trace, and those before it stay', { skip }, async () => {
  await using root = await temporaryFolder();
  const folder = await newRun(root.path, 'run');
  await trainToy(folder, { steps: 3 });
  const before = await readdir(folder.checkpoints);

  const failed = await startToy(folder, { steps: 5, ballast: 100_000 }, { wrapper: atMost(32) }).ended;
  assert.equal(failed.code, 1);
  assert.match(
    failed.stderr,
    /^run\.disk-full: Saving the checkpoint .*step-000004 failed because there is no room/,
  );
  assert.deepEqual(await readdir(folder.checkpoints), before);
  assert.deepEqual(await listCheckpoints(folder), [0, 2, 3]);

  await trainToy(folder, { steps: 5 });
  const whole = await newRun(root.path, 'whole');
  await trainToy(whole, { steps: 5 });
  assert.deepEqual(await outcome(folder, 5), await outcome(whole, 5));
});
