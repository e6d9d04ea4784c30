import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestRun } from '../../../trainer/protocol/workspace.ts';
import { coverageOf, type TestRuns } from '../../../trainer/workspace/trust.ts';

type Status = TestRun['status'];

const run = (status: Status, output = ''): TestRun => ({
  ...{ file: 'a.test.ts', framework: 'node:test', status, seconds: 2, output },
});

function judged(marked: Status | null, plain: Status | null, reached: readonly number[] = [3]): string {
  const runs: TestRuns = {
    test: { file: 'a.test.ts', framework: 'node:test' },
    marked: marked === null ? null : run(marked, 'first line\n\n  why not  \n'),
    plain: plain === null ? null : run(plain),
    reached: new Set(reached),
  };
  const { used, unused } = coverageOf([runs], 60_000);
  assert.equal(used.length + unused.length, 1);
  return unused[0]?.reason ?? `used: ${used[0]?.seconds}`;
}

test('a test file is used that passes both times and runs a function that can be judged', () => {
  assert.equal(judged('passed', 'passed'), 'used: 2');
  assert.equal(judged('passed', 'passed', []), 'runs none of the documented functions');
});

test('every other one is named with why', () => {
  assert.equal(judged('failed', 'failed'), 'does not pass');
  assert.equal(judged('passed', 'failed'), 'does not pass every time');
  assert.equal(
    judged('failed', 'passed'),
    'does not pass every time, or not with the marks that tell what it runs',
  );
  assert.equal(judged('timed out', null), 'takes longer than 60 s');
  assert.equal(judged('passed', 'timed out'), 'takes longer than 60 s');
  assert.equal(judged('unusable', null), 'why not');
  assert.equal(judged('passed', 'unusable'), 'no test was found in it');
  assert.equal(judged(null, null), 'there was no time for it');
  assert.equal(judged('passed', null), 'there was no time for it');
  assert.equal(judged('failed', null), 'there was no time for it');
});
