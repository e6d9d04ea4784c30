import assert from 'node:assert/strict';
import test from 'node:test';
import type { Problem, Solution } from '../../../trainer/protocol/data.ts';
import type { CaseOutcome, Job, JobOutcome, Sandbox } from '../../../trainer/sandbox/types.ts';
import { isCorrect, labelReport, labelSolutions, programKey } from '../../../trainer/tasks/label.ts';
import type { LabelOptions, LabelRow } from '../../../trainer/tasks/label.ts';
import { loadAll } from '../../../trainer/tasks/read.ts';

/**
 * Stands in for the sandbox. A program is a list of words, one a case: a number is returned, `wait` never ends
 * but by abort, `module` lacks a module, `?` returns what is expected the first time and `!` ever after, anything else
 * is raised. Missing words raise.
 */
class WordSandbox implements Sandbox {
  readonly level = { level: 'strong' as const, findings: [] };
  readonly workers = 4;
  readonly jobs: Job[] = [];

  async run(job: Job, { signal }: { readonly signal?: AbortSignal } = {}): Promise<JobOutcome> {
    this.jobs.push(job);
    const words = job.program.split(' ');
    if (words.includes('wait')) {
      await new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    }
    const count = job.exercise.kind === 'testCode' ? 1 : job.exercise.inputs.length;
    const isFirst = this.jobs.filter(({ program }) => program === job.program).length === 1;
    const cases = Array.from({ length: count }, (_, i) => {
      const word = words[i] ?? '';
      const isRight = word === '?' ? isFirst : word === '!' && !isFirst;
      return outcomeOf(isRight ? String(i + 1) : word, job);
    });
    return { cases, milliseconds: 1 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.resolve();
  }
}

function outcomeOf(word: string, job: Job): CaseOutcome {
  if (word === 'module') return { status: 'unsupported', error: 'No module named numpy', stdout: '' };
  const void_ = job.exercise.kind === 'testCode' && job.exercise.testCode === 'never called';
  if (!/^\d+$/.test(word) && !void_) return { status: 'raised', error: `raised ${word}`, stdout: '' };
  return { status: 'returned', value: job.exercise.kind === 'stdin' ? word : Number(word), stdout: '' };
}

/** Five tests that expect 1, 2, 3, 4, 5. */
function countingProblem(more: { readonly solution?: string } = {}): Problem {
  const tests = [1, 2, 3, 4, 5].map((expected) => ({ input: [expected], expected }));
  return { id: 'count', question: 'q', language: 'python', entryPoint: 'f', tests, ...more };
}

async function label(
  problems: readonly Problem[],
  programs: readonly string[],
  options: Partial<LabelOptions> = {},
): Promise<{ rows: LabelRow[]; jobs: readonly Job[] }> {
  const sandbox = new WordSandbox();
  const problemId = problems[0]?.id ?? 'none';
  const solutions = programs.map((solution, i): Solution => ({ id: `s${i}`, problemId, solution }));
  const byId = new Map(problems.map((problem) => [problem.id, problem]));
  const rows = await loadAll(labelSolutions({ problems: byId, solutions, sandbox, ...options }));
  return { rows, jobs: sandbox.jobs };
}

test('correct is strictly more than the threshold, or everything', () => {
  assert.equal(isCorrect(8 / 10, 0.8), false);
  assert.equal(isCorrect(24 / 30, 0.8), false);
  assert.equal(isCorrect(25 / 30, 0.8), true);
  assert.equal(isCorrect(1, 1), true);
  assert.equal(isCorrect(0.99, 1), false);
  assert.equal(isCorrect(0, 0), false);
  assert.equal(isCorrect(0.01, 0), true);
});

test('a solution is labelled by its pass rate at the paper’s threshold', async () => {
  const { rows } = await label([countingProblem()], ['1 2 3 4 5', '1 2 3 4 0', 'x']);
  assert.deepEqual(
    rows.map(({ id, problemId, passRate, correct, reason }) => [id, problemId, passRate, correct, reason]),
    [
      ['s0', 'count', 1, true, 'passes 5 of 5 tests'],
      ['s1', 'count', 0.8, false, 'passes 4 of 5 tests'],
      ['s2', 'count', 0, false, 'passes 0 of 5 tests'],
    ],
  );
  assert.deepEqual(rows[1]?.failures, [{ test: 4, status: 'wrong', detail: 'returned 0, expected 5' }]);
  assert.equal(rows[2]?.failures[0]?.status, 'raised');
});

test('another threshold labels otherwise', async () => {
  const { rows } = await label([countingProblem()], ['1 2 3 4 0'], { threshold: 0.79 });
  assert.equal(rows[0]?.correct, true);
});

test('a missing module leaves a solution unlabelled with the reason', async () => {
  const { rows } = await label([countingProblem()], ['1 2 module 4 5']);
  assert.deepEqual(rows, [
    {
      id: 's0',
      problemId: 'count',
      passRate: null,
      correct: null,
      reason: 'No module named numpy',
      failures: [],
    },
  ]);
});

test('a problem whose own solution fails leaves every solution unlabelled, and is examined once', async () => {
  const { rows, jobs } = await label([countingProblem({ solution: '1 2 3 9 9' })], ['1 2 3 4 5', 'x', 'y']);
  assert.deepEqual(
    rows.map((row) => row.correct),
    [null, null, null],
  );
  assert.match(
    rows[0]?.reason ?? '',
    /tests are broken: the problem's own solution passes 3 of 5 \(test 3: returned 9/,
  );
  assert.deepEqual(
    jobs.map((job) => job.program),
    ['1 2 3 9 9'],
  );
});

test('a problem whose own solution passes, or cannot be run, is labelled as usual', async () => {
  const passing = await label([countingProblem({ solution: '1 2 3 4 5' })], ['1 2 3 4 5', 'x']);
  assert.deepEqual(
    passing.rows.map((row) => row.correct),
    [true, false],
  );
  // The first solution is the reference again, and is not run again.
  assert.equal(passing.jobs.length, 2);
  const unsupported = await label([countingProblem({ solution: 'module' })], ['1 2 3 4 5']);
  assert.equal(unsupported.rows[0]?.correct, true);
});

test('test code that an empty program passes is void', async () => {
  const problem: Problem = { id: 'v', question: 'q', language: 'python', testCode: 'never called' };
  const { rows } = await label([problem], ['anything']);
  assert.deepEqual(
    [rows[0]?.correct, rows[0]?.reason],
    [null, 'the tests are void: a program with nothing in it passes them'],
  );
  const { rows: called } = await label([{ ...problem, testCode: 'called' }], ['1', 'x']);
  assert.deepEqual(
    called.map((row) => row.correct),
    [true, false],
  );
});

test('a stdin problem that expects no output is void, one that expects some is not tried', async () => {
  const problem: Problem = { id: 'v', question: 'q', language: 'python', io: [{ stdin: 'a', stdout: '7' }] };
  const { rows, jobs } = await label([problem], ['7']);
  assert.equal(rows[0]?.correct, true);
  assert.equal(jobs.length, 1);
});

test('a solution of an unknown problem is unlabelled', async () => {
  const { rows } = await label([], ['1']);
  assert.deepEqual([rows[0]?.correct, rows[0]?.reason], [null, 'there is no problem none']);
});

test('a report counts the three kinds', async () => {
  const { rows } = await label([countingProblem()], ['1 2 3 4 5', 'x', 'module', 'y']);
  const { n, correct, incorrect, unlabelled, flaky } = labelReport(rows);
  assert.deepEqual([n, correct, incorrect, unlabelled, flaky], [4, 1, 2, 1, 0]);
});

test('the same program of a problem is run once, whatever white space is around it', async () => {
  const { rows, jobs } = await label(
    [countingProblem()],
    ['1 2 3 4 5', '1 2 3 4 5\n', '\n  \n1 2 3 4 5', '1'],
  );
  assert.deepEqual(
    rows.map(({ id, correct }) => [id, correct]),
    [
      ['s0', true],
      ['s1', true],
      ['s2', true],
      ['s3', false],
    ],
  );
  assert.equal(jobs.length, 2);
  // White space before the first word is not around the program: Python minds it.
  assert.notEqual(programKey('  x = 1'), programKey('x = 1'));
});

test('a program that passes other tests when it is run again is flaky, and unlabelled with what it passed', async () => {
  const { rows, jobs } = await label([countingProblem()], ['1 2 3 4 ?', '1 2 3 4 5', 'x'], { reruns: 2 });
  assert.deepEqual(
    rows.map(({ correct, flaky }) => [correct, flaky]),
    [
      [null, true],
      [true, undefined],
      [false, undefined],
    ],
  );
  assert.equal(rows[0]?.reason, 'flaky: passes 5, then 4, then 4 of 5 tests');
  assert.equal(jobs.length, 9);
  assert.equal(labelReport(rows).flaky, 1);
});

test('two programs that pass as many tests but not the same ones are told apart', async () => {
  const { rows } = await label([countingProblem()], ['? 2 3 4 !'], { reruns: 1 });
  assert.equal(rows[0]?.flaky, true);
});

test('without reruns nothing is called flaky', async () => {
  const { rows } = await label([countingProblem()], ['1 2 3 4 ?']);
  assert.equal(rows[0]?.correct, true);
});

test('a problem whose own solution is flaky leaves every solution unlabelled', async () => {
  const problem = countingProblem({ solution: '1 2 3 4 ?' });
  const { rows } = await label([problem], ['1 2 3 4 5'], { reruns: 1 });
  assert.equal(rows[0]?.correct, null);
  assert.match(
    rows[0]?.reason ?? '',
    /tests are broken: the problem's own solution is flaky: passes 5, then 4/,
  );
});

test('labelling that is aborted ends with the signal’s reason', async () => {
  const controller = new AbortController();
  const reason = new Error('stopped by the user');
  const rows = label([countingProblem()], ['1 2 3 4 5', 'wait'], { signal: controller.signal });
  setImmediate(() => {
    controller.abort(reason);
  });
  await assert.rejects(rows, reason);
});
