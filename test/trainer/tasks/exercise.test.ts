import assert from 'node:assert/strict';
import test from 'node:test';
import type { Problem } from '../../../trainer/protocol/data.ts';
import type { CaseOutcome } from '../../../trainer/sandbox/types.ts';
import { defaultLimits, grade, jobFor } from '../../../trainer/tasks/exercise.ts';
import type { Grade } from '../../../trainer/tasks/exercise.ts';

const base = { id: 'p', question: 'q', language: 'python' as const };
const calls: Problem = {
  ...base,
  entryPoint: 'double',
  tests: [
    { input: [1], expected: 2 },
    { input: [[1, 2]], expected: [1, 2, 1, 2] },
  ],
};
const program: Problem = {
  ...base,
  io: [
    { stdin: '1\n', stdout: '2\n' },
    { stdin: '3\n', stdout: '6\n' },
  ],
};
const asserted: Problem = { ...base, testCode: 'assert double(1) == 2' };

const returned = (value: string | number | null | number[]): CaseOutcome => ({
  status: 'returned',
  value,
  stdout: '',
});

function gradeOf(problem: Problem, ...cases: CaseOutcome[]): Grade {
  return grade(problem, { cases, milliseconds: 1 });
}

test('a job for calls has the inputs and none of the expected values', () => {
  assert.deepEqual(jobFor(calls, 'program text'), {
    language: 'python',
    program: 'program text',
    exercise: { kind: 'calls', entryPoint: 'double', inputs: [[1], [[1, 2]]] },
    limits: defaultLimits,
  });
});

test('a job for programs has what they read and not what they should print', () => {
  const limits = { timeMs: 1, memoryBytes: 2, outputBytes: 3 };
  const job = jobFor(program, 'x', limits);
  assert.deepEqual(job.exercise, { kind: 'stdin', inputs: ['1\n', '3\n'] });
  assert.equal(job.limits, limits);
});

test('a job for test code carries it, and the name that it tests where there is one', () => {
  const testCode = 'assert double(1) == 2';
  assert.deepEqual(jobFor(asserted, 'x').exercise, { kind: 'testCode', testCode });
  const named = jobFor({ ...asserted, entryPoint: 'double' }, 'x').exercise;
  assert.deepEqual(named, { kind: 'testCode', testCode, entryPoint: 'double' });
});

test('returned values are compared and a difference is described', () => {
  assert.deepEqual(gradeOf(calls, returned(2), returned([1, 2])), {
    kind: 'graded',
    passed: 1,
    total: 2,
    passRate: 0.5,
    timeouts: 0,
    failures: [{ test: 1, status: 'wrong', detail: 'returned [1,2], expected [1,2,1,2]' }],
  });
});

test('outputs are compared and a difference is described', () => {
  const result = gradeOf(program, returned('2\n'), returned('7\n'));
  assert.ok(result.kind === 'graded');
  assert.equal(result.passRate, 0.5);
  assert.deepEqual(result.failures, [
    { test: 1, status: 'wrong', detail: 'printed "7\\n", expected "6\\n"' },
  ]);
});

test('test code is one test, passed when nothing was raised', () => {
  const passes = gradeOf(asserted, returned(null));
  assert.ok(passes.kind === 'graded');
  assert.deepEqual([passes.passRate, passes.total], [1, 1]);
  const raises = gradeOf(asserted, { status: 'raised', error: 'AssertionError', stdout: '' });
  assert.ok(raises.kind === 'graded');
  assert.deepEqual(raises.failures, [{ test: 0, status: 'raised', detail: 'AssertionError' }]);
  assert.equal(raises.passRate, 0);
});

test('every other ending is a failure that names how it ended, and timeouts are counted', () => {
  for (const status of ['raised', 'timeout', 'memory', 'output', 'crashed'] as const) {
    const result = gradeOf(calls, returned(2), { status, error: 'why', stdout: '' });
    assert.ok(result.kind === 'graded');
    assert.deepEqual(result.failures, [{ test: 1, status, detail: 'why' }]);
    assert.equal(result.passRate, 0.5);
    assert.equal(result.timeouts, status === 'timeout' ? 1 : 0);
  }
});

test('leaving the process in the middle of a call or of test code is a failure', () => {
  const exited: CaseOutcome = { status: 'exited', error: 'exit code 0', stdout: '' };
  for (const result of [gradeOf(calls, returned(2), exited), gradeOf(asserted, exited)]) {
    assert.ok(result.kind === 'graded');
    assert.equal(result.failures[0]?.status, 'exited');
  }
});

test('a case without an answer is a failure', () => {
  const result = gradeOf(calls, returned(2));
  assert.ok(result.kind === 'graded');
  assert.deepEqual(result.failures, [{ test: 1, status: 'crashed', detail: 'the sandbox gave no answer' }]);
});

test('whatever the sandbox does not support leaves the whole solution ungraded', () => {
  const outcome: CaseOutcome = { status: 'unsupported', error: 'No module named numpy', stdout: '' };
  assert.deepEqual(gradeOf(calls, returned(3), outcome), {
    kind: 'unlabelled',
    reason: 'No module named numpy',
  });
});

test('at most five failures are listed and long values are cut', () => {
  const many: Problem = {
    ...base,
    entryPoint: 'f',
    tests: Array.from({ length: 20 }, () => ({ input: [], expected: 'x'.repeat(1000) })),
  };
  const result = gradeOf(many, ...Array.from({ length: 20 }, () => returned('y')));
  assert.ok(result.kind === 'graded');
  assert.equal(result.passRate, 0);
  assert.deepEqual(
    result.failures.map((failure) => failure.test),
    [0, 1, 2, 3, 4],
  );
  assert.ok((result.failures[0]?.detail.length ?? 0) < 400);
});

test('a program of LiveCodeBench is judged by what it printed, whatever code it ends with', () => {
  const exited: CaseOutcome = { status: 'exited', error: 'exit code 1', stdout: '6\n' };
  const result = gradeOf({ ...program, source: 'livecodebench' }, exited, exited);
  assert.ok(result.kind === 'graded');
  assert.deepEqual([result.passed, result.failures[0]?.status], [1, 'wrong']);
  const elsewhere = gradeOf({ ...program, source: 'taco' }, exited, exited);
  assert.ok(elsewhere.kind === 'graded' && elsewhere.passed === 0);
});
