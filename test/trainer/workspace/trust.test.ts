import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestRun } from '../../../trainer/protocol/workspace.ts';
import { coverageOf, type TestRuns } from '../../../trainer/workspace/trust.ts';

type Status = TestRun['status'];

const run = (status: Status, output = ''): TestRun => ({
  file: 'a.test.ts',
  framework: 'node:test',
  status,
  seconds: 2,
  output,
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

test('of a file that cannot be run the error is told, wherever it stands in what was printed', () => {
  const reason = (output: string): string | undefined => {
    const marked = run('unusable', output);
    const test = { file: 'a.test.ts', framework: 'node:test' } as const;
    return coverageOf([{ test, marked, plain: null, reached: new Set() }], 1).unused[0]?.reason;
  };
  const node =
    "node:internal/modules\n\nError [ERR_MODULE_NOT_FOUND]: Cannot find module 'x'\n  code: 'E'\n\nNode.js v24.21.0\n";
  assert.equal(reason(node), "Error [ERR_MODULE_NOT_FOUND]: Cannot find module 'x'");
  const pytest =
    "import x\nE   ModuleNotFoundError: No module named 'x'\n=== short test summary ===\nERROR a.py\n1 error\n";
  assert.equal(reason(pytest), "E   ModuleNotFoundError: No module named 'x'");
  assert.equal(reason(`${'x'.repeat(300)}\n`)?.length, 200);
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
